#include <fmt/format.h>

#include <map>
#include <numeric>
#include <set>

#include "memnet/io/hdf5.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/io/run_file_layout.hpp"
#include "memnet/os/atomic_file.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

using namespace run_file;

namespace {

// Writes arrays whose axes all have scales. A scale that does not exist yet counts 0, 1, 2, ...
class Sheet {
 public:
  Sheet(Hdf5Writer& file, std::string group) : file_(file), group_(std::move(group)) { file_.group(group_); }

  struct Axis {
    std::string name;
    std::size_t size;
  };

  void scale(const std::string& name, std::span<const double> values, const std::string& unit) {
    file_.dataset(path(name), {values.size()}, values);
    if (!unit.empty()) file_.attribute(path(name), "units", unit);
    file_.scale(path(name), name);
    scales_.insert(name);
  }

  template <class Number>
  void array(const std::string& name, const std::vector<Axis>& axes, std::span<const Number> numbers,
             const std::string& unit = "") {
    Hdf5Shape shape;
    for (const Axis& axis : axes) shape.push_back(axis.size);
    file_.dataset(path(name), shape, numbers);
    if (!unit.empty()) file_.attribute(path(name), "units", unit);
    for (std::size_t i = 0; i < axes.size(); ++i) {
      if (!scales_.contains(axes[i].name)) {
        std::vector<double> count(axes[i].size);
        std::iota(count.begin(), count.end(), 0.0);
        scale(axes[i].name, count, "");
      }
      file_.attach_scale(path(name), static_cast<int>(i), path(axes[i].name));
    }
  }

 private:
  std::string path(const std::string& name) const { return group_ + "/" + name; }

  Hdf5Writer& file_;
  std::string group_;
  std::set<std::string> scales_;
};

void write_pairs(Hdf5Writer& file, const std::string& group, const TextPairs& pairs) {
  file.group(group);
  std::string order;
  for (const auto& [name, value] : pairs) {
    file.attribute(group, name, value);
    order += (order.empty() ? "" : " ") + name;
  }
  file.attribute(group, "order", order);
}

void write_numbers(Hdf5Writer& file, const std::string& group,
                   const std::vector<std::pair<std::string, double>>& numbers) {
  file.group(group);
  std::string order;
  for (const auto& [name, value] : numbers) {
    file.attribute(group, name, value);
    order += (order.empty() ? "" : " ") + name;
  }
  file.attribute(group, "order", order);
}

void write_sweeps(Hdf5Writer& file, const std::string& group, const RunRecord::Sweeps& sweeps, bool one_moment) {
  Sheet sheet(file, group);
  sheet.scale("length", sweeps.lengths, "length of the task");
  if (!one_moment) sheet.scale("sequences", sweeps.sequences, "training sequences seen");
  for (const RunRecord::Column& metric : sweeps.metrics) {
    std::vector<Sheet::Axis> axes = {{"length", sweeps.lengths.size()}};
    if (!one_moment) axes.insert(axes.begin(), {"sequences", sweeps.sequences.size()});
    sheet.array<double>(metric.name, axes, metric.values, metric.unit);
  }
  if (one_moment) file.attribute(group, "sequences", sweeps.sequences.front());
  file.plot(group, "errors",
            one_moment ? std::vector<std::string>{"length"} : std::vector<std::string>{"sequences", "length"});
}

// "loss errors exact": readers of HDF5 list names by the alphabet, so the order is kept beside them.
template <class List>
std::string joined(const List& list) {
  std::string names;
  for (const auto& entry : list) names += (names.empty() ? "" : " ") + entry.name;
  return names;
}

// What figures are of ("head") is an axis, and its names stand in an attribute ("heads").
void write_figures(Hdf5Writer& file, const std::string& group, const RunRecord::Figures& figures,
                   const std::string& axis, const std::string& plotted) {
  if (figures.of.empty()) return;
  Sheet sheet(file, group);
  for (const RunRecord::Column& figure : figures.figures)
    sheet.array<double>(figure.name, {{axis, figures.of.size()}}, figure.values, figure.unit);
  std::string names;
  for (const std::string& name : figures.of) names += (names.empty() ? "" : " ") + name;
  file.attribute(group, axis + "s", names);
  file.attribute(group, "order", joined(figures.figures));
  file.plot(group, plotted, {axis});
}

// The part of a name before its last '/', and the part behind.
std::pair<std::string, std::string> split_name(const std::string& name) {
  const std::size_t slash = name.rfind('/');
  return slash == name.npos ? std::pair{std::string(), name} : std::pair{name.substr(0, slash), name.substr(slash + 1)};
}

void write_trace(Hdf5Writer& file, const std::string& group, const RunRecord::Trace& trace) {
  std::map<std::string, Sheet> sheets;
  for (const RunRecord::Trace::Panel& panel : trace.panels) {
    const auto [below, name] = split_name(panel.name);
    const std::string place = below.empty() ? group : group + "/" + below;
    Sheet& sheet = sheets.try_emplace(place, file, place).first->second;
    std::vector<Sheet::Axis> axes = {{"step", static_cast<std::size_t>(panel.numbers.cols())}};
    if (!panel.axis.empty()) axes.push_back({panel.axis, static_cast<std::size_t>(panel.numbers.rows())});
    // A matrix [numbers, T] by columns is an array [T, numbers] by rows.
    sheet.array<Scalar>(name, axes, panel.numbers.numbers());
    if (name == "weighting" || name == "outputs") file.plot(place, name, {"step", panel.axis});
  }
  std::string axes;
  for (const RunRecord::Trace::Panel& panel : trace.panels)
    axes += (axes.empty() ? "" : " ") + (panel.axis.empty() ? kNoAxis : panel.axis);
  file.attribute(group, "order", joined(trace.panels));
  file.attribute(group, "row_axes", axes);
  if (!trace.story.empty()) file.text(group + "/story", trace.story);
}

void write_traces(Hdf5Writer& file, const std::string& group, const std::vector<RunRecord::Trace>& traces) {
  file.group(group);
  for (std::size_t i = 0; i < traces.size(); ++i) write_trace(file, fmt::format("{}/{}", group, i), traces[i]);
}

void write_snapshots(Hdf5Writer& file, const std::vector<RunRecord::Snapshot>& snapshots) {
  if (snapshots.empty()) return;
  std::vector<double> sequences;
  for (const RunRecord::Snapshot& snapshot : snapshots) sequences.push_back(snapshot.sequences);
  Sheet(file, kSnapshots).scale("sequences", sequences, "training sequences seen");
  for (std::size_t k = 0; k < snapshots.size(); ++k)
    write_traces(file, fmt::format("{}/{}", kSnapshots, k), snapshots[k].traces);
}

void write_values(Hdf5Writer& file, const std::string& group, const std::vector<RunRecord::Values>& list) {
  file.group(group);
  std::map<std::string, Sheet> sheets;
  for (const RunRecord::Values& values : list) {
    const auto [below, name] = split_name(values.name);
    const std::string place = below.empty() ? group : group + "/" + below;
    Sheet& sheet = sheets.try_emplace(place, file, place).first->second;
    const auto rows = static_cast<std::size_t>(values.rows), cols = static_cast<std::size_t>(values.cols);
    std::vector<Sheet::Axis> axes = {{name + "_row", rows}};
    if (cols > 1) axes.push_back({name + "_column", cols});
    std::vector<Scalar> by_rows(values.numbers.size());
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t c = 0; c < cols; ++c) by_rows[r * cols + c] = values.numbers[c * rows + r];
    sheet.array<Scalar>(name, axes, by_rows);
  }
}

}  // namespace

void write_run_file(const std::filesystem::path& path, const RunRecord& record) {
  Hdf5Writer file;
  file.attribute("/", "format", kFormat);
  file.attribute("/", "format_version", kVersion);
  file.attribute("/", "name", record.name);
  file.attribute("/", "status", record.status);
  file.attribute("/", "message", record.message);

  write_pairs(file, kConfig, record.options);
  file.text(std::string(kConfig) + "/given", record.config_given);
  file.text(std::string(kConfig) + "/resolved", record.config);
  write_pairs(file, kProvenance, record.provenance);
  write_pairs(file, kTiming, record.timing);
  if (!record.cost.empty()) write_numbers(file, kCost, record.cost);

  Sheet train(file, kTrain);
  train.scale(record.train.front().name, record.train.front().values, record.train.front().unit);
  for (const RunRecord::Column& column : std::span(record.train).subspan(1))
    train.array<double>(column.name, {{record.train.front().name, column.values.size()}}, column.values, column.unit);
  file.attribute(kTrain, "order", joined(record.train));
  file.plot(kTrain, "loss", {record.train.front().name});
  file.first_plot(kTrain);

  write_sweeps(file, kEvaluation, record.evaluation, false);
  file.attribute(kEvaluation, "order", joined(record.evaluation.metrics));
  if (!record.final_sweep.sequences.empty()) {
    write_sweeps(file, kSweep, record.final_sweep, true);
    file.attribute(kSweep, "order", joined(record.final_sweep.metrics));
  }
  write_figures(file, kAttention, record.attention, "head", "effective_slots");
  // Of questions that are answered by bits there is no rate of errors, but one of exact answers.
  if (const auto& figures = record.questions.figures; figures.size() > 1)
    write_figures(file, kQuestions, record.questions, "part", figures[1].name);
  write_traces(file, kTrace, record.traces);
  if (!record.words.empty())
    file.text(std::string(kTrace) + "/words", fmt::format("{}\n", fmt::join(record.words, "\n")));
  write_snapshots(file, record.snapshots);
  write_values(file, kParameters, record.parameters);
  file.attribute(kParameters, "order", joined(record.parameters));
  write_values(file, kOptimizer, record.optimizer);
  file.attribute(kOptimizer, "order", joined(record.optimizer));
  write_numbers(file, kCounters, record.counters);
  write_file_atomically(path, file.image());
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
