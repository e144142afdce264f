#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include "memnet/base/error.hpp"
#include "memnet/io/hdf5.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/io/run_file_layout.hpp"
#include "memnet/io/run_file_version3.hpp"
#include "memnet/io/untrusted.hpp"
#include "memnet/os/atomic_file.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

using namespace run_file;

namespace {

constexpr std::size_t kMostText = std::size_t{1} << 20;     // bytes of a config
constexpr std::size_t kMostWords = std::size_t{1} << 25;    // bytes of a vocabulary
constexpr std::size_t kMostTraced = std::size_t{1} << 26;   // numbers in all traces
constexpr std::size_t kMostNumbers = std::size_t{1} << 31;  // in one array

class Reading {
 public:
  // Requires a run file of a version that is read here; any other is an Error.
  Reading(const Hdf5Reader& file, std::string name) : file_(file), name_(std::move(name)) {
    if (!file.has_attribute("/", "format") || file.attribute_text("/", "format") != kFormat)
      refuse("this HDF5 file was not written by memnet");
    version_ = file.has_text_attribute("/", "format_version")
                   ? file.attribute_text("/", "format_version")
                   : fmt::format("{}", file.attribute_integer("/", "format_version"));
    is_version3_ = version_ == kVersion3;
    if (!is_version3_ && version_ != kVersion)
      refuse(fmt::format("its format has version {}, this program reads versions {} and {}", version_, kVersion3,
                         kVersion));
  }

  const std::string& version() const { return version_; }

  [[noreturn]] void refuse(const std::string& what) const {
    fail(ErrorKind::data, "{}: {}; expected a run file of memnet", name_, what);
  }

  template <class Number>
  std::vector<Number> numbers(const std::string& path, Hdf5Shape* shape = nullptr) const {
    const Hdf5Shape present = file_.shape(path);
    std::size_t count = 1;
    for (const std::size_t axis : present) {
      if (axis != 0 && count > kMostNumbers / axis) refuse(fmt::format("{} is too large", path));
      count *= axis;
    }
    std::vector<Number> read(count);
    file_.read(path, present, read);
    if (shape != nullptr) *shape = present;
    return read;
  }

  RunRecord::Column column(const std::string& group, const std::string& name) const {
    const std::string path = group + "/" + name;
    return {name, file_.has_attribute(path, "units") ? file_.attribute_text(path, "units") : "", numbers<double>(path)};
  }

  RunRecord::Sweeps sweeps(const std::string& group, bool is_final) const {
    RunRecord::Sweeps sweeps;
    sweeps.lengths = numbers<double>(group + "/length");
    sweeps.sequences =
        is_final ? std::vector{file_.attribute_number(group, "sequences")} : numbers<double>(group + "/sequences");
    for (const std::string& name : order(group)) {
      sweeps.metrics.push_back(column(group, name));
      if (sweeps.metrics.back().values.size() != sweeps.lengths.size() * sweeps.sequences.size())
        refuse(fmt::format("{}/{} has not one number for each moment and length", group, name));
    }
    return sweeps;
  }

  void columns(const std::string& group, const std::string& row, RunRecord::NamedColumns& table) const {
    if (!file_.exists(group)) return;
    table.names = names(group, row + "s");
    for (const std::string& name : order(group)) {
      table.columns.push_back(column(group, name));
      if (table.columns.back().values.size() != table.names.size())
        refuse(fmt::format("{}/{} has not one number for each {}", group, name, row));
    }
  }

  RunRecord::HeadColumns attention() const {
    RunRecord::HeadColumns attention;
    columns(kAttention, "head", attention);
    if (attention.names.empty()) return attention;
    if (is_version3_) {
      for (const std::string& head : attention.names) attention.kinds.push_back(version3::kind_of(head));
      return attention;
    }
    for (const std::string& kind : names(kAttention, "kinds"))
      attention.kinds.push_back(known<TracedKind>(kind, kAttention, "kinds"));
    if (attention.kinds.size() != attention.names.size()) refuse("/attention has not one kind for each head");
    return attention;
  }

  std::vector<std::pair<std::string, double>> named_numbers(const std::string& group) const {
    std::vector<std::pair<std::string, double>> list;
    for (const std::string& name : order(group)) list.emplace_back(name, file_.attribute_number(group, name));
    return list;
  }

  TextPairs pairs(const std::string& group) const {
    TextPairs pairs;
    for (const std::string& name : order(group)) pairs.emplace_back(name, file_.attribute_text(group, name));
    return pairs;
  }

  // The names that a group was written with, in that order.
  std::vector<std::string> order(const std::string& group) const { return names(group, "order"); }

  // The words of an attribute.
  std::vector<std::string> names(const std::string& group, const std::string& attribute) const {
    const std::string list = file_.attribute_text(group, attribute);
    std::vector<std::string> names;
    for (std::size_t from = 0; from < list.size();) {
      const std::size_t to = std::min(list.find(' ', from), list.size());
      names.push_back(list.substr(from, to - from));
      from = to + 1;
    }
    return names;
  }

  std::vector<RunRecord::Values> values(const std::string& group) const {
    std::vector<RunRecord::Values> list;
    for (const std::string& name : order(group)) {
      Hdf5Shape shape;
      const std::vector<Scalar> by_rows = numbers<Scalar>(group + "/" + name, &shape);
      if (shape.empty() || shape.size() > 2) refuse(fmt::format("{}/{} is no matrix", group, name));
      const std::size_t rows = shape[0], cols = shape.size() == 2 ? shape[1] : 1;
      RunRecord::Values values{name, static_cast<int>(rows), static_cast<int>(cols),
                               std::vector<Scalar>(by_rows.size())};
      for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < cols; ++c) values.numbers[c * rows + r] = by_rows[r * cols + c];
      list.push_back(std::move(values));
    }
    return list;
  }

  // The value of a word in an attribute.
  template <class Term>
  Term known(const std::string& word, const std::string& path, const std::string& attribute) const {
    const std::optional<Term> term = term_of<Term>(word);
    if (!term) refuse(fmt::format("{} attribute {} is '{}', which this program does not know", path, attribute, word));
    return *term;
  }

  template <class Term>
  Term known(const std::string& path, const std::string& attribute) const {
    return known<Term>(file_.attribute_text(path, attribute), path, attribute);
  }

  TraceLabel label(const std::string& group, const std::string& panel) const {
    const std::string path = group + "/" + panel;
    const TraceLabel label{.head = file_.attribute_text(path, "head"),
                           .name = panel.substr(panel.rfind('/') + 1),
                           .kind = known<TracedKind>(path, "kind"),
                           .role = known<TracedRole>(path, "role"),
                           .axis = known<TracedAxis>(path, "axis")};
    if (label.path() != panel) refuse(fmt::format("{} attribute head is '{}'", path, label.head));
    return label;
  }

  RunRecord::Trace trace(const std::string& group) const {
    RunRecord::Trace trace;
    const std::vector<std::string> panels = order(group);
    std::vector<TraceLabel> labels;
    if (is_version3_)
      labels = version3::labels_of(panels, names(group, "row_axes"));
    else
      for (const std::string& panel : panels) labels.push_back(label(group, panel));
    if (labels.size() != panels.size()) refuse(fmt::format("{} has not one axis for each panel", group));
    for (std::size_t i = 0; i < panels.size(); ++i) {
      const std::string path = group + "/" + panels[i];
      Hdf5Shape shape;
      const std::vector<Scalar> by_rows = numbers<Scalar>(path, &shape);
      if (shape.empty() || shape.size() > 2) refuse(fmt::format("{} has not one or two axes", path));
      traced_ += by_rows.size();
      if (traced_ > kMostTraced) refuse("its traces are too large");
      const int steps = static_cast<int>(shape[0]), rows = shape.size() == 2 ? static_cast<int>(shape[1]) : 1;
      trace.panels.push_back({std::move(labels[i]), Matrix(rows, steps)});
      std::ranges::copy(by_rows, trace.panels.back().numbers.numbers().begin());
    }
    if (file_.exists(group + "/story")) trace.story = file_.text(group + "/story", kMostText);
    return trace;
  }

  std::vector<RunRecord::Trace> traces(const std::string& group) const {
    std::vector<RunRecord::Trace> traces;
    for (std::string next = group + "/0"; file_.exists(next); next = fmt::format("{}/{}", group, traces.size()))
      traces.push_back(trace(next));
    return traces;
  }

  std::vector<RunRecord::Snapshot> snapshots() const {
    std::vector<RunRecord::Snapshot> snapshots;
    if (!file_.exists(kSnapshots)) return snapshots;
    for (const double sequences : numbers<double>(fmt::format("{}/sequences", kSnapshots))) {
      const std::string group = fmt::format("{}/{}", kSnapshots, snapshots.size());
      const double before = snapshots.empty() ? -1 : snapshots.back().sequences;
      if (!(sequences > before) || !file_.exists(group)) refuse(fmt::format("{} is not the next snapshot", group));
      snapshots.push_back({sequences, traces(group)});
    }
    return snapshots;
  }

  std::vector<std::string> words() const {
    std::vector<std::string> words;
    const std::string place = fmt::format("{}/words", kTrace);
    if (!file_.exists(place)) return words;
    std::istringstream lines(file_.text(place, kMostWords));
    for (std::string word; std::getline(lines, word);) words.push_back(word);
    return words;
  }

 private:
  const Hdf5Reader& file_;
  std::string name_;
  std::string version_;
  bool is_version3_ = false;
  mutable std::size_t traced_ = 0;  // numbers so far
};

// All but provenance, the training series, traces, parameters and the optimiser's memory.
RunRecord read_small_parts(const Hdf5Reader& file, const Reading& reading) {
  RunRecord record;
  record.format_version = reading.version();
  record.name = file.attribute_text("/", "name");
  record.status = file.attribute_text("/", "status");
  record.message = file.attribute_text("/", "message");
  record.config_given = file.text(std::string(kConfig) + "/given", kMostText);
  record.config = file.text(std::string(kConfig) + "/resolved", kMostText);
  record.options = reading.pairs(kConfig);
  record.timing = reading.pairs(kTiming);
  if (file.exists(kCost)) record.cost = reading.named_numbers(kCost);
  record.evaluation = reading.sweeps(kEvaluation, false);
  if (file.exists(kSweep)) record.final_sweep = reading.sweeps(kSweep, true);
  record.attention = reading.attention();
  reading.columns(kQuestions, "part", record.questions);
  record.counters = reading.named_numbers(kCounters);
  if (record.format_version == kVersion3) version3::rename_options(record);
  return record;
}

}  // namespace

RunRecord read_run_file(const std::filesystem::path& path) {
  const std::vector<std::byte> bytes = read_file(path);
  validate_untrusted(bytes, path.string());
  const Hdf5Reader file(bytes, path.string());
  const Reading reading(file, path.string());
  RunRecord record = read_small_parts(file, reading);
  record.provenance = reading.pairs(kProvenance);
  for (const std::string& name : reading.order(kTrain)) record.train.push_back(reading.column(kTrain, name));
  if (record.train.empty()) reading.refuse("its training series has no columns");
  record.traces = reading.traces(kTrace);
  record.words = reading.words();
  record.snapshots = reading.snapshots();
  record.parameters = reading.values(kParameters);
  record.optimizer = reading.values(kOptimizer);
  return record;
}

RunRecord read_run_card(const std::filesystem::path& path) {
  const std::vector<std::byte> bytes = read_file(path);
  const Hdf5Reader file(bytes, path.string(), {kTrain, kTrace, kSnapshots, kParameters, kOptimizer});
  return read_small_parts(file, Reading(file, path.string()));
}

RunRecord read_run_traces(const std::filesystem::path& path) {
  const std::vector<std::byte> bytes = read_file(path);
  const Hdf5Reader file(bytes, path.string(), {kTrain, kSnapshots, kParameters, kOptimizer});
  const Reading reading(file, path.string());
  RunRecord record = read_small_parts(file, reading);
  record.traces = reading.traces(kTrace);
  record.words = reading.words();
  return record;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
