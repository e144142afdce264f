// The states of planned runs.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"
#include "program/comparison/bank.hpp"
#include "program/comparison/plan.hpp"

namespace memnet {

// The state of a planned run, as its run file or a bank shows it.
struct RunState {
  bool exists = false;   // there is a run file
  bool ended = false;    // finished, diverged or failed; there is nothing left to do
  std::string failure;   // why there is no result, or ""
  int code = 0;          // the exit code that belongs to the failure, or 0
  std::string build;     // that made it (build_of()), "" if nothing of it is there
  double seconds = 0;    // the time of a finished run; 0 if it is not known
  double sequences = 0;  // trained so far
};
// Returns the state of a run that has this record.
RunState state_of(const RunRecord& record);

// Returns the state of each run. A run of the bank counts where its run file has not ended; `left_out` gets what
// Bank::complete() returns, if it is given.
std::vector<RunState> scan_runs(std::span<const PlannedRun> runs, const std::filesystem::path& out,
                                const Bank& bank = {}, std::string* left_out = nullptr);

}  // namespace memnet
