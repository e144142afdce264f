#include "program/comparison/grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/base/error.hpp"
#include "program/experiment/experiment.hpp"
#include "program/text/lists.hpp"

namespace memnet {
namespace {

constexpr std::string_view kSection = "compare.";
constexpr std::size_t kMostCells = 100000;
constexpr const char* kDefaultSeeds = "1..10";
constexpr const char* kDefaultLengths = "1x,1.5x,2x,3x,4x";

// The axes that have a name of their own, and the option that each one turns.
struct NamedAxis {
  const char* name;
  const char* option;
  const char* default_value;  // "": no axis where it is not given
};
constexpr std::array<NamedAxis, 4> kAxes = {{
    {"task", "task", "copy"},
    {"model", "model", "ntm"},
    {"addressing", "model.addressing", ""},
    {"write_mode", "model.write_mode", ""},
}};
constexpr std::array<const char*, 3> kLists = {"seeds", "seed", "grid"};

struct Axis {
  std::string option, origin;
  std::vector<std::string> values;
};

bool is_axis(const std::string& name) {
  return std::ranges::any_of(kAxes, [&](const NamedAxis& a) { return name == a.name; }) ||
         std::ranges::any_of(kLists, [&](const char* list) { return name == list; });
}

template <class Table>
bool has_entry(const Table& table, std::string_view name) {
  return std::ranges::any_of(table, [&](const auto& entry) { return name == entry.name; });
}

bool is_scheme(std::string_view name) { return has_entry(all_schemes(), name); }
bool is_model(std::string_view name) { return has_entry(all_models(), name); }

// "[copy] task.bits" is "copy.task.bits": the part that says whom it is for; "" for all cells.
std::string scope_of(const Setting& setting) {
  const std::string first = setting.name.substr(0, setting.name.find('.'));
  const bool known = has_entry(all_tasks(), first) || is_model(first) || is_scheme(first);
  return known && first.size() < setting.name.size() ? first : "";
}

const Setting* find_setting(const std::vector<Setting>& settings, std::string_view name) {
  const auto found = std::ranges::find(settings, name, &Setting::name);
  return found == settings.end() ? nullptr : &*found;
}

Axis read_axis(const std::string& option, const std::string& list, const std::string& origin) {
  Axis axis{option, origin, split_list(list)};
  if (axis.values.empty())
    fail(ErrorKind::usage, "{}: {} is an empty list; write values joined by commas", origin, option);
  return axis;
}

std::vector<Axis> read_axes(const std::vector<Setting>& settings) {
  std::vector<Axis> axes;
  for (const NamedAxis& named : kAxes) {
    const Setting* set = find_setting(settings, named.name);
    if (set != nullptr)
      axes.push_back(read_axis(named.option, set->value, set->origin));
    else if (*named.default_value != '\0')
      axes.push_back({named.option, "default", {named.default_value}});
  }
  const Setting* grid = find_setting(settings, "grid");
  if (grid == nullptr) return axes;
  std::string rest = grid->value;
  for (std::size_t from = 0; from <= rest.size();) {
    const std::size_t to = std::min(rest.find(';', from), rest.size());
    const std::string part = rest.substr(from, to - from);
    const std::size_t equals = part.find('='), first = part.find_first_not_of(' ');
    if (equals == part.npos || first >= equals)
      fail(ErrorKind::usage,
           "{}: grid = '{}' is not possible; write 'train.learning_rate=1e-3,3e-4; model.slots=32,64'", grid->origin,
           grid->value);
    const std::string option = part.substr(first, part.find_last_not_of(' ', equals - 1) + 1 - first);
    axes.push_back(read_axis(option, part.substr(equals + 1), grid->origin));
    from = to + 1;
  }
  return axes;
}

// What a choice among the schemes stands for: a scheme; a model, as a baseline ("lstm"); or a model with its scheme, as
// scheme_name() says it ("memn2n dot | softmax").
struct Contender {
  std::string model, scheme;
};
Contender read_contender(const std::string& value) {
  if (is_scheme(value)) return {"", value};
  const std::size_t blank = std::min(value.find(' '), value.size());
  const std::string first = value.substr(0, blank);
  const std::size_t rest = value.find_first_not_of(' ', blank);
  if (!is_model(first) || (rest != value.npos && value[rest] == '|')) return {"", value};
  return {first, rest == value.npos ? "" : value.substr(rest)};
}

// One choice of each axis.
std::vector<Setting> chosen(const std::vector<Axis>& axes, std::size_t number) {
  std::vector<Setting> settings;
  for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis) {
    const std::string& value = axis->values[number % axis->values.size()];
    number /= axis->values.size();
    const Contender contender = axis->option == "model.addressing" ? read_contender(value) : Contender{"", value};
    // Behind the last axis comes the first, so a contender's model stands before the one that it takes the place of.
    const bool optional = axis->option != "task" && axis->option != "model";
    if (!contender.model.empty()) settings.push_back({"model", contender.model, axis->origin});
    if (!contender.scheme.empty()) settings.push_back({axis->option, contender.scheme, axis->origin, optional});
  }
  return settings;
}

// What holds for a cell besides its choices, the more special before the more general.
std::vector<Setting> with_scopes(std::vector<Setting> settings, const std::vector<std::vector<Setting>>& layers) {
  std::vector<std::string> scopes;
  for (const char* option : {"model.addressing", "task", "model"})
    if (const Setting* set = find_setting(settings, option)) scopes.push_back(set->value);
  scopes.emplace_back("");
  for (const std::vector<Setting>& layer : layers)
    for (const std::string& scope : scopes)
      for (const Setting& setting : layer)
        if (scope_of(setting) == scope) {
          settings.push_back(setting);
          if (!scope.empty()) settings.back().name.erase(0, scope.size() + 1);
        }
  settings.push_back({"evaluate.lengths", kDefaultLengths, "default of memnet compare"});
  return settings;
}

PlannedRun check_cell(std::vector<Setting> settings) {
  const std::string task = find_setting(settings, "task")->value, model = find_setting(settings, "model")->value;
  try {
    const Experiment experiment(std::move(settings));
    experiment.require_trained_length("memnet compare");
    PlannedRun cell{experiment.name(), {}};
    // Of the options without effect on the result, those of a section (expect.*) are about the run; the others are
    // about the process that carries it out.
    for (const Options::Option& option : experiment.options.all())
      if (option.affects_results || option.name.find('.') != option.name.npos)
        cell.options[option.name] = option.text();
    return cell;
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{} (in the cells of {} on {}; what only these have goes below [{}] or [{}])",
                                          error.what(), model, task, model, task));
  }
}

}  // namespace

void CompareOptions::declare(const Options::Section& options) {
  options.add("jobs", jobs, 0, 1024, "runs at a time; 0: as many as there are cores");
  options.add("keep_going", keep_going, "go on with the other cells when one fails");
  options.add("fail_fast", fail_fast, "stop at the first cell that fails");
  options.add("dry_run", dry_run, "only list the cells, and what is missing");
}

Plan expand(const Request& request, const std::string& name) {
  const std::vector<Axis> axes = read_axes(request.axes);
  const Setting* seeds = find_setting(request.axes, "seeds");
  if (seeds == nullptr) seeds = find_setting(request.axes, "seed");
  std::size_t combinations = 1;
  for (const Axis& axis : axes) {
    combinations *= axis.values.size();
    if (combinations > kMostCells)
      fail(ErrorKind::usage, "{}: the grid has more than {} cells", axis.origin, kMostCells);
  }
  std::vector<PlannedRun> cells;
  std::set<std::string> runs;
  for (const std::uint64_t seed : parse_seeds(seeds == nullptr ? kDefaultSeeds : seeds->value)) {
    for (std::size_t number = 0; number < combinations; ++number) {
      std::vector<Setting> settings = chosen(axes, number);
      settings.push_back({"seed", fmt::format("{}", seed), "seeds"});
      PlannedRun cell = check_cell(with_scopes(std::move(settings), request.cells));
      if (runs.insert(cell.run).second) cells.push_back(std::move(cell));
      if (cells.size() > kMostCells) fail(ErrorKind::usage, "the grid has more than {} cells", kMostCells);
    }
  }
  std::vector<std::string> options = {"task", "model", "model.addressing"};
  for (const Axis& axis : axes) {
    if (std::ranges::none_of(cells, [&](const PlannedRun& cell) { return cell.options.contains(axis.option); })) {
      std::vector<std::string> known;
      for (const auto& [option, value] : cells.front().options) known.push_back(option);
      const std::string guess = nearest(axis.option, known);
      fail(ErrorKind::usage, "{}: no cell has an option {}{}", axis.origin, axis.option,
           guess.empty() ? "" : fmt::format("; did you mean {}?", guess));
    }
    if (std::ranges::find(options, axis.option) == options.end()) options.push_back(axis.option);
  }
  return make_plan(name, options, std::move(cells));
}

Request sort_settings(const std::vector<Setting>& command_line, const std::vector<Setting>& file) {
  CompareOptions compare;
  Behaviour behaviour;
  Options own;
  compare.declare(own.top());
  behaviour.declare(own.top());
  std::vector<std::string> names;
  for (const Options::Option& option : own.all()) names.push_back(option.name);
  for (const NamedAxis& axis : kAxes) names.emplace_back(axis.name);
  names.insert(names.end(), kLists.begin(), kLists.end());

  Request request;
  for (const std::vector<Setting>* layer : {&command_line, &file}) {
    request.cells.emplace_back();
    // [compare] is about the comparison, so it wins over what the file says of a single run.
    std::vector<Setting> sorted = *layer;
    std::stable_partition(sorted.begin(), sorted.end(), [](const Setting& s) { return s.name.starts_with(kSection); });
    for (Setting& setting : sorted) {
      const bool section = setting.name.starts_with(kSection);
      if (section) setting.name.erase(0, kSection.size());
      if (own.find(setting.name) != nullptr) {
        request.own.push_back(std::move(setting));
      } else if (is_axis(setting.name)) {
        request.axes.push_back(std::move(setting));
      } else if (section) {
        const std::string guess = nearest(setting.name, names);
        fail(ErrorKind::usage, "{}: [compare] has no {}{}; 'memnet help compare' shows what it has", setting.origin,
             setting.name, guess.empty() ? "" : fmt::format("; did you mean {}?", guess));
      } else {
        request.cells.back().push_back(std::move(setting));
      }
    }
  }
  return request;
}

}  // namespace memnet
