// How long cells will take, from how long others took.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "program/comparison/plan.hpp"

namespace memnet {

class Estimate {
 public:
  explicit Estimate(const Plan& plan) : plan_(plan) {}
  // A run of this cell took so long.
  void learn(const PlannedRun& cell, double seconds);
  // From runs that differ by nothing but the seed; otherwise from all runs; nothing before there was one.
  std::optional<double> seconds(const PlannedRun& cell) const;
  bool knows(const PlannedRun& cell) const;

 private:
  struct Mean {
    double sum = 0;
    int count = 0;
  };
  const Plan& plan_;
  std::map<std::vector<std::string>, Mean> by_place_;  // seconds for each training sequence of the budget
  Mean all_;
};

// Trains a few batches to see how long a run of the cell takes, in seconds.
double time_cell(const PlannedRun& cell);

}  // namespace memnet
