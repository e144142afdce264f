// Chooses values of options for each task and scheme, by runs with seeds that no result is reported of.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "program/comparison/plan.hpp"
#include "program/records/record.hpp"

namespace memnet {

struct ComparisonResult;

// A comparison whose runs depend on the results of others.
struct Tuning {
  Plan plan;                         // of the tuning runs; its last axes are the tuned options
  std::vector<std::string> options;  // tuned
  std::vector<std::uint64_t> seeds;  // that are reported
  std::string name;                  // of the comparison
};

// One choice of the tuned options.
struct TunedValues {
  std::vector<std::string> values;  // one for each option; "" where the scheme has no such option
  int diverged = 0;                 // runs
  double error = kMissing;          // RunResult::validation_error, mean over the seeds that did not diverge
};

// A task with a scheme, or with a scheme and its values on further axes, and all choices that were tried.
struct TunedCell {
  std::vector<std::string> place;  // as SeedGroup::place of the reported runs
  std::vector<TunedValues> tried;

  // Returns the choice of which the fewest runs diverged, of several the one with the smallest error, and of several
  // the first one.
  const TunedValues& best() const;
};

// Returns the cells of a comparison of tuning runs, whose last `options` axes are tuned. Throws an Error of kind data
// if it has fewer axes.
std::vector<TunedCell> tuned_cells(const ComparisonResult& tuning, std::size_t options);

// Returns true if every tuning run has a result.
bool has_all_results(const ComparisonResult& tuning);

// Returns the plan of the runs that are reported, given the comparison of the tuning runs: for each cell the tuning run
// with the best choice, with the reported seeds. A cell without results has its first choice.
Plan reported_plan(const Tuning& tuning, const ComparisonResult& results);

}  // namespace memnet
