#include "program/comparison/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string_view>

#include "memnet/base/digest.hpp"
#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/experiment/experiment.hpp"
#include "program/records/record.hpp"
#include "program/records/scheme_name.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

// The words of plan.ini ("cell" is a run) are part of the id of every plan, so they stay as they are.
constexpr std::string_view kFirstLine =
    "# A plan of memnet compare, written once. Its id is a hash of all that follows it; a changed plan is refused.\n";
constexpr const char* kAllRuns = "# of every cell\n[all]\n";
constexpr std::string_view kIdStart = "id = ";
constexpr std::string_view kEquals = " = ";
constexpr std::string_view kAxes = "axes", kTuned = "tuned", kTuning = "tuning";
constexpr std::size_t kTaskAndScheme = 3;  // axes: task, model, model.addressing

std::string id_of(std::string_view body) { return digest(body).substr(0, 16); }

// Returns the options that have the same value in every run, which are written once.
std::map<std::string, std::string> common_options(const std::vector<PlannedRun>& runs) {
  std::map<std::string, std::string> common = runs.front().options;
  for (const PlannedRun& run : runs)
    std::erase_if(common, [&](const auto& option) {
      const auto found = run.options.find(option.first);
      return found == run.options.end() || found->second != option.second;
    });
  return common;
}

std::string body_of(const Plan& plan) {
  std::string text = fmt::format("{}{}{}\n", kAxes, kEquals, fmt::join(plan.axes, ", "));
  if (!plan.tuning.options.empty())
    text += fmt::format("{}{}{}\n{}{}{}\n", kTuned, kEquals, fmt::join(plan.tuning.options, ", "), kTuning, kEquals,
                        plan.tuning.plan);
  text += fmt::format("\n{}", kAllRuns);
  const std::map<std::string, std::string> common = common_options(plan.runs);
  for (const auto& [name, value] : common) text += fmt::format("{}{}{}\n", name, kEquals, value);
  for (const PlannedRun& run : plan.runs) {
    text += fmt::format("\n[{}]\n", run.name);
    for (const auto& [name, value] : run.options)
      if (!common.contains(name)) text += fmt::format("{}{}{}\n", name, kEquals, value);
  }
  return text;
}

std::string text_of(const Plan& plan) {
  return fmt::format("{}{}{}\n{}", kFirstLine, kIdStart, plan.id, body_of(plan));
}

// The opposite of body_of().
void parse_body(const std::string& body, Plan& plan) {
  std::map<std::string, std::string> common;
  std::map<std::string, std::string>* options = nullptr;
  std::istringstream lines(body);
  for (std::string line; std::getline(lines, line);) {
    if (line == "[all]") {
      options = &common;
    } else if (line.starts_with('[')) {
      plan.runs.push_back({line.substr(1, line.size() - 2), common});
      options = &plan.runs.back().options;
    } else if (const std::size_t equals = line.find(kEquals); equals != line.npos) {
      const std::string name = line.substr(0, equals), value = line.substr(equals + kEquals.size());
      if (options != nullptr)
        (*options)[name] = value;
      else if (name == kAxes)
        plan.axes = split_text(value, ',');
      else if (name == kTuned)
        plan.tuning.options = split_text(value, ',');
      else if (name == kTuning)
        plan.tuning.plan = value;
    }
  }
}

std::filesystem::path file_of(const std::filesystem::path& place) {
  return std::filesystem::is_directory(place) ? place / kPlanFile : place;
}

// Returns the axes that are not part of task and scheme.
std::vector<std::string> other_axes(const Plan& plan) {
  std::vector<std::string> others(plan.axes.begin() + kTaskAndScheme, plan.axes.end());
  std::erase(others, "model.write_addressing");
  return others;
}

// Returns true if the name stays in the folder in which it is looked up.
bool is_folder_name(const std::string& name) {
  return !name.empty() && !name.starts_with('.') && name.find('/') == name.npos && name.find('\0') == name.npos;
}

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
  return SchemeName::from_options([this](const std::string& option) { return value(option); }).text();
}

double PlannedRun::sequences() const { return parse_number<double>(value("train.sequences")).value_or(NAN); }

std::vector<Setting> PlannedRun::settings(const std::string& origin) const {
  std::vector<Setting> settings;
  for (const auto& [option, value] : options) settings.push_back({option, value, origin});
  return settings;
}

std::vector<std::string> Plan::axis_names() const {
  std::vector<std::string> names = {"task", "scheme"};
  const std::vector<std::string> others = other_axes(*this);
  for (const std::string& axis : others) {
    const bool is_unique = std::ranges::count(others, last_part(axis), last_part) == 1;
    names.emplace_back(is_unique ? last_part(axis) : axis);
  }
  return names;
}

std::vector<std::string> Plan::place(const PlannedRun& run) const {
  std::vector<std::string> place = {run.value("task"), run.scheme()};
  for (const std::string& axis : other_axes(*this)) place.push_back(run.value(axis));
  return place;
}

std::string Plan::describe(const PlannedRun& run) const {
  std::string text;
  for (const std::string& value : place(run)) text += value.empty() ? "" : value + " ";
  return printable(text + "s" + run.value("seed"));
}

namespace {

// Names of files have at most 255 letters. A character of UTF-8 stays whole.
std::string shortened_name(const std::string& name) {
  constexpr std::size_t kLongest = 100;
  std::size_t end = std::min(name.size(), kLongest);
  while (end < name.size() && end > 0 && (static_cast<unsigned char>(name[end]) & 0xc0) == 0x80) --end;
  return name.substr(0, end);
}

}  // namespace

Plan make_plan(const std::string& name, std::vector<std::string> axes, std::vector<PlannedRun> runs,
               PlanTuning tuning) {
  Plan plan{.name = "", .id = "", .axes = std::move(axes), .runs = std::move(runs), .tuning = std::move(tuning)};
  plan.id = id_of(body_of(plan));
  plan.name = fmt::format("{}-{}", shortened_name(name), plan.id.substr(0, 8));
  return plan;
}

std::filesystem::path plan_folder(const std::filesystem::path& place) {
  return std::filesystem::canonical(file_of(place)).parent_path();
}

Plan read_plan(const std::filesystem::path& place) {
  const std::filesystem::path file = file_of(place);
  const std::string text = read_text(file);
  const std::size_t id_start = kFirstLine.size() + kIdStart.size(), id_end = text.find('\n', kFirstLine.size());
  const bool has_id = text.starts_with(kFirstLine) && id_end != text.npos &&
                      std::string_view(text).substr(kFirstLine.size()).starts_with(kIdStart);
  Plan plan;
  if (has_id) plan.id = text.substr(id_start, id_end - id_start);
  if (plan.id.empty() || id_of(std::string_view(text).substr(id_end + 1)) != plan.id)
    fail(ErrorKind::data,
         "{}: this plan is not as memnet compare wrote it; remove it, and give the command that made it again "
         "(finished runs are kept)",
         file.string());
  plan.name = plan_folder(file).filename();
  parse_body(text.substr(id_end + 1), plan);
  for (const PlannedRun& run : plan.runs)
    if (!is_folder_name(run.name))
      fail(ErrorKind::data, "{}: '{}' is no name of a run; expected a plan that memnet compare wrote", file.string(),
           printable(run.name));
  if (plan.tuning.options.empty() != plan.tuning.plan.empty() ||
      !(plan.tuning.plan.empty() || is_folder_name(plan.tuning.plan)))
    fail(ErrorKind::data, "{}: '{}' is no name of a plan of tuning runs; expected a plan that memnet compare wrote",
         file.string(), printable(plan.tuning.plan));
  if (plan.axes.size() < kTaskAndScheme || plan.runs.empty())
    fail(ErrorKind::data, "{}: a plan without runs, or without axes; expected one of memnet compare", file.string());
  return plan;
}

void check_plan(const Plan& plan) {
  for (const PlannedRun& run : plan.runs) {
    std::string name;
    try {
      name = Experiment(run.settings(plan.name)).name();
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::usage) throw;
      fail(ErrorKind::data, "{}; the plan is from another version of memnet", printable(error.what()));
    }
    if (name != run.name)
      fail(ErrorKind::data, "{}: {} would be called {} here; the plan is from another version of memnet", plan.name,
           printable(run.name), name);
  }
}

void write_plan(const Plan& plan, const std::filesystem::path& out) {
  const std::filesystem::path folder = out / plan.name;
  create_directory_exclusively(folder);
  const std::string text = text_of(plan);
  const std::filesystem::path file = folder / kPlanFile;
  if (!std::filesystem::exists(file)) write_file_atomically(file, std::as_bytes(std::span(text)));
  if (read_plan(folder).id != plan.id)
    fail(ErrorKind::data, "{}: this is another plan; remove it, or choose another --out", file.string());
}

std::vector<std::filesystem::path> existing_runs(std::span<const PlannedRun> runs, const std::filesystem::path& out) {
  std::vector<std::filesystem::path> folders;
  for (const PlannedRun& run : runs)
    if (std::filesystem::exists(out / run.name / kRunFile)) folders.push_back(out / run.name);
  return folders;
}

std::vector<std::filesystem::path> with_runs_of_plans(std::span<const std::string> places) {
  std::vector<std::filesystem::path> all;
  std::error_code problem;
  const std::filesystem::path here = std::filesystem::current_path(problem);
  for (const std::filesystem::path place : places) {
    if (!is_plan(place)) {
      all.push_back(place);
      continue;
    }
    const std::filesystem::path out = plan_folder(place).parent_path().lexically_proximate(here);
    for (const std::filesystem::path& run : existing_runs(read_plan(place).runs, out)) all.push_back(run);
  }
  return all;
}

std::vector<RunSummary> read_planned_runs(std::span<const PlannedRun> runs, const std::filesystem::path& out,
                                          std::vector<UnreadableRun>* unreadable) {
  std::vector<UnreadableRun> ignored;
  return read_run_index(existing_runs(runs, out), unreadable == nullptr ? &ignored : unreadable);
}

}  // namespace memnet
