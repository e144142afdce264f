// Estimates how long planned runs take, from the time that others took.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "program/comparison/plan.hpp"
#include "program/records/mean.hpp"

namespace memnet {

class TimeEstimate {
 public:
  explicit TimeEstimate(const Plan& plan) : plan_(plan) {}
  // Adds the time that a run took.
  void add(const PlannedRun& run, double seconds);
  // Returns the estimate for a run: the mean over the added runs that differ from it only in the seed, or over all
  // added runs if there are none; nothing before the first one.
  std::optional<double> seconds(const PlannedRun& run) const;
  // Returns true if a run that differs only in the seed was added.
  bool covers(const PlannedRun& run) const;

 private:
  const Plan& plan_;
  std::map<std::vector<std::string>, Mean> by_place_;  // seconds per training sequence
  Mean all_;
};

// Trains a few batches and returns how many seconds of processor time the whole run will take.
double time_run(const PlannedRun& run);

}  // namespace memnet
