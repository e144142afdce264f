#include "program/report/sections/grid_curves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "program/records/record.hpp"
#include "program/records/recorded_task.hpp"
#include "program/records/solved.hpp"
#include "program/report/sections/measure.hpp"
#include "program/report/sections/scheme_curves.hpp"

namespace memnet::report {
namespace {

constexpr std::size_t kFirstOption = 2;  // of the axes: task, scheme, options
constexpr double kFarApart = 100;        // a range of numbers from which on their axis is logarithmic

using Place = std::vector<std::string>;

// A value that is a number, such as "8", or a name with a number, such as "ponder:0.01", and maybe more arguments, as
// in "ponder:0.01,10".
struct Numbered {
  std::string name;  // "ponder:", or "ponder:..,10"; "" of a number alone
  double number;
};
std::optional<Numbered> numbered(const std::string& value) {
  if (const std::optional<double> alone = parse_number<double>(value); alone && std::isfinite(*alone))
    return Numbered{"", *alone};
  const auto [name, argument] = split_argument(value);
  const std::size_t end = std::min(argument.find(','), argument.size());
  const std::optional<double> number = parse_number<double>(argument.substr(0, end));
  if (!number || !std::isfinite(*number)) return std::nullopt;
  return Numbered{fmt::format("{}:{}{}", name, end < argument.size() ? ".." : "", argument.substr(end)), *number};
}

// Returns true if the runs have at least two values on an axis, and all are numbers, or have one name and a number
// each.
bool has_numbers(const ComparisonView& view, std::size_t axis) {
  std::set<std::string> names;
  std::set<double> numbers;
  for (const SeedGroup& group : view.comparison.groups) {
    if (group.place[axis].empty()) continue;
    const std::optional<Numbered> value = numbered(group.place[axis]);
    if (!value) return false;
    names.insert(value->name);
    numbers.insert(value->number);
  }
  return names.size() == 1 && numbers.size() > 1;
}

std::size_t axis_with_numbers(const ComparisonView& view) {
  std::vector<std::size_t> found;
  std::string names;
  for (std::size_t axis = kFirstOption; axis < view.comparison.axes.size(); ++axis)
    if (has_numbers(view, axis)) {
      found.push_back(axis);
      append_item(names, view.comparison.axes[axis]);
    }
  if (found.size() == 1) return found.front();
  fail(ErrorKind::usage,
       "figure: the panel grid shows results over one option with several numbers, as of a plan with grid = "
       "task.keys=8,16,24 or model.cell=ponder:0.001,ponder:0.01; this plan has {}",
       found.empty() ? "none" : fmt::format("{}: {}", found.size(), names));
}

// Returns the results of the seeds of a group.
std::vector<double> ends_of(const ComparisonView& view, const SeedGroup& group, const Measure& measure) {
  std::vector<double> ends;
  for (const RunSummary* summary : view.summaries_of(group)) {
    const RunRecord::Sweeps& sweeps = sweeps_at_the_end(summary->record);
    const std::vector<double> values = measure.values(summary->record, sweeps);
    if (values.empty()) continue;
    const std::optional<std::size_t> length = trained_length_index(sweeps, *recorded_task(summary->record));
    const double end = length ? values[values.size() - sweeps.lengths.size() + *length] : kMissing;
    if (!std::isnan(end)) ends.push_back(end);
  }
  return ends;
}

struct Point {
  double y, low, high;
};

std::optional<Point> solved_point(const SeedGroup& group) {
  if (group.results.empty()) return std::nullopt;
  return Point{static_cast<double>(group.solved) / static_cast<double>(group.results.size()),
               group.solved_interval->low, group.solved_interval->high};
}

std::optional<Point> median_point(const ComparisonView& view, const SeedGroup& group, const Measure& measure) {
  const std::vector<double> seeds = ends_of(view, group, measure);
  if (seeds.empty()) return std::nullopt;
  const auto [low, high] = std::ranges::minmax(seeds);
  return Point{median(seeds), low, high};
}

void add_point(Line& line, double x, const Point& point) {
  line.x.push_back(x);
  line.y.push_back(point.y);
  line.low.push_back(point.low);
  line.high.push_back(point.high);
}

}  // namespace

Chart ends_by_scheme(const ComparisonView& view, const std::string& task, const std::string& metric) {
  const std::size_t axis = axis_with_numbers(view);
  const bool of_solved = metric == kSolvedShare;
  const Measure measure =
      of_solved ? Measure{metric, "seeds that solve the task", Axis::percent} : measure_of(view, task, metric);
  std::map<double, std::string> values;        // of the axis
  std::string name;                            // of these values, if they have one
  std::map<Place, const SeedGroup*> group_at;  // by the place
  std::vector<Place> schemes;                  // places without a value on the axis, in the order of the plan
  for (const SeedGroup& group : view.comparison.groups) {
    if (group.place.front() != task) continue;
    group_at[group.place] = &group;
    if (const auto value = numbered(group.place[axis])) {
      values[value->number] = group.place[axis];
      name = value->name;
    }
    Place scheme = group.place;
    scheme[axis].clear();
    if (std::ranges::find(schemes, scheme) == schemes.end()) schemes.push_back(std::move(scheme));
  }
  const std::string label = view.comparison.axes[axis] + (name.empty() ? "" : " " + name);
  Chart chart{.title = "By " + label,
              .x = {.label = label},
              .y = {.label = measure.label + (of_solved ? "" : " at the trained length, after training")},
              .lines = {}};
  if (measure.kind == Axis::percent) chart.y.kind = Axis::percent;
  if (!values.empty() && values.begin()->first > 0 && values.rbegin()->first >= kFarApart * values.begin()->first)
    chart.x.kind = Axis::logarithmic;
  for (std::size_t i = 0; i < schemes.size(); ++i) {
    Line line{.name = label_of({schemes[i].begin() + 1, schemes[i].end()}),
              .from = of_solved ? "compare.csv solved" : "/sweep/" + measure.name,
              .x = {},
              .y = {},
              .style = static_cast<int>(i),
              .dots = true};
    for (const auto& [number, text] : values) {
      Place place = schemes[i];
      if (!group_at.contains(place)) place[axis] = text;
      const auto group = group_at.find(place);
      if (group == group_at.end()) continue;
      if (const auto point = of_solved ? solved_point(*group->second) : median_point(view, *group->second, measure))
        add_point(line, number, *point);
    }
    if (!line.x.empty()) chart.lines.push_back(std::move(line));
  }
  drop_bands(chart);
  return chart;
}

}  // namespace memnet::report
