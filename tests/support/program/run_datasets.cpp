#include "tests/support/program/run_datasets.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "tests/support/program/run_contents.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

}  // namespace

Numbers dataset_of(const fs::path& run, const std::string& path, Hdf5Shape* shape) {
  const std::vector<std::byte> bytes = bytes_of(run / "run.h5");
  const Hdf5Reader file(bytes, run.string());
  const Hdf5Shape present = file.shape(path);
  std::size_t size = 1;
  for (const std::size_t axis : present) size *= axis;
  if (shape != nullptr) *shape = present;
  if (path.starts_with("/trace") || (path.starts_with("/snapshots") && path != "/snapshots/sequences")) {
    std::vector<float> numbers(size);
    file.read(path, present, std::span(numbers));
    return {numbers.begin(), numbers.end()};
  }
  Numbers numbers(size);
  file.read(path, present, std::span(numbers));
  return numbers;
}

double attribute_of(const fs::path& run, const std::string& group, const std::string& name) {
  const std::vector<std::byte> bytes = bytes_of(run / "run.h5");
  const Hdf5Reader file(bytes, run.string());
  return file.attribute_number(group, name);
}

double count_bits(const fs::path& run, const std::string& trace, bool wrong) {
  const Numbers targets = dataset_of(run, trace + "/targets"), outputs = dataset_of(run, trace + "/outputs"),
                mask = dataset_of(run, trace + "/mask");
  double count = 0;
  for (std::size_t i = 0; i < targets.size(); ++i)
    if (mask[i / (targets.size() / mask.size())] != 0 && (!wrong || (targets[i] > 0.5) != (outputs[i] > 0.5))) ++count;
  return count;
}

ShownPanel panel_of(const fs::path& run, const std::string& path) {
  const std::size_t episode =
      path.find('/', path.starts_with("/trace") ? 1 : 11);  // "/trace/0/...", "/snapshots/2/0/..."
  const std::string trace = path.substr(0, path.find('/', episode + 1)), name = path.substr(trace.size() + 1);
  Hdf5Shape shape;
  ShownPanel panel{name, 1, 0, dataset_of(run, trace + "/" + (name == "errors" ? "outputs" : name), &shape)};
  if (shape.size() == 2) panel.rows = static_cast<int>(shape[1]);
  if (name.ends_with("/shift")) panel.first = -panel.rows / 2;
  if (name != "errors" && name != "outputs" && name != "targets") return panel;
  const Numbers mask = dataset_of(run, trace + "/mask"), targets = dataset_of(run, trace + "/targets");
  for (std::size_t i = 0; i < panel.numbers.size(); ++i) {
    if (name == "errors") panel.numbers[i] -= targets[i];
    if (mask[i / (panel.numbers.size() / mask.size())] == 0) panel.numbers[i] = std::nan("");
  }
  return panel;
}

double property_of_panel(const fs::path& run, const std::string& panel, const std::string& property) {
  if (property == "rows") return panel_of(run, panel).rows;
  const std::string episode = panel.substr(panel.find('/', panel.starts_with("/trace") ? 1 : 11));
  const std::vector<std::byte> bytes = bytes_of(run / "run.h5");
  const Hdf5Reader file(bytes, run.string());
  std::vector<std::string> snapshots = {"/trace"};
  for (std::string next = "/snapshots/0"; file.exists(next);
       next = "/snapshots/" + std::to_string(snapshots.size() - 1))
    snapshots.push_back(next);
  double largest = 1;
  for (const std::string& snapshot : snapshots)
    for (const double number : panel_of(run, snapshot + episode).numbers)
      if (std::isfinite(number)) largest = std::max(largest, std::abs(number));
  return largest;
}

}  // namespace memnet
