#include "program/comparison/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <sstream>
#include <string_view>

#include "memnet/base/error.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/experiment/experiment.hpp"
#include "program/records/scheme_name.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

constexpr std::string_view kFile = "plan.ini";
constexpr std::string_view kFirstLine =
    "# A plan of memnet compare, written once. Its id is a hash of all that follows it; a changed plan is refused.\n";
constexpr std::string_view kSpace = " = ";
constexpr std::size_t kTaskAndScheme = 3;  // axes: task, model, model.addressing

std::string hash_of(std::string_view text) {
  std::uint64_t h = 14695981039346656037ull;  // FNV-1a
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return fmt::format("{:016x}", h);
}

// What is the same in every cell is written once.
std::map<std::string, std::string> common_options(const std::vector<PlannedRun>& cells) {
  std::map<std::string, std::string> common = cells.front().options;
  for (const PlannedRun& cell : cells)
    std::erase_if(common, [&](const auto& option) {
      const auto found = cell.options.find(option.first);
      return found == cell.options.end() || found->second != option.second;
    });
  return common;
}

std::string body_of(const Plan& plan) {
  std::string text = fmt::format("axes = {}\n\n# of every cell\n[all]\n", fmt::join(plan.axes, ", "));
  const std::map<std::string, std::string> common = common_options(plan.cells);
  for (const auto& [name, value] : common) text += fmt::format("{}{}{}\n", name, kSpace, value);
  for (const PlannedRun& cell : plan.cells) {
    text += fmt::format("\n[{}]\n", cell.run);
    for (const auto& [name, value] : cell.options)
      if (!common.contains(name)) text += fmt::format("{}{}{}\n", name, kSpace, value);
  }
  return text;
}

std::string text_of(const Plan& plan) { return fmt::format("{}id = {}\n{}", kFirstLine, plan.id, body_of(plan)); }

std::filesystem::path file_of(const std::filesystem::path& place) {
  return std::filesystem::is_directory(place) ? place / kFile : place;
}

// The axes that task and scheme do not tell.
std::vector<std::string> other_axes(const Plan& plan) {
  std::vector<std::string> others(plan.axes.begin() + kTaskAndScheme, plan.axes.end());
  std::erase(others, "model.write_addressing");
  return others;
}

std::string_view last_part(std::string_view option) { return option.substr(option.rfind('.') + 1); }

std::string read_text(const std::filesystem::path& file) {
  const std::vector<std::byte> bytes = read_file(file);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::string PlannedRun::value(const std::string& option) const {
  const auto found = options.find(option);
  return found == options.end() ? "" : found->second;
}

std::string PlannedRun::scheme() const {
  return scheme_name([this](const std::string& option) { return value(option); });
}

std::vector<std::string> Plan::axis_names() const {
  std::vector<std::string> names = {"task", "scheme"};
  const std::vector<std::string> others = other_axes(*this);
  for (const std::string& axis : others) {
    const bool alone = std::ranges::count(others, last_part(axis), last_part) == 1;
    names.emplace_back(alone ? last_part(axis) : axis);
  }
  return names;
}

std::vector<std::string> Plan::place(const PlannedRun& cell) const {
  std::vector<std::string> place = {cell.value("task"), cell.scheme()};
  for (const std::string& axis : other_axes(*this)) place.push_back(cell.value(axis));
  return place;
}

std::string Plan::describe(const PlannedRun& cell) const {
  std::string text;
  for (const std::string& value : place(cell)) text += value.empty() ? "" : value + " ";
  return printable(text + "s" + cell.value("seed"));
}

std::vector<Setting> PlannedRun::settings(const std::string& origin) const {
  std::vector<Setting> settings;
  for (const auto& [name, value] : options) settings.push_back({name, value, origin});
  return settings;
}

Plan make_plan(const std::string& name, std::vector<std::string> axes, std::vector<PlannedRun> cells) {
  Plan plan{.name = "", .id = "", .axes = std::move(axes), .cells = std::move(cells)};
  plan.id = hash_of(body_of(plan));
  plan.name = fmt::format("{}-{}", name, plan.id.substr(0, 8));
  return plan;
}

bool is_plan(const std::filesystem::path& place) {
  if (std::filesystem::is_directory(place)) return std::filesystem::exists(place / kFile);
  return place.filename() == kFile && std::filesystem::exists(place);
}

std::filesystem::path plan_folder(const std::filesystem::path& place) {
  return std::filesystem::canonical(file_of(place)).parent_path();
}

Plan read_plan(const std::filesystem::path& place) {
  const std::filesystem::path file = file_of(place);
  const std::string text = read_text(file);
  const std::size_t id_end = text.find('\n', kFirstLine.size());
  const std::string_view kId = "id = ";
  Plan plan;
  if (text.starts_with(kFirstLine) && id_end != text.npos && text.compare(kFirstLine.size(), kId.size(), kId) == 0)
    plan.id = text.substr(kFirstLine.size() + kId.size(), id_end - kFirstLine.size() - kId.size());
  if (plan.id.empty() || hash_of(std::string_view(text).substr(id_end + 1)) != plan.id)
    fail(ErrorKind::data,
         "{}: this plan is not as memnet compare wrote it; remove it, and give the command that made it "
         "again (finished runs are kept)",
         file.string());
  plan.name = plan_folder(file).filename();

  // From here on the text is one that body_of() made.
  std::map<std::string, std::string> common;
  std::map<std::string, std::string>* options = nullptr;
  std::istringstream lines(text.substr(id_end + 1));
  for (std::string line; std::getline(lines, line);) {
    if (line == "[all]") {
      options = &common;
    } else if (line.starts_with('[')) {
      plan.cells.push_back({line.substr(1, line.size() - 2), common});
      options = &plan.cells.back().options;
    } else if (const std::size_t equals = line.find(kSpace); equals != line.npos) {
      const std::string name = line.substr(0, equals), value = line.substr(equals + kSpace.size());
      if (options != nullptr) {
        (*options)[name] = value;
        continue;
      }
      std::istringstream names(value);
      for (std::string axis; std::getline(names >> std::ws, axis, ',');) plan.axes.push_back(axis);
    }
  }
  if (plan.axes.size() < kTaskAndScheme || plan.cells.empty())
    fail(ErrorKind::data, "{}: a plan without cells, or without axes; expected one of memnet compare", file.string());
  return plan;
}

void check_plan(const Plan& plan) {
  for (const PlannedRun& cell : plan.cells) {
    std::string name;
    try {
      name = Experiment(cell.settings(plan.name)).name();
    } catch (const Error& error) {
      fail(ErrorKind::data, "{}; the plan is from another version of memnet", printable(error.what()));
    }
    if (name != cell.run)
      fail(ErrorKind::data, "{}: {} would be called {} here; the plan is from another version of memnet", plan.name,
           printable(cell.run), name);
  }
}

void keep_plan(const Plan& plan, const std::filesystem::path& out) {
  const std::filesystem::path folder = out / plan.name;
  create_directory_exclusively(folder);
  const std::string text = text_of(plan);
  if (!std::filesystem::exists(folder / kFile)) write_file_atomically(folder / kFile, std::as_bytes(std::span(text)));
  if (read_plan(folder).id != plan.id)
    fail(ErrorKind::data, "{}: this is another plan; remove it, or choose another --out", (folder / kFile).string());
}

}  // namespace memnet
