// The data of a comparison that the sections of a report show.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "program/comparison/bank.hpp"
#include "program/comparison/comparison.hpp"
#include "program/comparison/plan.hpp"
#include "program/records/run_index.hpp"

namespace memnet::report {

struct ComparisonView {
  Plan plan;
  std::vector<RunSummary> summaries;  // of the runs that exist and can be read, and of the bank
  std::string left_out;               // of the bank, in words (Bank::complete())
  ComparisonResult comparison;

  // The state of each run of the plan: its present status, "unreadable", or "missing".
  struct State {
    std::string status, message;
  };
  std::vector<State> states;

  // Returns the names of all tasks, in the order of the plan.
  std::vector<std::string> tasks() const;
  // Returns the runs (seeds) of a group, in the order of the plan.
  std::vector<const RunSummary*> summaries_of(const SeedGroup& group) const;
  // Returns the group of a scheme on a task, or nullptr.
  const SeedGroup* group_of(const std::string& task, const ComparedScheme& scheme) const;

  // Compares the runs, and fills in `comparison`, `states` and `summaries_at`.
  void arrange();
  std::map<std::vector<std::string>, std::vector<std::size_t>> summaries_at;  // indices of the runs of each group
};
// Returns the view of a plan.
ComparisonView comparison_view(const std::filesystem::path& plan, const BankOptions& banks);

// Returns the view of runs without a plan: options that differ between runs of the same task and scheme become axes.
ComparisonView comparison_view_of_runs(std::span<const std::filesystem::path> runs);

// Returns the source of a number of a group: "compare.csv copy,ntm solved".
std::string source_of(const SeedGroup& group, const std::string& column);

}  // namespace memnet::report
