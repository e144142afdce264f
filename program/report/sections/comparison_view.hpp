// What there is to say about a comparison.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "program/comparison/comparison.hpp"
#include "program/comparison/plan.hpp"
#include "program/records/run_index.hpp"

namespace memnet::report {

struct Survey {
  Plan plan;
  std::vector<RunSummary> cards;  // of those runs that are there and can be read
  ComparisonResult comparison;

  // What has become of each cell: the status of its run, "unreadable", or "missing".
  struct State {
    std::string status, message;
  };
  std::vector<State> states;

  std::vector<std::string> tasks() const;
  // The seeds of one cell of the grid, in the order of the plan.
  std::vector<const RunSummary*> cards_of(const SeedGroup& group) const;
  // Of a scheme on a task, or nullptr.
  const SeedGroup* group_of(const std::string& task, const ComparedScheme& scheme) const;

  // The cards of a place, filled in by arrange().
  std::map<std::vector<std::string>, std::vector<std::size_t>> cards_at;
  void arrange();
};
Survey survey(const std::filesystem::path& plan);

// Of runs that no plan has brought together: what differs between two of one task and scheme is a further axis.
Survey survey_of_runs(std::span<const std::filesystem::path> runs);

// Where a figure of a group stands: "compare.csv copy,ntm solved".
std::string place_of(const SeedGroup& group, const std::string& column);

}  // namespace memnet::report
