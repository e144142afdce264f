// The plan that a command line asks for, by its options, an experiment file or the folder of the plan.
#pragma once

#include <optional>

#include "program/commands/arguments.hpp"
#include "program/comparison/grid.hpp"
#include "program/comparison/plan.hpp"
#include "program/comparison/tuning.hpp"

namespace memnet {

struct RequestedPlan {
  Plan plan;                     // empty if there is a tuning, on whose results it depends (reported_plan())
  Request request;               // behavior.out is the folder of the runs, also of a plan that exists
  std::optional<Tuning> tuning;  // whose plan comes first
};

// Returns the plan; it is not written. Throws an Error of kind usage if it is not possible, or if options would change
// a plan that exists.
RequestedPlan requested_plan(const Arguments& arguments);

}  // namespace memnet
