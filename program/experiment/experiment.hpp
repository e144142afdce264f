// An experiment: a task, a model, and how the model is trained and evaluated, all given by options. A new experiment
// needs no code, only an INI file in experiments/.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "memnet/autodiff/params.hpp"
#include "memnet/base/options.hpp"
#include "memnet/data/task.hpp"
#include "memnet/models/model.hpp"
#include "memnet/train/trainer.hpp"

namespace memnet {

// The options evaluate.*.
struct EvaluateOptions {
  int every = 5000;
  int sequences = 100;
  int final_sequences = 1000;
  std::string lengths = "1x,1.5x,2x,3x,4x";
  std::string choices = "most_probable";
  std::string memory_slots = "as_needed";  // or "as_trained", or a number
  int beam = 1;
  bool length_is_told = false;
  int stop_after = 0;
  int traces = 2;
  int trace_every = 0;

  void declare(const Options::Section& options);
};

// Bounds that a run is expected to keep, shown in tables: the options expect.*.
struct Expectation {
  double errors = 0;       // at the longest trained length; 0: no bound
  double error_rate = 0;   // at every longer length that is evaluated
  double excess_bits = 0;  // at the longest trained length, for tasks without a certain answer
  std::string source;

  void declare(const Options::Section& options);
};

// How the process behaves and where it saves runs; none of these options changes a result.
struct Behavior {
  std::string out = "runs";
  int threads = 1;
  double publish_seconds = 30;
  bool quiet = false;
  bool other_build = false;
  std::string log_format = "text";

  void declare(const Options::Section& options);
};

// Raised when an option gets another default, for names of runs leave out what is at its default.
// tests/data/defaults.txt holds the defaults that belong to it.
inline constexpr int kDefaultsVersion = 1;

// Parts of an experiment that do not follow from its settings.
struct GivenParts {
  const TaskSpec* made_for = nullptr;    // the network is made for these episodes; nullptr: for those of the task
  std::unique_ptr<Task> task = nullptr;  // used as it is, and settings of tasks are ignored; nullptr: made
  std::size_t most_numbers = std::numeric_limits<std::size_t>::max();  // of the model; a larger one takes no memory
};

class Experiment {
 public:
  // Makes task and model from the settings, or takes the given ones. Throws an Error of kind usage for a setting that
  // no option has, or that is not possible, and for a model of more numbers than allowed, which takes no memory then.
  explicit Experiment(std::vector<Setting> settings, GivenParts given = {});
  Experiment(const Experiment&) = delete;
  Experiment& operator=(const Experiment&) = delete;

  // Returns the digest of all that defines the results: task, model, seed, the contents of data files, and the options
  // that differ from their defaults.
  std::string identity() const;
  // Returns <task>-<scheme>-s<seed>-<first 16 digits of the identity>.
  std::string name() const;
  // Returns the lengths of evaluate.lengths; "2x" is twice the longest trained length.
  std::vector<int> sweep_lengths() const;
  // Throws an Error of kind usage if the model reads contexts and the task has none of that kind.
  void require_readable_contexts(const TaskSpec& spec) const;
  // Throws an Error of kind usage if the longest trained length, at which a task counts as solved, is not among the
  // evaluated lengths. `feature` names in the message what needs that length ("memnet compare").
  void require_trained_length(const std::string& feature) const;

  Options options;
  std::string task_name = "copy";
  std::string model_name = "ntm";
  std::uint64_t seed = 1;
  std::unique_ptr<Task> task;
  std::unique_ptr<Model> model;
  TaskSpec made_for;  // the sizes of the episodes that the network was made for
  TrainOptions train;
  EvaluateOptions evaluate;
  Expectation expect;
  Behavior behavior;
  Params params;  // with their initial values
};

// Returns the names of the tasks whose spec, with default options, fulfills a condition; for messages.
std::string tasks_that(const std::function<bool(const TaskSpec& spec)>& can);

// Returns the settings as INI text, a line for each, with its origin as a comment.
std::string settings_text(const std::vector<Setting>& settings);

// Reads a list of seeds: "1..10", "1,3,7" or "4". Throws an Error of kind usage for other text.
std::vector<std::uint64_t> parse_seeds(const std::string& text);
// Reads a list of numbers: "20,40,1.5x" are whole numbers, and multiples of `unit`, which are rounded. Throws an Error
// of kind usage, which starts with `where`, for other text.
std::vector<int> parse_lengths(const std::string& text, int unit, const std::string& where);

}  // namespace memnet
