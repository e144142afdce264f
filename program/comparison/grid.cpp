#include "program/comparison/grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/base/error.hpp"
#include "program/comparison/axes.hpp"

namespace memnet {
namespace {

constexpr std::string_view kSection = "compare.";
constexpr std::size_t kMostRuns = 100000;
constexpr const char* kDefaultSeeds = "1..10";

template <class Table>
bool has_entry(const Table& table, std::string_view name) {
  return std::ranges::any_of(table, [&](const auto& entry) { return name == entry.name; });
}

// Returns the section that restricts a setting to some runs: "[copy] task.bits" is "copy.task.bits", so "copy". Returns
// "" if the setting holds for all runs.
std::string scope_of(const Setting& setting) {
  const std::string first = setting.name.substr(0, setting.name.find('.'));
  const bool known = has_entry(all_tasks(), first) || has_entry(all_models(), first) || has_entry(all_schemes(), first);
  return known && first.size() < setting.name.size() ? first : "";
}

// Adds what holds for a run besides its combination, the more special settings before the more general ones.
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
  return settings;
}

PlannedRun plan_run(std::vector<Setting> settings) {
  const std::string task = find_setting(settings, "task")->value, model = find_setting(settings, "model")->value;
  try {
    const Experiment experiment(std::move(settings));
    experiment.require_trained_length("memnet compare");
    PlannedRun run{experiment.name(), {}};
    // Of the options without effect on results, those of a section (expect.*) describe the run; the others describe
    // the process that trains it.
    for (const Options::Option& option : experiment.options.all())
      if (option.affects_results || option.name.find('.') != option.name.npos) run.options[option.name] = option.text();
    return run;
  } catch (const Error& error) {
    throw Error(error.kind(),
                fmt::format("{} (in the runs of {} on {}; settings for these alone go below [{}] or [{}])",
                            error.what(), model, task, model, task));
  }
}

bool is_in_section(const Setting& setting) { return setting.name.starts_with(kSection); }

Setting without_section(Setting setting) {
  if (is_in_section(setting)) setting.name.erase(0, kSection.size());
  return setting;
}

// Throws the Error for a setting below [compare] that is neither an option of the comparison nor a list.
[[noreturn]] void refuse_in_section(const Setting& setting, const Options& own, std::vector<std::string> names) {
  for (const Options::Option& option : own.all()) names.push_back(option.name);
  const std::string guess = nearest(setting.name, names);
  fail(ErrorKind::usage, "{}: [compare] has no {}{}; 'memnet help compare' shows what it has", setting.origin,
       setting.name, guess.empty() ? "" : fmt::format("; did you mean {}?", guess));
}

void require_option(const GridAxis& axis, const std::vector<PlannedRun>& runs) {
  if (std::ranges::any_of(runs, [&](const PlannedRun& run) { return run.options.contains(axis.option); })) return;
  std::vector<std::string> known;
  for (const auto& [option, value] : runs.front().options) known.push_back(option);
  const std::string guess = nearest(axis.option, known);
  fail(ErrorKind::usage, "{}: no run has an option {}{}", axis.origin, axis.option,
       guess.empty() ? "" : fmt::format("; did you mean {}?", guess));
}

}  // namespace

void CompareOptions::declare(const Options::Section& options) {
  options.add("jobs", jobs, 0, 1024, "number of runs at a time; 0: one for each core");
  options.add("keep_going", keep_going, "go on with the other runs if one fails");
  options.add("fail_fast", fail_fast, "stop all runs if one fails");
  options.add("dry_run", dry_run, "list the runs and what is missing, but train nothing");
  options.add("commands", commands, "print a command for each run that is missing, one a line; train nothing");
  options.add("no_wait", no_wait, "end when no run is left to start, though other processes still train some");
  requeue.declare(options);
}

Plan expand(const Request& request, const std::string& name) {
  const std::vector<GridAxis> axes = read_axes(request.axes);
  const Setting* seeds = find_setting(request.axes, "seeds");
  if (seeds == nullptr) seeds = find_setting(request.axes, "seed");
  const std::size_t combinations = count_combinations(axes, kMostRuns);
  std::vector<PlannedRun> runs;
  std::set<std::string> names;
  for (const std::uint64_t seed : parse_seeds(seeds == nullptr ? kDefaultSeeds : seeds->value)) {
    for (std::size_t number = 0; number < combinations; ++number) {
      std::vector<Setting> settings = combination(axes, number);
      settings.push_back({"seed", fmt::format("{}", seed), "seeds"});
      PlannedRun run = plan_run(with_scopes(std::move(settings), request.runs));
      if (names.insert(run.name).second) runs.push_back(std::move(run));
      if (runs.size() > kMostRuns) fail(ErrorKind::usage, "the grid has more than {} runs", kMostRuns);
    }
  }
  std::vector<std::string> options = {"task", "model", "model.addressing"};
  for (const GridAxis& axis : axes) {
    require_option(axis, runs);
    if (std::ranges::find(options, axis.option) == options.end()) options.push_back(axis.option);
  }
  return make_plan(name, options, std::move(runs));
}

Request sort_settings(const std::vector<Setting>& command_line, const std::vector<Setting>& file) {
  std::vector<std::vector<Setting>> layers = {command_line, file};
  std::vector<Setting> all;
  for (std::vector<Setting>& layer : layers) {
    // [compare] wins over the settings of the same file for a single run.
    std::ranges::stable_partition(layer, is_in_section);
    for (const Setting& setting : layer) all.push_back(without_section(setting));
  }
  Request request;
  Options own(std::move(all));
  request.compare.declare(own.top());
  request.behavior.declare(own.top());

  const std::vector<std::string> lists = axis_option_names();
  for (const std::vector<Setting>& layer : layers) {
    request.runs.emplace_back();
    for (const Setting& given : layer) {
      const Setting setting = without_section(given);
      if (own.find(setting.name) != nullptr) continue;
      if (std::ranges::find(lists, setting.name) != lists.end())
        request.axes.push_back(setting);
      else if (!is_in_section(given))
        request.runs.back().push_back(setting);
      else
        refuse_in_section(setting, own, lists);
    }
  }
  return request;
}

}  // namespace memnet
