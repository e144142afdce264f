#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "memnet/base/error.hpp"
#include "memnet/io/hdf5.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/io/run_file_layout.hpp"
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
  Reading(const Hdf5Reader& file, std::string name) : file_(file), name_(std::move(name)) {}

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

  RunRecord::Sweeps sweeps(const std::string& group, bool one_moment) const {
    RunRecord::Sweeps sweeps;
    sweeps.lengths = numbers<double>(group + "/length");
    sweeps.sequences =
        one_moment ? std::vector{file_.attribute_number(group, "sequences")} : numbers<double>(group + "/sequences");
    for (const std::string& name : order(group)) {
      sweeps.metrics.push_back(column(group, name));
      if (sweeps.metrics.back().values.size() != sweeps.lengths.size() * sweeps.sequences.size())
        refuse(fmt::format("{}/{} has not one number for each moment and length", group, name));
    }
    return sweeps;
  }

  RunRecord::Figures figures(const std::string& group, const std::string& axis) const {
    RunRecord::Figures figures;
    if (!file_.exists(group)) return figures;
    figures.of = names(group, axis + "s");
    for (const std::string& name : order(group)) {
      figures.figures.push_back(column(group, name));
      if (figures.figures.back().values.size() != figures.of.size())
        refuse(fmt::format("{}/{} has not one number for each {}", group, name, axis));
    }
    return figures;
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

  RunRecord::Trace trace(const std::string& group) const {
    RunRecord::Trace trace;
    const std::vector<std::string> panels = order(group), axes = names(group, "row_axes");
    if (axes.size() != panels.size()) refuse(fmt::format("{} has not one axis for each panel", group));
    for (const std::string& name : panels) {
      Hdf5Shape shape;
      const std::vector<Scalar> by_rows = numbers<Scalar>(group + "/" + name, &shape);
      if (shape.empty() || shape.size() > 2) refuse(fmt::format("{}/{} has not one or two axes", group, name));
      traced_ += by_rows.size();
      if (traced_ > kMostTraced) refuse("its traces are too large");
      const int steps = static_cast<int>(shape[0]), rows = shape.size() == 2 ? static_cast<int>(shape[1]) : 1;
      const std::string& axis = axes[trace.panels.size()];
      trace.panels.push_back({name, axis == kNoAxis ? "" : axis, Matrix(rows, steps)});
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
  mutable std::size_t traced_ = 0;  // numbers so far
};

// All but provenance, the training series, traces, parameters and the optimiser's memory.
RunRecord read_small_parts(const Hdf5Reader& file, const Reading& reading) {
  if (!file.has_attribute("/", "format") || file.attribute_text("/", "format") != kFormat)
    reading.refuse("this HDF5 file was not written by memnet");
  if (const std::int64_t version = file.attribute_integer("/", "format_version"); version != kVersion)
    reading.refuse(fmt::format("its format has version {}, this program reads version {}", version, kVersion));
  RunRecord record;
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
  record.attention = reading.figures(kAttention, "head");
  record.questions = reading.figures(kQuestions, "part");
  record.counters = reading.named_numbers(kCounters);
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
