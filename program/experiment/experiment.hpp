// An experiment: a task, a model, and how it is trained and evaluated, all from options. There is no code to write for
// one; an INI file in experiments/ is enough.
#pragma once

#include <cstdint>
#include <functional>
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
  std::string lengths = "1x,2x,4x,6x";
  int stop_after = 0;
  int traces = 2;
  int trace_every = 0;

  void declare(const Options::Section& options);
};

// What a run is expected to reach: the options expect.*, checked at its end and shown in tables.
struct Expectation {
  double errors = 0;       // at the longest trained length; 0: nothing is expected
  double error_rate = 0;   // at every longer length that is evaluated
  double excess_bits = 0;  // at the longest trained length, for tasks without a certain answer
  std::string source;

  void declare(const Options::Section& options);
};

// How a run behaves, and where it goes; nothing of this changes a result.
struct Behaviour {
  std::string out = "runs";
  int threads = 1;
  double publish_seconds = 30;
  bool quiet = false;
  std::string log_format = "text";

  void declare(const Options::Section& options);
};

class Experiment {
 public:
  // Options take what `settings` say. A setting that nothing asked for is an Error of kind usage.
  explicit Experiment(std::vector<Setting> settings);
  Experiment(const Experiment&) = delete;
  Experiment& operator=(const Experiment&) = delete;

  // <task>-<scheme>-s<seed>-<8 digits of the hash of its options>
  std::string name() const;
  // The lengths of the sweep, as evaluate.lengths lists them; "2x" is twice the longest trained length.
  std::vector<int> sweep_lengths() const;
  // Whether a run solves its task is asked at the longest trained length: an Error of kind usage where the sweep lacks
  // it. `who` asks ("memnet compare").
  void require_trained_length(const std::string& who) const;

  Options options;
  std::string task_name = "copy";
  std::string model_name = "ntm";
  std::uint64_t seed = 1;
  std::unique_ptr<Task> task;
  std::unique_ptr<Model> model;
  TrainOptions train;
  EvaluateOptions evaluate;
  Expectation expect;
  Behaviour behaviour;
  Params params;  // named and drawn
};

// The tasks whose spec, with their defaults, is such: their names, for messages.
std::string tasks_that(const std::function<bool(const TaskSpec& spec)>& can);

// The settings of an INI file, behind those that are already there (so that the command line wins).
std::vector<Setting> with_file(std::vector<Setting> settings, const std::string& path);

// "1..10", "1,3,7" or "4" as numbers.
std::vector<std::uint64_t> parse_seeds(const std::string& text);
// "20,40,1.5x": whole numbers, or multiples of `unit`, rounded.
std::vector<int> parse_lengths(const std::string& text, int unit, const std::string& where);

}  // namespace memnet
