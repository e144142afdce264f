// Trains the runs of a plan, each in a process of its own.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "memnet/io/run_record.hpp"
#include "program/comparison/plan.hpp"
#include "program/comparison/run_state.hpp"
#include "program/experiment/experiment.hpp"

namespace memnet {

struct SchedulerOptions {
  std::filesystem::path out;
  int jobs = 1;  // runs at a time
  bool fail_fast = false;
  bool no_wait = false;  // returns when there is nothing left to start, while other processes still train runs
  Behavior behavior;
  NamedTexts provenance;
  std::function<void()> write_results;  // called every few minutes
};

// Trains all runs that have not ended, and updates `states`. It waits for the end of runs that another process trains,
// and continues them if that process stops. Returns the signal that interrupted it, or one of its runs, or 0. Requires
// catch_signals(), and that no other thread runs (see ChildProcess).
int run_plan(const Plan& plan, std::vector<RunState>& states, const SchedulerOptions& options);

}  // namespace memnet
