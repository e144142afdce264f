#include "program/bench/scaling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>

#include "memnet/base/error.hpp"
#include "memnet/data/purposes.hpp"
#include "memnet/statistics/statistics.hpp"
#include "program/bench/training_steps.hpp"
#include "program/terminal/live_table.hpp"
#include "program/terminal/standard_streams.hpp"

namespace memnet::bench {
namespace {

// What varies, with the options that stand for it. The others have the value `usual` then.
struct Quantity {
  const char* name;
  const char* axis;
  std::vector<const char*> options;
  int usual;
  std::vector<int> values;  // one is the usual one
};
const std::vector<Quantity>& quantities() {
  static const std::vector<Quantity> kQuantities = {
      {"length", "length of a sequence", {"task.min_length", "task.max_length"}, 20, {20, 50, 100, 200, 500, 1000}},
      {"slots", "slots of the memory", {"model.slots"}, 128, {128, 512, 2048, 8192, 65536}},
      {"batch", "sequences in a batch", {"train.batch"}, 16, {1, 4, 16, 64, 256}}};
  return kQuantities;
}

constexpr const char* kOrigin = "--scaling";
constexpr double kMostBytes = 6e9;  // of the values of the examples that are computed together

// What was measured.
struct Point {
  double seconds;  // of a sequence
  double steps;    // of a sequence
  double bytes;    // of a step of one example
  int together;    // examples that were computed together

  double seconds_of_step() const { return seconds / steps; }
};

bool has_options(const Experiment& experiment, const Quantity& quantity) {
  return std::ranges::all_of(quantity.options,
                             [&](const char* name) { return experiment.options.find(name) != nullptr; });
}

std::vector<Setting> with_value(std::vector<Setting> settings, const Quantity& quantity, int value) {
  for (const char* name : quantity.options) settings = with_setting(std::move(settings), name, value, kOrigin);
  return settings;
}

int count_steps(const Experiment& experiment) {
  Episode episode;
  sample_episode(*experiment.task,
                 {experiment.seed, purposes::kBench, 0, experiment.task->spec().longest, Split::train},
                 experiment.model->input_form(), episode);
  return episode.steps();
}

// Returns how many examples of a batch can be computed together, in equal parts, given the memory that a single one
// takes.
int count_together(const std::vector<Setting>& settings, int batch) {
  TrainingSteps single(with_setting(settings, "train.batch", 1, kOrigin), 1);
  single.step();
  const double fit = kMostBytes / static_cast<double>(single.runner().bytes_used());
  const int most = static_cast<int>(std::clamp<double>(fit, 1, single.experiment().train.shard));
  const int parts = (batch + most - 1) / most;
  return (batch + parts - 1) / parts;
}

Point measure_point(const std::vector<Setting>& settings, double seconds) {
  const int together = count_together(settings, Experiment(settings).train.batch);
  TrainingSteps steps(with_setting(settings, "train.shard", together, kOrigin), 1);
  const TrainingSteps::Times times = steps.measure(seconds, 2, 1);
  const int time_steps = count_steps(steps.experiment());
  const int last = (steps.batch() - 1) % together + 1;  // the examples that stand in memory after a step
  return {.seconds = median(times.own) / steps.batch(),
          .steps = static_cast<double>(time_steps),
          .bytes = static_cast<double>(steps.runner().bytes_used()) / last / time_steps,
          .together = steps.together()};
}

// Measures points, each once.
class Points {
 public:
  Points(std::vector<Setting> settings, double seconds) : settings_(std::move(settings)), seconds_(seconds) {}

  // Returns the point at which everything has its usual value but this quantity. Throws an Error if the experiment does
  // not allow this value.
  Point at(const Quantity& quantity, int value) {
    const std::string name = value == quantity.usual ? "" : fmt::format("{} {}", quantity.name, value);
    if (const auto found = points_.find(name); found != points_.end()) return found->second;
    LiveTable progress(false, false);
    if (progress.due()) progress.draw({fmt::format("  measuring {} {} ...", quantity.name, value)});
    return points_[name] = measure_point(with_value(settings_, quantity, value), seconds_);
  }

 private:
  std::vector<Setting> settings_;
  double seconds_;
  std::map<std::string, Point> points_;
};

report::Chart print_quantity(const Quantity& quantity, Points& points) {
  fmt::print("\n  {:>8} {:>14} {:>22} {:>9} {:>24} {:>9}\n", quantity.name, "ms/sequence", "ms/(sequence x step)",
             "relative", "bytes/(example x step)", "together");
  const Point usual = points.at(quantity, quantity.usual);
  report::Line time{.name = "time", .from = "memnet bench --scaling", .x = {}, .y = {}, .style = 0, .dots = true};
  report::Line memory{.name = "memory", .from = "memnet bench --scaling", .x = {}, .y = {}, .style = 1, .dots = true};
  for (const int value : quantity.values) {
    std::string row;
    try {
      const Point point = points.at(quantity, value);
      const double relative = point.seconds_of_step() / usual.seconds_of_step();
      row = fmt::format("  {:>8} {:>14.5f} {:>22.6f} {:>9.3f} {:>24.0f} {:>9}\n", value, 1e3 * point.seconds,
                        1e3 * point.seconds_of_step(), relative, point.bytes, point.together);
      for (report::Line* line : {&time, &memory}) line->x.push_back(value);
      time.y.push_back(relative);
      memory.y.push_back(point.bytes / usual.bytes);
    } catch (const Error& error) {
      row = fmt::format("  {:>8} left out: {}\n", value, error.what());
    }
    write_now(stdout, row);
  }
  return {.title = fmt::format("cost of a step over the {}", quantity.axis),
          .x = {.label = quantity.axis, .kind = report::Axis::logarithmic},
          .y = {.label = fmt::format("time and memory of a step, relative to {} {}", quantity.name, quantity.usual),
                .kind = report::Axis::logarithmic},
          .lines = {time, memory}};
}

}  // namespace

std::vector<report::Chart> print_scaling(const std::vector<Setting>& settings, double seconds) {
  const Experiment given(settings);
  std::vector<Setting> usual = settings;
  usual.insert(usual.begin(), {"evaluate.lengths", "1x", kOrigin});  // others may not be possible at all lengths
  std::string where;
  std::vector<Quantity> varied;
  std::string left_out;
  for (const Quantity& quantity : quantities()) {
    if (!has_options(given, quantity)) {
      left_out += fmt::format("\n  {} is left out: the experiment has no {}\n", quantity.name,
                              fmt::join(quantity.options, " and "));
      continue;
    }
    usual = with_value(std::move(usual), quantity, quantity.usual);
    where += fmt::format("{}{} {}", where.empty() ? "" : ", ", quantity.name, quantity.usual);
    varied.push_back(quantity);
  }
  fmt::print("{} on {}, one thread; where nothing else is said: {}\n", given.model_name, given.task_name, where);
  Points points(usual, seconds);
  std::vector<report::Chart> charts;
  for (const Quantity& quantity : varied) charts.push_back(print_quantity(quantity, points));
  fmt::print("{}", left_out);
  return charts;
}

}  // namespace memnet::bench
