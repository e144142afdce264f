// Trains, evaluates and saves one run until it is finished, interrupted or diverged.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"
#include "memnet/train/threads.hpp"
#include "program/experiment/evaluator.hpp"
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

  // Evaluates all lengths on sequences that neither training nor another evaluation uses.
  Evaluator::Evaluation evaluate_fresh() { return evaluator_.evaluate_fresh(); }

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
  bool solved_for_good();
  std::vector<RunRecord::Trace> traces() const;
  void save(const std::string& status, const std::string& message = "");

  Experiment& experiment_;
  std::filesystem::path folder_;
  Threads threads_;
  Trainer trainer_;
  Evaluator evaluator_;
  RunRecord record_;
  Clock::time_point start_ = Clock::now();  // of this session
  double seconds_at_start_ = 0;             // seconds_ at that time
  double seconds_ = 0;                      // of training until the last save, earlier sessions included
  double last_save_ = 0;
};

}  // namespace memnet
