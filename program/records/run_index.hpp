// Finds the runs in folders, and reads their summaries quickly.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet {

// A run without the large parts of its record: traces, training series and training state.
struct RunSummary {
  std::filesystem::path file;
  RunRecord record;
  bool banked = false;  // `file` is a part of a bank (program/comparison/bank.hpp), not a run file
};

struct UnreadableRun {
  std::filesystem::path file;
  std::string message;
};

// Throws an Error of kind data if the folder of this run file has the name of another run: it would count as a run that
// it is not. A folder may have any name that is not that of a run.
void require_own_folder(const std::filesystem::path& file, const RunRecord& record);

// Reads the summaries of runs, ordered by path, with their present status (run_status.hpp). Each place is a run, its
// file, or a folder of runs. Run files that cannot be read, and copies of a run in the folder of another one, are
// listed in `unreadable`; without that list they are an Error of kind data. Throws an Error of kind io if there is no
// such place. Requires that no other thread runs (see ChildProcess).
std::vector<RunSummary> read_run_index(std::span<const std::filesystem::path> places,
                                       std::vector<UnreadableRun>* unreadable = nullptr);

}  // namespace memnet
