#include "program/comparison/scheduler_view.hpp"

#include <fmt/format.h>

#include <cstring>

#include "memnet/base/error.hpp"
#include "program/text/duration.hpp"
#include "program/text/json.hpp"

namespace memnet {
namespace {

std::string json_of(const PlannedRun& run) { return fmt::format("\"run\":{}", json_string(run.name)); }

std::string time_left(const SchedulerCounts& counts) {
  return counts.seconds_left ? fmt::format("; {} left", duration(*counts.seconds_left)) : "";
}

}  // namespace

SchedulerView::SchedulerView(const Plan& plan, const Behavior& behavior)
    : plan_(plan), live_(behavior.quiet, behavior.log_format == "json") {}

void SchedulerView::plan_started(const SchedulerCounts& counts, int jobs) {
  live_.event(
      "compare_start",
      fmt::format("{}: {} runs, {} of them there already; {} at a time", plan_.name, plan_.runs.size(), counts.ended,
                  jobs),
      fmt::format("\"plan\":{},\"cells\":{},\"settled\":{}", json_string(plan_.name), plan_.runs.size(), counts.ended));
}

void SchedulerView::run_started(std::size_t run) { live_.event("cell_start", "", json_of(plan_.runs[run])); }

void SchedulerView::run_ended(std::size_t run, const std::string& outcome, double seconds,
                              const SchedulerCounts& counts) {
  live_.event("cell_end",
              fmt::format("{} {}: {}{}{}", fraction_ended(counts), plan_.describe(plan_.runs[run]), outcome,
                          seconds > 0 ? ", " + duration(seconds) : "", time_left(counts)),
              fmt::format("{},\"status\":\"finished\",\"outcome\":{},\"seconds\":{:.3f}", json_of(plan_.runs[run]),
                          json_string(outcome), seconds));
}

void SchedulerView::run_failed(std::size_t run, const RunState& state, const SchedulerCounts& counts) {
  const bool diverged = state.code == static_cast<int>(ErrorKind::diverged);
  live_.failure(
      "cell_failed",
      fmt::format("{} {}: FAILED: {}", fraction_ended(counts), plan_.describe(plan_.runs[run]), state.failure),
      fmt::format("{},\"status\":\"{}\",\"message\":{},\"code\":{},\"sequences\":{}", json_of(plan_.runs[run]),
                  diverged ? "diverged" : "failed", json_string(state.failure), state.code, state.sequences));
}

void SchedulerView::run_interrupted(std::size_t run, int signal) {
  live_.event("cell_interrupted",
              fmt::format("{}: interrupted by signal {} ({}) and saved", plan_.describe(plan_.runs[run]), signal,
                          strsignal(signal)),
              fmt::format("{},\"signal\":{}", json_of(plan_.runs[run]), signal));
}

void SchedulerView::others_go_on(const SchedulerCounts& counts) {
  live_.event("compare_left",
              fmt::format("{}: nothing left to start; other processes still train {} {}", plan_.name,
                          counts.claimed_by_others, counts.claimed_by_others == 1 ? "run" : "runs"),
              fmt::format("\"plan\":{},\"elsewhere\":{}", json_string(plan_.name), counts.claimed_by_others));
}

void SchedulerView::waiting(const SchedulerCounts& counts) {
  live_.event("compare_waiting",
              fmt::format("{} {}: waiting for {} {} that other processes train", fraction_ended(counts), plan_.name,
                          counts.claimed_by_others, counts.claimed_by_others == 1 ? "run" : "runs"),
              fmt::format("\"plan\":{},\"elsewhere\":{}", json_string(plan_.name), counts.claimed_by_others));
}

void SchedulerView::draw(const std::vector<ProcessPool::Running>& running, const SchedulerCounts& counts) {
  const std::string elsewhere =
      counts.claimed_by_others == 0 ? "" : fmt::format(", {} elsewhere", counts.claimed_by_others);
  std::vector<std::string> lines = {fmt::format("{} {} {} running, {} failed{}{}", fraction_ended(counts), plan_.name,
                                                running.size(), counts.failed, elsewhere, time_left(counts))};
  for (const ProcessPool::Running& process : running) {
    const PlannedRun& run = plan_.runs[process.job];
    lines.push_back(fmt::format("  {:<40} {:>3.0f} %  {}", plan_.describe(run),
                                100 * process.update.sequences / run.sequences(),
                                evaluation_in_words(process.update.evaluation)));
  }
  live_.draw(lines);
}

std::string SchedulerView::fraction_ended(const SchedulerCounts& counts) const {
  return fmt::format("[{}/{}]", counts.ended, plan_.runs.size());
}

}  // namespace memnet
