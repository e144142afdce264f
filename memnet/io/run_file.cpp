#include "memnet/io/run_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "memnet/core/error.hpp"
#include "memnet/io/atomic_file.hpp"
#include "memnet/io/hdf5.hpp"
#include "memnet/io/untrusted.hpp"

namespace memnet::inline MEMNET_PRECISION {
namespace {

constexpr const char* kFormat = "memnet-run";
constexpr std::int64_t kVersion = 1;
constexpr std::size_t kMostText = std::size_t{1} << 20;      // bytes of a config
constexpr std::size_t kMostNumbers = std::size_t{1} << 31;   // in one array

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
  for (const auto& [name, value] : pairs) file.attribute(group, name, value);
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
  file.plot(group, "bit_errors", one_moment ? std::vector<std::string>{"length"} : std::vector<std::string>{"sequences", "length"});
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
    sheet.array<Scalar>(name, axes, panel.numbers.numbers());
  }
  for (auto& [place, sheet] : sheets) {
    const bool head = file_has_weighting(trace, place.substr(std::min(place.size(), group.size() + 1)));
    file.plot(place, head ? "weighting" : "outputs", {"step", head ? "slot" : "bit"});
  }
}

}  // namespace
}  // namespace memnet::inline MEMNET_PRECISION
