// Carries out one run: train, evaluate, publish, until it is finished, interrupted or diverged.
#pragma once

#include <filesystem>
#include <string>

#include "memnet/io/run_record.hpp"
#include "memnet/train/threads.hpp"
#include "program/experiment/experiment.hpp"
#include "program/terminal/progress.hpp"

namespace memnet {

class Runner {
 public:
  // `folder` is the run's own folder; its file is <folder>/run.h5.
  Runner(Experiment& experiment, std::filesystem::path folder, TextPairs provenance, std::string config_given);

  // Takes over parameters, optimiser, counters and series of a record of the same experiment. A record that does not
  // fit is an Error of kind data.
  void restore(const RunRecord& record);
  // Only the parameters: enough to answer.
  void restore_parameters(const RunRecord& record);

  // The sweep over all lengths, on sequences that neither training nor an evaluation has seen.
  RunRecord::Sweeps evaluate_fresh();

  // Trains to the end and gives the exit code: 0, 4 after a divergence, 128 + number after a signal. The run file is
  // published at every evaluation, at least every publish_seconds, and at the end.
  int run();
  int run(Progress& progress);  // the same, told to whom the caller likes

  const RunRecord& record() const { return record_; }

 private:
  // Has the last step passed a multiple of so many sequences?
  bool is_due(int every) const;
  void evaluate_if_due();
  void trace_if_due();
  void final_evaluation();
  // What is answered for; where a task has only so many episodes, all of a split are.
  struct Purpose {
    const char* name;
    Split split;
  };
  // The sweep over all lengths; `moment` makes the episodes of different evaluations different.
  void sweep(RunRecord::Sweeps& into, Purpose purpose, std::uint64_t moment, int sequences);
  // Answers sequences of one length, the set-th so many of a purpose.
  AnswerCounts answer(int length, int sequences, Purpose purpose, std::uint64_t set);
  bool solved_for_good();
  std::vector<RunRecord::Trace> traces() const;
  void publish(const std::string& status, const std::string& message = "");

  Experiment& experiment_;
  std::filesystem::path folder_;
  Threads threads_;
  Trainer trainer_;
  RunRecord record_;
  double seconds_before_ = 0;  // spent by earlier sessions
  double last_publication_ = 0;
};

}  // namespace memnet
