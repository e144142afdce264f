// What is in a folder of runs, quickly.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet {

// A run without what makes its file large: no traces, no training series, no training state.
struct RunCard {
  std::filesystem::path file;
  RunRecord record;
};

// The cards of runs: each place is a run, its file, or a folder of runs. Ordered by path. A cache beside the runs
// (.catalog) spares reading again what has not changed since; it is never the truth: a file that was changed, or
// replaced, is read. A run file that cannot be read is an Error of kind data, unless `problems` collects them.
struct CatalogProblem {
  std::filesystem::path file;
  std::string message;
};
std::vector<RunCard> read_catalog(std::span<const std::filesystem::path> places,
                                  std::vector<CatalogProblem>* problems = nullptr);

}  // namespace memnet
