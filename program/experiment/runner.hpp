// Trains, evaluates and saves one run until it is finished, interrupted or diverged.
#pragma once

#include <array>
#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"
#include "memnet/train/threads.hpp"
#include "program/experiment/answers_by_part.hpp"
#include "program/experiment/evaluation_memory.hpp"
#include "program/experiment/experiment.hpp"
#include "program/records/record.hpp"
#include "program/terminal/progress.hpp"

namespace memnet {

class Runner {
 public:
  // `folder` belongs to this run alone; its file is <folder>/run.h5.
  Runner(Experiment& experiment, std::filesystem::path folder, NamedTexts provenance, std::string config_given);

  // Continues from a record of the same experiment: copies its parameters, optimizer, counters and series. Throws an
  // Error of kind data if the record does not fit, and one of kind usage if another build worked on it and
  // --other-build is not given.
  void restore(const RunRecord& record);

  // A length sweep, and where the model writes answers, those at the longest trained length by part of the test.
  struct Evaluation {
    RunRecord::Sweeps sweep;
    RunRecord::NamedColumns parts;
  };
  // Evaluates all lengths on sequences that neither training nor another evaluation uses.
  Evaluation evaluate_fresh();

  // Trains to the end. The run file is saved after every evaluation, at least every publish_seconds, and at the end.
  // A signal ends it after the primitive that is being computed; then the state after the last complete update is
  // saved, so that restore() and run() do the rest with the same bits. Returns 0, or 128 + number after a signal.
  // Throws an Error of kind diverged, after saving, if training diverges.
  int run();
  int run(Progress& progress);  // reports to `progress` instead of the terminal

  const RunRecord& record() const { return record_; }

 private:
  using Clock = std::chrono::steady_clock;

  // Trains, and evaluates at the end. Returns false if that was interrupted.
  bool complete(Progress& progress);
  void train(Progress& progress);
  void report_end(Progress& progress, bool completed) const;
  void report_failure(Progress& progress, const char* status, const char* message) const;
  double sequences_so_far() const { return static_cast<double>(trainer_.state.sequences); }
  double seconds_spent() const;
  // Returns true if the last update passed a multiple of `every` sequences.
  bool has_passed(int every) const;
  // Evaluate, or trace, if that is due after the last update and is not recorded yet.
  void evaluate_if_due();
  void trace_if_due();
  // Returns the last evaluation at the longest trained length, or at the first length if that was not evaluated.
  std::optional<Progress::Evaluation> last_evaluation() const;
  void final_evaluation();
  // The source of episodes: a random stream, and the split of a task that has a fixed number of episodes.
  struct Purpose {
    const char* name;
    Split split;
  };
  // What an evaluation measures at one length.
  struct Measured {
    AnswerCounts counts;
    std::vector<AnswerCounts> by_subtask;
    int slots = 0;  // of the network; 0: it has none
    int items = 0;  // that it should store: the most of any sequence
    double errors_without_memory = 0;
    double gradient_variance = kMissing;
  };
  // The metrics of an evaluation.
  struct Metric;
  static const std::array<Metric, 12> kMetrics;
  std::vector<const Metric*> metrics() const;  // those that apply to the model
  RunRecord::Sweeps empty_sweeps(const std::vector<int>& lengths) const;

  // Returns whether the model draws what it chooses while it learns.
  bool draws() const { return experiment_.model->slope() >= Slope::estimated; }
  // Returns whether the model writes its answers, each from those before.
  bool writes() const { return experiment_.model->decoder() != nullptr; }
  // Evaluates all lengths; each `evaluation` has different episodes. Returns what it measured at each length.
  std::vector<Measured> sweep(RunRecord::Sweeps& into, Purpose purpose, std::uint64_t evaluation, int sequences);
  // Makes the first evaluation of this purpose, with as many sequences as evaluations after training have.
  Evaluation evaluate(Purpose purpose);
  // Returns the answers at the longest trained length by part of the test, of which one half is measured already.
  RunRecord::NamedColumns parts(Purpose purpose, const std::vector<Measured>& measured);
  // Returns what is known about these sequences before they are answered: all but the counts.
  Measured prepare(int length, int sequences, Purpose purpose, std::uint64_t first);
  // Answers sequences of one length. The episodes of different `set` numbers are different.
  Measured answer(int length, int sequences, Purpose purpose, std::uint64_t set, const Search& search);
  Search search() const { return {experiment_.evaluate.beam, experiment_.evaluate.length_is_told}; }
  // Returns the number of the set of episodes of a length in the first evaluation of a purpose.
  std::uint64_t set_of(int length) const;
  bool solved_for_good();
  std::vector<RunRecord::Trace> traces() const;
  void save(const std::string& status, const std::string& message = "");

  Experiment& experiment_;
  std::filesystem::path folder_;
  Threads threads_;
  Trainer trainer_;
  EvaluationMemory memory_;
  std::map<int, double> errors_without_memory_;  // by length
  RunRecord record_;
  Clock::time_point start_ = Clock::now();  // of this session
  double seconds_at_start_ = 0;             // seconds_ at that time
  double seconds_ = 0;                      // of training until the last save, earlier sessions included
  double last_save_ = 0;
};

}  // namespace memnet
