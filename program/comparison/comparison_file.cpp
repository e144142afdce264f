#include "program/comparison/comparison_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

#include "memnet/io/hdf5.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/records/record.hpp"
#include "program/text/csv.hpp"

namespace memnet {
namespace {

constexpr std::int64_t kVersion = 1;

// Means over seeds for each length, written beside the columns of a group.
struct Curve {
  const char* name;
  const char* unit;
  std::vector<double> SeedGroup::*values;
  std::vector<double> RunResult::*of_run;
  bool only_if_known = false;  // whether there is no such curve if no group has a number in it
};
constexpr std::array<Curve, 6> kCurves = {{
    {"exact", "fraction of sequences without an error, mean over seeds", &SeedGroup::exact, &RunResult::exact},
    {"right_answers", "fraction of scored answers (bits, words or numbers) that are right, mean over seeds",
     &SeedGroup::right_answers, &RunResult::right_answers},
    {"errors", "per sequence, mean over seeds; where no answer is certain, bits above the best possible estimate",
     &SeedGroup::errors, &RunResult::errors},
    {"guessing", "the same of guessing", &SeedGroup::guessing, &RunResult::guessing},
    {"without_memory", "the same of the best answer without a memory", &SeedGroup::without_memory,
     &RunResult::without_memory},
    {"before_error", "fraction of an answer before its first error, mean over seeds", &SeedGroup::before_error,
     &RunResult::before_error, true},
}};

std::vector<Curve> curves_of(const ComparisonResult& comparison) {
  std::vector<Curve> curves;
  for (const Curve& curve : kCurves) {
    const bool is_known = std::ranges::any_of(comparison.groups, [&](const SeedGroup& group) {
      return std::ranges::any_of(group.*curve.values, [](double value) { return !std::isnan(value); });
    });
    if (is_known || !curve.only_if_known) curves.push_back(curve);
  }
  return curves;
}

double value_at(const std::vector<double>& values, std::size_t i) { return i < values.size() ? values[i] : kMissing; }

std::string number(double value) { return std::isnan(value) ? "" : fmt::format("{:.6g}", value); }

// Returns the place and the tuned values of a group, the beginning of its lines.
std::vector<std::string> first_fields(const SeedGroup& group) {
  std::vector<std::string> fields = group.place;
  fields.insert(fields.end(), group.tuned.begin(), group.tuned.end());
  return fields;
}

std::string csv(const ComparisonResult& comparison) {
  const std::vector<Curve> curves = curves_of(comparison);
  std::vector<std::string> fields = comparison.axes;
  fields.insert(fields.end(), comparison.tuned.begin(), comparison.tuned.end());
  for (const GroupColumn& column : group_columns(comparison)) fields.emplace_back(column.name);
  for (const Curve& curve : curves)
    for (const double multiple : comparison.multiples) fields.push_back(fmt::format("{}_{}x", curve.name, multiple));
  for (const PartColumn& column : comparison.parts) fields.push_back(column.name());
  std::string text = csv_line(fields);
  for (const SeedGroup& group : comparison.groups) {
    fields = first_fields(group);
    for (const GroupColumn& column : group_columns(comparison)) {
      const double value = column.value(group);
      fields.push_back(std::isinf(value) ? column.censored(group) : number(value));
    }
    for (const Curve& curve : curves)
      for (std::size_t i = 0; i < comparison.multiples.size(); ++i)
        fields.push_back(number(value_at(group.*curve.values, i)));
    for (const PartColumn& column : comparison.parts) fields.push_back(number(column.of(group)));
    text += csv_line(fields);
  }
  return text;
}

// What a run has one number of. In runs.csv it has this name.
struct RunColumn {
  const char* name;
  double (*value)(const RunResult& run);
};
constexpr RunColumn kRunColumns[] = {
    {"seed", [](const RunResult& run) { return static_cast<double>(run.seed); }},
    {"diverged", [](const RunResult& run) { return run.diverged ? 1. : 0.; }},
    {"solved", [](const RunResult& run) { return run.solved ? 1. : 0.; }},
    {"sequences", [](const RunResult& run) { return run.sequences; }},
    {"criterion", [](const RunResult& run) { return run.criterion.value_or(kMissing); }},
    {"score", [](const RunResult& run) { return run.score; }},
};

// Returns the columns, without the costs that no run has.
std::vector<RunColumn> columns_of_runs(const ComparisonResult& comparison) {
  std::vector<RunColumn> columns(std::begin(kRunColumns), std::end(kRunColumns));
#define MEMNET_COST(name, ...) \
  if (is_known(comparison, &RunResult::name)) columns.push_back({#name, [](const RunResult& run) { return run.name; }});
#include "program/records/costs.def"
#undef MEMNET_COST
  return columns;
}

std::string runs_csv(const ComparisonResult& comparison) {
  std::vector<std::string> fields = comparison.axes;
  fields.insert(fields.end(), comparison.tuned.begin(), comparison.tuned.end());
  const std::vector<RunColumn> columns = columns_of_runs(comparison);
  const std::vector<Curve> curves = curves_of(comparison);
  for (const RunColumn& column : columns) fields.emplace_back(column.name);
  for (const Curve& curve : curves)
    for (const double multiple : comparison.multiples) fields.push_back(fmt::format("{}_{}x", curve.name, multiple));
  for (const PartColumn& column : comparison.parts) fields.push_back(column.name());
  std::string text = csv_line(fields);
  for (const SeedGroup& group : comparison.groups)
    for (const RunResult& run : group.results) {
      fields = first_fields(group);
      for (const RunColumn& column : columns) fields.push_back(number(column.value(run)));
      for (const Curve& curve : curves)
        for (const double multiple : comparison.multiples) {
          const auto at = std::ranges::find(run.multiples, multiple) - run.multiples.begin();
          fields.push_back(number(value_at(run.*curve.of_run, static_cast<std::size_t>(at))));
        }
      for (const PartColumn& column : comparison.parts) fields.push_back(number(column.of(run)));
      text += csv_line(fields);
    }
  return text;
}

std::string differences_csv(const ComparisonResult& comparison, const Effects& effects) {
  std::vector<std::string> fields = comparison.axes;
  for (const char* name : {"against", "outcome", "seeds", "difference", "low", "high", "p", "p_holm"})
    fields.emplace_back(name);
  std::string text = csv_line(fields);
  for (const Effect& effect : effects.list) {
    const std::vector<std::string>& place = comparison.schemes[effect.scheme].place;
    fields = {effect.task};
    fields.insert(fields.end(), place.begin(), place.end());
    fields.push_back(effects.against);
    fields.emplace_back(outcomes()[effect.outcome].name);
    fields.push_back(std::to_string(effect.seeds));
    for (const double value : {effect.difference, effect.interval ? effect.interval->low : kMissing,
                               effect.interval ? effect.interval->high : kMissing, effect.p, effect.p_holm})
      fields.push_back(number(value));
    text += csv_line(fields);
  }
  return text;
}

// The groups as an array: the values on each axis in the order of the plan, and the index of a group.
class Cube {
 public:
  explicit Cube(const ComparisonResult& comparison) : values_(comparison.axes.size()) {
    for (const SeedGroup& group : comparison.groups)
      for (std::size_t axis = 0; axis < values_.size(); ++axis)
        if (std::ranges::find(values_[axis], shown(group.place[axis])) == values_[axis].end())
          values_[axis].push_back(shown(group.place[axis]));
  }
  const std::vector<std::string>& values(std::size_t axis) const { return values_[axis]; }
  Hdf5Shape shape() const {
    Hdf5Shape shape;
    for (const std::vector<std::string>& values : values_) shape.push_back(values.size());
    return shape;
  }
  std::size_t size() const {
    std::size_t size = 1;
    for (const std::vector<std::string>& values : values_) size *= values.size();
    return size;
  }
  std::size_t index(const SeedGroup& group) const {
    std::size_t index = 0;
    for (std::size_t axis = 0; axis < values_.size(); ++axis) {
      const auto at = std::ranges::find(values_[axis], shown(group.place[axis])) - values_[axis].begin();
      index = index * values_[axis].size() + static_cast<std::size_t>(at);
    }
    return index;
  }

 private:
  static std::string shown(const std::string& value) { return value.empty() ? "none" : value; }
  std::vector<std::vector<std::string>> values_;
};

void text_scale(Hdf5Writer& file, const std::string& group, const std::string& name,
                const std::vector<std::string>& values) {
  file.texts(group + "/" + name, values);
  file.scale(group + "/" + name, name);
}

void array(Hdf5Writer& file, const std::string& group, const std::string& name, const std::string& unit,
           const Hdf5Shape& shape, const std::vector<double>& numbers, const std::vector<std::string>& axes) {
  const std::string path = group + "/" + name;
  file.dataset(path, shape, numbers);
  if (!unit.empty()) file.attribute(path, "units", unit);
  for (std::size_t axis = 0; axis < axes.size(); ++axis)
    file.attach_scale(path, static_cast<int>(axis), group + "/" + axes[axis]);
}

void write_groups(Hdf5Writer& file, const ComparisonResult& comparison) {
  const Cube cube(comparison);
  for (std::size_t axis = 0; axis < comparison.axes.size(); ++axis)
    text_scale(file, "", comparison.axes[axis], cube.values(axis));
  for (const GroupColumn& column : group_columns(comparison)) {
    std::vector<double> numbers(cube.size(), kMissing);
    for (const SeedGroup& group : comparison.groups) numbers[cube.index(group)] = column.value(group);
    array(file, "", column.name, column.unit, cube.shape(), numbers, comparison.axes);
  }
  for (const PartColumn& column : comparison.parts) {
    std::vector<double> numbers(cube.size(), kMissing);
    for (const SeedGroup& group : comparison.groups) numbers[cube.index(group)] = column.of(group);
    array(file, "", column.name(), "fraction of sequences without error in this part of the test, mean over seeds",
          cube.shape(), numbers, comparison.axes);
  }
  file.dataset("/length", {comparison.multiples.size()}, std::span(comparison.multiples));
  file.attribute("/length", "units", "multiple of the longest trained length");
  file.scale("/length", "length");
  std::vector<std::string> axes = comparison.axes;
  axes.emplace_back("length");
  Hdf5Shape shape = cube.shape();
  shape.push_back(comparison.multiples.size());
  for (const Curve& curve : curves_of(comparison)) {
    std::vector<double> numbers(cube.size() * comparison.multiples.size(), kMissing);
    for (const SeedGroup& group : comparison.groups)
      for (std::size_t i = 0; i < comparison.multiples.size(); ++i)
        numbers[cube.index(group) * comparison.multiples.size() + i] = value_at(group.*curve.values, i);
    array(file, "", curve.name, curve.unit, shape, numbers, axes);
  }
}

void write_tuned(Hdf5Writer& file, const ComparisonResult& comparison) {
  const auto column = [&](const std::string& name, const std::vector<std::string> SeedGroup::*values, std::size_t i) {
    std::vector<std::string> texts;
    for (const SeedGroup& group : comparison.groups) texts.push_back((group.*values)[i]);
    file.texts("/tuned/" + name, texts);
  };
  if (comparison.tuned.empty()) return;
  for (std::size_t i = 0; i < comparison.axes.size(); ++i) column(comparison.axes[i], &SeedGroup::place, i);
  for (std::size_t i = 0; i < comparison.tuned.size(); ++i) column(comparison.tuned[i], &SeedGroup::tuned, i);
}

void write_overall(Hdf5Writer& file, const ComparisonResult& comparison) {
  const std::string group = "/overall";
  std::vector<std::string> names;
  std::vector<double> iqm, iqm_low, iqm_high, better, better_low, better_high;
  const auto put = [](double point, const std::optional<Interval>& interval, std::vector<double>& points,
                      std::vector<double>& lows, std::vector<double>& highs) {
    points.push_back(point);
    lows.push_back(interval ? interval->low : kMissing);
    highs.push_back(interval ? interval->high : kMissing);
  };
  for (const ComparedScheme& scheme : comparison.schemes) {
    names.push_back(scheme.name);
    put(scheme.iqm, scheme.iqm_interval, iqm, iqm_low, iqm_high);
  }
  for (const std::vector<PairwiseWin>& row : comparison.wins)
    for (const PairwiseWin& win : row) put(win.probability, win.interval, better, better_low, better_high);
  file.group(group);
  text_scale(file, group, "contender", names);
  text_scale(file, group, "against", names);
  const auto one = [&](const char* name, const char* unit, const std::vector<double>& numbers) {
    array(file, group, name, unit, {names.size()}, numbers, {"contender"});
  };
  one("iqm", "interquartile mean of the scores of all tasks and seeds", iqm);
  one("iqm_low", "its 95 % interval (stratified bootstrap)", iqm_low);
  one("iqm_high", "its 95 % interval (stratified bootstrap)", iqm_high);
  const auto two = [&](const char* name, const char* unit, const std::vector<double>& numbers) {
    array(file, group, name, unit, {names.size(), names.size()}, numbers, {"contender", "against"});
  };
  two("better", "probability that a seed scores more, mean over tasks", better);
  two("better_low", "its 95 % interval", better_low);
  two("better_high", "its 95 % interval", better_high);
}

}  // namespace

void write_comparison(const ComparisonResult& comparison, const std::filesystem::path& folder) {
  const auto write_text = [&](const char* name, const std::string& text) {
    write_file_atomically(folder / name, std::as_bytes(std::span(text)));
  };
  write_text("compare.csv", csv(comparison));
  write_text("runs.csv", runs_csv(comparison));
  if (comparison.effects) write_text("differences.csv", differences_csv(comparison, *comparison.effects));
  Hdf5Writer file;
  file.attribute("/", "format", "memnet comparison");
  file.attribute("/", "format_version", kVersion);
  file.attribute("/", "plan", comparison.plan);
  file.attribute("/", "plan_id", comparison.id);
  file.attribute("/", "builds", comparison.builds);
  write_groups(file, comparison);
  write_tuned(file, comparison);
  write_overall(file, comparison);
  write_file_atomically(folder / "compare.h5", file.image());
}

}  // namespace memnet
