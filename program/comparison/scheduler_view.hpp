// The output of a comparison while it runs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "program/comparison/plan.hpp"
#include "program/comparison/process_pool.hpp"
#include "program/comparison/run_state.hpp"
#include "program/experiment/experiment.hpp"
#include "program/terminal/live_table.hpp"

namespace memnet {

struct SchedulerCounts {
  std::size_t ended = 0;               // runs, failed ones among them
  std::size_t failed = 0;              // runs
  std::size_t claimed_by_others = 0;   // runs that other processes train
  std::optional<double> seconds_left;  // nothing if that cannot be estimated
};

// Writes events to the terminal or, with --log-format json, as objects to stdout (there a run is called a cell), and
// draws the table of running processes.
class SchedulerView {
 public:
  SchedulerView(const Plan& plan, const Behavior& behavior);

  void plan_started(const SchedulerCounts& counts, int jobs);
  void waiting(const SchedulerCounts& counts);
  void run_started(std::size_t run);
  // `seconds` is 0 if another process trained the run.
  void run_ended(std::size_t run, const std::string& outcome, double seconds, const SchedulerCounts& counts);
  // `state` holds the failure.
  void run_failed(std::size_t run, const RunState& state, const SchedulerCounts& counts);
  // A signal has ended the run, which is saved.
  void run_interrupted(std::size_t run, int signal);
  // Other processes go on with what they claimed, without this one.
  void others_go_on(const SchedulerCounts& counts);

  bool is_due() const { return live_.due(); }
  void draw(const std::vector<ProcessPool::Running>& running, const SchedulerCounts& counts);

 private:
  std::string fraction_ended(const SchedulerCounts& counts) const;

  const Plan& plan_;
  LiveTable live_;
};

}  // namespace memnet
