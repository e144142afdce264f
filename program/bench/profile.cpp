#include "program/bench/profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "memnet/autodiff/profile.hpp"
#include "memnet/statistics/statistics.hpp"
#include "program/bench/training_steps.hpp"

namespace memnet::bench {
namespace {

using Line = Profile::Line;
using Pass = Profile::Pass;

constexpr std::size_t kLeast = 12;  // steps

const char* word_of(Pass pass) {
  switch (pass) {
    case Pass::forward: return "forward";
    case Pass::backward: return "backward";
    case Pass::outside: return "";
  }
  return "";
}

// What one step costs. Each line has the median of its seconds over all steps.
struct StepProfile {
  std::vector<Line> lines;  // the most expensive first
  Line total{.name = "whole step", .pass = Pass::outside};
  double seconds_without = 0;  // of the processor, in a step without a profile
  double readings = 0, seconds_of_reading = 0;
};

StepProfile profile_of(TrainingSteps& steps, double seconds) {
  Profile profile;
  std::map<std::pair<std::string_view, Pass>, std::vector<double>> measured;
  std::vector<double> without;
  for (int i = 0; i < 2; ++i) steps.step(&profile);  // they allocate memory
  const double start = seconds_of(CLOCK_MONOTONIC);
  while (seconds_of(CLOCK_MONOTONIC) - start < seconds || without.size() < kLeast) {
    profile.clear();
    steps.step(&profile);
    for (const Line& line : profile.lines()) measured[{line.name, line.pass}].push_back(line.seconds);
    const double begin = seconds_of(steps.clock());
    steps.step();
    without.push_back(seconds_of(steps.clock()) - begin);
  }
  StepProfile found{.lines = profile.lines(),
                    .seconds_without = median(without),
                    .readings = profile.readings(),
                    .seconds_of_reading = profile.seconds_of_reading()};
  for (Line& line : found.lines) {
    line.seconds = std::max(0.0, median(measured[{line.name, line.pass}]));
    found.total.calls += line.calls;
    found.total.seconds += line.seconds;
    found.total.flops += line.flops;
    found.total.bytes += line.bytes;
  }
  std::ranges::sort(found.lines, std::greater(), &Line::seconds);
  return found;
}

// Returns a number with so many decimals, or a dash for 0.
std::string cell(double number, int decimals) { return number == 0 ? "-" : fmt::format("{:.{}f}", number, decimals); }

void print_line(const Line& line, const Line& total) {
  const double per_second = line.seconds > 0 ? 1 / line.seconds : 0;
  fmt::print("  {:<24} {:<9} {:>7.0f} {:>10.4f} {:>7.2f} {:>10} {:>10} {:>9} {:>8}\n", line.name, word_of(line.pass),
             line.calls, 1e3 * line.seconds, 1e2 * line.seconds / total.seconds, cell(1e-6 * line.flops, 4),
             cell(1e-6 * line.bytes, 4), cell(1e-9 * line.flops * per_second, 1),
             cell(1e-9 * line.bytes * per_second, 1));
}

void print_table(const StepProfile& step, int batch) {
  fmt::print("\n  batch {}: {:.4f} ms a step, {:.5f} ms/sequence; without the profile {:.4f} ms of the processor\n\n",
             batch, 1e3 * step.total.seconds, 1e3 * step.total.seconds / batch, 1e3 * step.seconds_without);
  fmt::print("  {:<24} {:<9} {:>7} {:>10} {:>7} {:>10} {:>10} {:>9} {:>8}\n", "primitive", "pass", "calls", "ms/step",
             "share %", "MFLOP", "MB", "GFLOP/s", "GB/s");
  for (const Line& line : step.lines) print_line(line, step.total);
  print_line(step.total, step.total);
  fmt::print("\n  The clock was read {:.0f} times a step; {:.0f} ns for each reading are subtracted.\n", step.readings,
             1e9 * step.seconds_of_reading);
}

}  // namespace

void print_profile(const std::vector<Setting>& settings, const std::vector<int>& batches, double seconds) {
  const Experiment experiment(settings);
  fmt::print("{}: {} parameters, length {}, one thread\n", experiment.name(), experiment.params.count(),
             experiment.task->spec().longest);
  for (const int batch : batches) {
    TrainingSteps steps(with_setting(settings, "train.batch", batch, "--batches"), 1);
    print_table(profile_of(steps, seconds), batch);
  }
}

}  // namespace memnet::bench
