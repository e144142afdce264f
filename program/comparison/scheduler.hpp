// Carries out the cells of a plan, each in a process of its own.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"
#include "program/comparison/plan.hpp"
#include "program/experiment/experiment.hpp"
#include "program/records/run_index.hpp"

namespace memnet {

// The runs of cells that are there, whatever has become of them.
std::vector<RunCard> read_runs(std::span<const PlannedRun> cells, const std::filesystem::path& out);

// What is in the folder of runs about a cell.
struct CellState {
  bool there = false;    // there is a run file
  bool settled = false;  // finished, or diverged: training again would do the same again
  std::string failure;   // why there is no result
  int code = 0;          // the exit code that stands for it
  double seconds = 0;    // that a finished run took, from its start; 0 where that is not known
};
// One for each cell.
std::vector<CellState> look_at(std::span<const PlannedRun> cells, const std::filesystem::path& out);

struct DispatchOptions {
  std::filesystem::path out;
  int jobs = 1;
  bool fail_fast = false;
  Behaviour behaviour;
  TextPairs provenance;
  std::function<void()> bank;  // called every few minutes, to keep what there is by then
};

// Carries out what is not settled, and brings `states` up to date. A cell that another process works on is left to it,
// and waited for at the end; if that process dies, it is taken over. Gives the signal that ended it early, or 0.
int dispatch(const Plan& plan, std::vector<CellState>& states, const DispatchOptions& options);

}  // namespace memnet
