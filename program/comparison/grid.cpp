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
  const bool known =
      has_entry(all_tasks(), first) || has_entry(all_named_models(), first) || has_entry(all_schemes(), first);
  return known && first.size() < setting.name.size() ? first : "";
}

// Returns the name of the option that a setting sets: "task.bits" for "copy.task.bits".
std::string option_of(const Setting& setting) {
  const std::string scope = scope_of(setting);
  return scope.empty() ? setting.name : setting.name.substr(scope.size() + 1);
}

// Returns whether the preset of a run sets an option itself. Where several models are compared, such a value wins over
// a file's settings for all runs: the model.order of a plan is not that of its DNC.
bool is_of_preset(const std::vector<Setting>& settings, const std::string& option) {
  const PresetEntry* preset = find_preset(find_setting(settings, "model")->value);
  return preset != nullptr && std::ranges::any_of(preset_values(*preset),
                                                  [&](const auto& value) { return option == "model." + value.first; });
}

// Adds what holds for a run besides its combination, the more special settings before the more general ones. The first
// layer is the command line. With a single model, all settings are about that model, as they are for a run of its own.
std::vector<Setting> with_scopes(std::vector<Setting> settings, const SettingLayers& layers, bool single_model) {
  std::vector<std::string> scopes = names_in(settings);
  scopes.emplace_back("");
  for (std::size_t layer = 0; layer < layers.size(); ++layer)
    for (const std::string& scope : scopes)
      for (const Setting& setting : layers[layer]) {
        const bool overruled = !single_model && layer > 0 && scope.empty() && is_of_preset(settings, setting.name);
        if (scope_of(setting) != scope || overruled) continue;
        settings.push_back(setting);
        settings.back().name = option_of(setting);
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

// Returns the names of the tasks, models and schemes of all combinations.
std::set<std::string> all_names_in(const std::vector<GridAxis>& axes) {
  std::set<std::string> names;
  const std::size_t combinations = count_combinations(axes, kMostRuns);
  for (std::size_t number = 0; number < combinations; ++number)
    for (std::string& name : names_in(combination(axes, number))) names.insert(std::move(name));
  return names;
}

SettingLayers layers_from(const SettingLayers& layers, std::size_t first) {
  return {layers.begin() + static_cast<std::ptrdiff_t>(first), layers.end()};
}

// Throws an Error of kind usage for settings that no run uses: those of a scheme, task or model that is not compared,
// and those of an option that is an axis, unless the reason is a layer that wins over them.
void require_used(const Request& request, const std::vector<GridAxis>& axes) {
  std::set<std::string> compared = all_names_in(axes);
  for (std::size_t layer = 0; layer < request.runs.size(); ++layer) {
    // A list of the command line may leave out schemes of the file. It is no error that their sections are then unused.
    if (layer > 0) compared.merge(all_names_in(read_axes(layers_from(request.lists, layer))));
    for (const Setting& setting : request.runs[layer]) {
      const std::string scope = scope_of(setting);
      if (!scope.empty() && !compared.contains(scope))
        fail(ErrorKind::usage,
             "{}: {} is for runs of {}, which is not compared; add it to a list, or remove the setting", setting.origin,
             setting.name, scope);
      const auto axis = std::ranges::find(axes, option_of(setting), &GridAxis::option);
      if (axis != axes.end() && axis->layer >= layer)
        fail(ErrorKind::usage, "{}: {} has no effect, since {} is an axis ({}); remove one of the two", setting.origin,
             setting.name, axis->option, axis->origin);
    }
  }
}

// Makes the plan of all combinations of these axes and seeds.
Plan plan_grid(const Request& request, const std::vector<GridAxis>& axes, const std::vector<std::uint64_t>& seeds,
               const std::string& name) {
  const std::size_t combinations = count_combinations(axes, kMostRuns);
  require_used(request, axes);
  std::set<std::string> models;
  for (std::size_t number = 0; number < combinations; ++number)
    models.insert(find_setting(combination(axes, number), "model")->value);
  std::vector<PlannedRun> runs;
  std::set<std::string> names;
  for (const std::uint64_t seed : seeds) {
    for (std::size_t number = 0; number < combinations; ++number) {
      std::vector<Setting> settings = combination(axes, number);
      settings.push_back({"seed", fmt::format("{}", seed), "seeds"});
      PlannedRun run = plan_run(with_scopes(std::move(settings), request.runs, models.size() == 1));
      if (names.insert(run.name).second) runs.push_back(std::move(run));
      if (runs.size() > kMostRuns) fail(ErrorKind::usage, "the grid has more than {} runs", kMostRuns);
    }
  }
  std::vector<std::string> options = {"task", "model", "model.addressing"};
  for (const GridAxis& axis : axes) {
    if (std::ranges::find(options, axis.option) != options.end()) continue;  // models may have no addressing
    require_option(axis, runs);
    options.push_back(axis.option);
  }
  return make_plan(name, options, std::move(runs));
}

std::vector<std::uint64_t> reported_seeds(const Request& request) {
  const Setting* seeds = find_seeds(request.lists);
  return parse_seeds(seeds == nullptr ? kDefaultSeeds : seeds->value);
}

// Returns the seeds of tuning runs. Throws an Error of kind usage if one of them is reported.
std::vector<std::uint64_t> parse_tuning_seeds(const Setting& list, const std::vector<std::uint64_t>& reported) {
  std::vector<std::uint64_t> seeds = parse_seeds(list.value);
  for (const std::uint64_t seed : seeds)
    if (std::ranges::find(reported, seed) != reported.end())
      fail(ErrorKind::usage,
           "{}: tuning_seeds = '{}': seed {} is also among the seeds that are reported; values are chosen with seeds "
           "that no table shows, such as 9001..9003",
           list.origin, list.value, seed);
  return seeds;
}

}  // namespace

void CompareOptions::declare(const Options::Section& options) {
  options.add("jobs", jobs, 0, 1024, "number of runs at a time; 0: one for each core");
  options.add("keep_going", keep_going, "go on with the other runs if one fails, which is the default");
  options.add("fail_fast", fail_fast, "stop all runs if one fails");
  options.add("dry_run", dry_run, "list the runs and what is missing, but train nothing");
  options.add("commands", commands, "print a command for each run that is missing, one a line; train nothing");
  options.add("no_training", no_training, "print the tables of the runs that are there, but train nothing");
  options.add("no_wait", no_wait, "end when no run is left to start, though other processes still train some");
  options.add("banks", banks, kBanksMeaning);
  options.add("against", against,
              "a scheme; the tables then have the differences of all others to it, with intervals and p values");
  requeue.declare(options);
}

Plan expand(const Request& request, const std::string& name) {
  return plan_grid(request, read_axes(request.lists), reported_seeds(request), name);
}

std::optional<Tuning> expand_tuning(const Request& request, const std::string& name) {
  std::vector<GridAxis> axes = read_axes(request.lists);
  const std::vector<GridAxis> tuned = read_tuned_axes(request.lists, axes);
  const Setting* seeds = find_list(request.lists, "tuning_seeds");
  const Setting* tune = find_list(request.lists, "tune");
  if (tuned.empty() && tune == nullptr && seeds != nullptr)
    fail(ErrorKind::usage, "{}: tuning_seeds has no effect without tune", seeds->origin);
  if (tuned.empty()) return std::nullopt;
  if (seeds == nullptr)
    fail(ErrorKind::usage, "{}: tune needs tuning_seeds, such as 9001..9003, which are not reported", tune->origin);
  Tuning tuning{.plan = {}, .options = {}, .seeds = reported_seeds(request), .name = name};
  for (const GridAxis& axis : tuned) tuning.options.push_back(axis.option);
  axes.insert(axes.end(), tuned.begin(), tuned.end());
  tuning.plan = plan_grid(request, axes, parse_tuning_seeds(*seeds, tuning.seeds), name + "_tuning");
  return tuning;
}

Request sort_settings(SettingLayers layers) {
  std::vector<Setting> all;
  for (std::vector<Setting>& layer : layers) {
    // [compare] wins over the settings of the same file for a single run.
    std::stable_partition(layer.begin(), layer.end(), is_in_section);
    for (const Setting& setting : layer) all.push_back(without_section(setting));
  }
  Request request;
  Options own(std::move(all));
  request.compare.declare(own.top());
  request.behavior.declare(own.top());

  const std::vector<std::string> lists = axis_option_names();
  for (const std::vector<Setting>& layer : layers) {
    request.lists.emplace_back();
    request.runs.emplace_back();
    for (const Setting& given : layer) {
      const Setting setting = without_section(given);
      if (own.find(setting.name) != nullptr) continue;
      if (std::ranges::find(lists, setting.name) != lists.end())
        request.lists.back().push_back(setting);
      else if (!is_in_section(given))
        request.runs.back().push_back(setting);
      else
        refuse_in_section(setting, own, lists);
    }
  }
  return request;
}

}  // namespace memnet
