// Several runs for one command: those that cannot be read do not stop the others.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "program/comparison/bank.hpp"
#include "program/records/run_index.hpp"

namespace memnet {

struct SavedRuns {
  std::vector<std::filesystem::path> files;  // the run files, each once
  int code = 0;                              // the exit code: 3 if some file cannot be read
};

// Returns the run files at these places; a plan stands for its runs. If there are several, those in whose folder
// nothing is saved, and those that cannot be read, are named on stderr and left out. Throws an Error if none is left,
// or if there is nothing at one of the places.
SavedRuns saved_runs(std::span<const std::string> places);

// Returns the summaries of the runs at these places; a plan stands for its runs, those in its bank included. Names on
// stderr what a bank has of other builds. Lists run files that cannot be read in `unreadable`. Throws an Error of kind
// io if there is nothing at one of the places, and of kind data if a bank is damaged.
std::vector<RunSummary> read_runs(std::span<const std::string> places, const BankOptions& banks,
                                  std::vector<UnreadableRun>& unreadable);

// Prints why run files cannot be read. Returns the exit code, 0 if there are none.
int report_unreadable(std::span<const UnreadableRun> runs);

}  // namespace memnet
