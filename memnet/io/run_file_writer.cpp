#include <fmt/ranges.h>

#include <map>
#include <numeric>
#include <utility>

#include "memnet/base/text.hpp"
#include "memnet/io/hdf5.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/io/run_file_layout.hpp"
#include "memnet/os/atomic_file.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

using namespace run_file;

namespace {

// Writes arrays into a group, each axis with a dimension scale that arrays of the group share.
class GroupWriter {
 public:
  GroupWriter(Hdf5Writer& file, std::string group) : file_(file), group_(std::move(group)) { file_.group(group_); }

  struct Axis {
    std::string name;
    std::size_t size;
    double first = 0;  // the first number of its scale, if that does not exist yet
  };

  void scale(const std::string& name, std::span<const double> values, const std::string& unit) {
    file_.dataset(path(name), {values.size()}, values);
    if (!unit.empty()) file_.attribute(path(name), "units", unit);
    file_.scale(path(name), name);
    sizes_[name] = values.size();
  }

  template <class Number>
  void array(const std::string& name, const std::vector<Axis>& axes, std::span<const Number> numbers,
             const std::string& unit = "") {
    Hdf5Shape shape;
    for (const Axis& axis : axes) shape.push_back(axis.size);
    file_.dataset(path(name), shape, numbers);
    if (!unit.empty()) file_.attribute(path(name), "units", unit);
    for (std::size_t i = 0; i < axes.size(); ++i)
      file_.attach_scale(path(name), static_cast<int>(i), path(scale_of(axes[i])));
  }

  void attribute(const std::string& name, const std::string& attribute, const Hdf5Attribute& value) {
    file_.attribute(path(name), attribute, value);
  }

  // Makes viewers draw this array over its axes, unless they already draw another one of the group.
  void plot(const std::string& name, const std::vector<Axis>& axes) {
    if (std::exchange(is_plotted_, true)) return;
    std::vector<std::string> scales;
    for (const Axis& axis : axes) scales.push_back(scale_of(axis));
    file_.plot(group_, name, scales);
  }

 private:
  std::string path(const std::string& name) const { return group_ + "/" + name; }

  // Returns the name of the scale of an axis. Axes of one name but different sizes have different scales.
  std::string scale_of(const Axis& axis) {
    const auto there = sizes_.find(axis.name);
    const bool fits = there == sizes_.end() || there->second == axis.size;
    const std::string name = fits ? axis.name : fmt::format("{}_of_{}", axis.name, axis.size);
    if (!sizes_.contains(name)) {
      std::vector<double> count(axis.size);
      std::iota(count.begin(), count.end(), axis.first);
      scale(name, count, "");
    }
    return name;
  }

  Hdf5Writer& file_;
  std::string group_;
  std::map<std::string, std::size_t> sizes_;  // of each scale
  bool is_plotted_ = false;
};

// Returns the names of a list of entries: "loss errors exact". HDF5 lists the names in a group alphabetically, so their
// order is kept in an attribute.
template <class Entry>
std::string joined_names(const std::vector<Entry>& entries) {
  std::string names;
  for (const Entry& entry : entries) append_item(names, entry.name, " ");
  return names;
}

// Writes numbers as attributes of a group, in their order.
void write_numbers(Hdf5Writer& file, const std::string& group,
                   const std::vector<std::pair<std::string, double>>& numbers) {
  file.group(group);
  std::string order;
  for (const auto& [name, number] : numbers) {
    file.attribute(group, name, number);
    append_item(order, name, " ");
  }
  file.attribute(group, "order", order);
}

Hdf5Attribute attribute_of(const NamedText& entry) {
  if (!entry.is_number) return entry.text;
  if (const auto integer = parse_number<std::int64_t>(entry.text)) return *integer;
  if (const auto number = parse_number<double>(entry.text)) return *number;
  return entry.text;
}

// Writes texts as attributes of a group, in their order; those that are numbers as numbers.
void write_texts(Hdf5Writer& file, const std::string& group, const NamedTexts& texts) {
  file.group(group);
  for (const NamedText& entry : texts) file.attribute(group, entry.name, attribute_of(entry));
  file.attribute(group, "order", joined_names(texts));
}

// Writes the names of builds, one a line, and their commits.
void write_builds(Hdf5Writer& file, const std::vector<RunRecord::Build>& builds) {
  std::string names, commits;
  for (const RunRecord::Build& build : builds) {
    append_item(names, build.name, "\n");
    append_item(commits, build.commit, "\n");
  }
  file.attribute("/", "builds", names);
  file.attribute("/", "build_commits", commits);
}

void write_sweeps(Hdf5Writer& file, const std::string& group, const RunRecord::Sweeps& sweeps, bool is_final) {
  GroupWriter writer(file, group);
  writer.scale("length", sweeps.lengths, "length of the task");
  if (!is_final) writer.scale("sequences", sweeps.sequences, "training sequences seen");
  for (const RunRecord::Column& metric : sweeps.metrics) {
    std::vector<GroupWriter::Axis> axes = {{"length", sweeps.lengths.size()}};
    if (!is_final) axes.insert(axes.begin(), {"sequences", sweeps.sequences.size()});
    writer.array<double>(metric.name, axes, metric.values, metric.unit);
  }
  if (is_final) file.attribute(group, "sequences", sweeps.sequences.front());
  file.plot(group, "errors",
            is_final ? std::vector<std::string>{"length"} : std::vector<std::string>{"sequences", "length"});
}

std::string joined(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

// Writes columns whose rows ("head") are an axis; the names of the rows stand in an attribute ("heads").
void write_columns(Hdf5Writer& file, const std::string& group, const RunRecord::NamedColumns& table,
                   const std::string& row, const std::string& plotted) {
  GroupWriter writer(file, group);
  for (const RunRecord::Column& column : table.columns)
    writer.array<double>(column.name, {{row, table.names.size()}}, column.values, column.unit);
  file.attribute(group, row + "s", joined(table.names));
  file.attribute(group, "order", joined_names(table.columns));
  writer.plot(plotted, {{row, table.names.size()}});
}

void write_attention(Hdf5Writer& file, const RunRecord::HeadColumns& attention) {
  if (attention.names.empty()) return;
  write_columns(file, kAttention, attention, "head", "effective_slots");
  std::vector<std::string> kinds;
  for (const TracedKind kind : attention.kinds) kinds.push_back(word_of(kind));
  file.attribute(kAttention, "kinds", joined(kinds));
}

// Whether viewers draw a value of this role; of several values of a head, they draw the first.
bool is_plotted(TracedRole role) {
  return role == TracedRole::weighting || role == TracedRole::output || role == TracedRole::state;
}

// Writes an image by rows.
void write_image(GroupWriter& writer, const Matrix& image) {
  std::vector<Scalar> by_rows;
  for (int y = 0; y < image.rows(); ++y)
    for (int x = 0; x < image.cols(); ++x) by_rows.push_back(image(y, x));
  writer.array<Scalar>("image",
                       {{"pixel_down", static_cast<std::size_t>(image.rows())},
                        {"pixel_across", static_cast<std::size_t>(image.cols())}},
                       by_rows);
}

void write_trace(Hdf5Writer& file, const std::string& group, const RunRecord::Trace& trace) {
  std::map<std::string, GroupWriter> groups;
  std::vector<std::string> paths;
  for (const RunRecord::Trace::Panel& panel : trace.panels) {
    const std::string path = panel.head.empty() ? group : group + "/" + panel.head;
    GroupWriter& writer = groups.try_emplace(path, file, path).first->second;
    const auto rows = static_cast<std::size_t>(panel.numbers.rows());
    const std::string across = panel.role == TracedRole::self_attention ? word_of(panel.axis) : "step";
    std::vector<GroupWriter::Axis> axes = {{across, static_cast<std::size_t>(panel.numbers.cols())}};
    if (panel.axis != TracedAxis::single)
      axes.push_back({word_of(panel.axis), rows, static_cast<double>(first_index(panel.axis, panel.numbers.rows()))});
    // A matrix [numbers, T] by columns is an array [T, numbers] by rows.
    writer.array<Scalar>(panel.name, axes, panel.numbers.numbers());
    writer.attribute(panel.name, "head", panel.head);
    writer.attribute(panel.name, "kind", word_of(panel.kind));
    writer.attribute(panel.name, "role", word_of(panel.role));
    writer.attribute(panel.name, "axis", word_of(panel.axis));
    if (panel.across > 0) writer.attribute(panel.name, "across", panel.across);
    if (is_plotted(panel.role)) writer.plot(panel.name, axes);
    paths.push_back(panel.path());
  }
  file.attribute(group, "order", joined(paths));
  if (trace.image.size() > 0) write_image(groups.try_emplace(group, file, group).first->second, trace.image);
  for (const auto& [name, text] :
       {std::pair("story", &trace.story), std::pair("source", &trace.source), std::pair("target", &trace.target)})
    if (!text->empty()) file.text(fmt::format("{}/{}", group, name), *text);
}

void write_traces(Hdf5Writer& file, const std::string& group, const std::vector<RunRecord::Trace>& traces) {
  file.group(group);
  for (std::size_t i = 0; i < traces.size(); ++i) write_trace(file, fmt::format("{}/{}", group, i), traces[i]);
}

void write_snapshots(Hdf5Writer& file, const std::vector<RunRecord::Snapshot>& snapshots) {
  if (snapshots.empty()) return;
  std::vector<double> sequences;
  for (const RunRecord::Snapshot& snapshot : snapshots) sequences.push_back(snapshot.sequences);
  GroupWriter(file, kSnapshots).scale("sequences", sequences, "training sequences seen");
  for (std::size_t k = 0; k < snapshots.size(); ++k)
    write_traces(file, fmt::format("{}/{}", kSnapshots, k), snapshots[k].traces);
}

void write_values(Hdf5Writer& file, const std::string& group, const std::vector<RunRecord::Values>& list) {
  file.group(group);
  std::map<std::string, GroupWriter> groups;
  for (const RunRecord::Values& values : list) {
    const auto [below, name] = split_name(values.name);
    const std::string path = below.empty() ? group : group + "/" + below;
    GroupWriter& writer = groups.try_emplace(path, file, path).first->second;
    const auto rows = static_cast<std::size_t>(values.rows), cols = static_cast<std::size_t>(values.cols);
    std::vector<GroupWriter::Axis> axes = {{name + "_row", rows}};
    if (cols > 1) axes.push_back({name + "_column", cols});
    std::vector<Scalar> by_rows(values.numbers.size());
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t c = 0; c < cols; ++c) by_rows[r * cols + c] = values.numbers[c * rows + r];
    writer.array<Scalar>(name, axes, by_rows);
  }
}

std::vector<std::byte> image_of(const RunRecord& record, Packing packing) {
  Hdf5Writer file(packing);
  file.attribute("/", "format", kFormat);
  file.attribute("/", "format_version", kVersion);
  file.attribute("/", "name", record.name);
  file.attribute("/", "identity", record.identity);
  file.attribute("/", "data", record.data);
  write_builds(file, record.builds);
  file.attribute("/", "status", record.status);
  file.attribute("/", "message", record.message);

  write_texts(file, kConfig, record.options);
  file.text(std::string(kConfig) + "/given", record.config_given);
  file.text(std::string(kConfig) + "/resolved", record.config);
  write_texts(file, kProvenance, record.provenance);
  write_texts(file, kTiming, record.timing);
  write_numbers(file, kTask, record.task);
  if (!record.cost.empty()) write_numbers(file, kCost, record.cost);

  GroupWriter train(file, kTrain);
  train.scale(record.train.front().name, record.train.front().values, record.train.front().unit);
  for (const RunRecord::Column& column : std::span(record.train).subspan(1))
    train.array<double>(column.name, {{record.train.front().name, column.values.size()}}, column.values, column.unit);
  file.attribute(kTrain, "order", joined_names(record.train));
  file.plot(kTrain, "loss", {record.train.front().name});
  file.set_default_plot(kTrain);

  write_sweeps(file, kEvaluation, record.evaluation, false);
  file.attribute(kEvaluation, "order", joined_names(record.evaluation.metrics));
  if (!record.final_sweep.sequences.empty()) {
    write_sweeps(file, kSweep, record.final_sweep, true);
    file.attribute(kSweep, "order", joined_names(record.final_sweep.metrics));
  }
  write_attention(file, record.attention);
  // Answers in bits have no error rate, but a fraction of exact ones; either is the second column.
  if (!record.questions.names.empty() && record.questions.columns.size() > 1)
    write_columns(file, kQuestions, record.questions, "part", record.questions.columns[1].name);
  if (!record.parts.names.empty()) write_columns(file, kParts, record.parts, "part", "exact");
  write_traces(file, kTrace, record.traces);
  for (const auto& [name, words] : {std::pair(kWords, &record.words), std::pair(kSourceWords, &record.source_words)})
    if (!words->empty()) file.text(fmt::format("{}/{}", kTrace, name), fmt::format("{}\n", fmt::join(*words, "\n")));
  write_snapshots(file, record.snapshots);
  write_values(file, kParameters, record.parameters);
  file.attribute(kParameters, "order", joined_names(record.parameters));
  write_values(file, kOptimizer, record.optimizer);
  file.attribute(kOptimizer, "order", joined_names(record.optimizer));
  write_numbers(file, kCounters, record.counters);
  std::vector<std::byte> image = file.image();
  // Numbers that are nearly all equal are compressed so well that a reader would refuse the file as a bomb.
  const bool is_readable = 2 * file.content() <= most_content(image.size());
  return is_readable || packing == Packing::uncompressed ? image : image_of(record, Packing::uncompressed);
}

}  // namespace

void write_run_file(const std::filesystem::path& path, const RunRecord& record) {
  write_file_atomically(path, image_of(record, Packing::compressed));
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
