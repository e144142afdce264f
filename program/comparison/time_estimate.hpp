// Estimates how long planned runs take, from the time that others took.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "program/comparison/plan.hpp"

namespace memnet {

class TimeEstimate {
 public:
  explicit TimeEstimate(const Plan& plan) : plan_(plan) {}
  // Takes into account that this run took so long.
  void learn(const PlannedRun& run, double seconds);
  // Returns the mean over runs that differ only in the seed, or else over all runs; nothing before the first one.
  std::optional<double> seconds(const PlannedRun& run) const;
  // True if a run that differs only in the seed has been taken into account.
  bool knows(const PlannedRun& run) const;

 private:
  struct Mean {
    double sum = 0;
    int count = 0;
  };
  const Plan& plan_;
  std::map<std::vector<std::string>, Mean> by_place_;  // seconds per training sequence
  Mean all_;
};

// Trains a few batches and returns how many seconds the whole run will take.
double time_run(const PlannedRun& run);

}  // namespace memnet
