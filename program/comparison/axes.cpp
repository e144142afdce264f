#include "program/comparison/axes.hpp"

#include <algorithm>
#include <array>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "program/records/scheme_name.hpp"
#include "program/text/lists.hpp"

namespace memnet {
namespace {

// The axes with a name of their own, and the options that they vary.
struct NamedAxis {
  const char* name;
  const char* option;
  const char* default_value;  // "": there is no such axis if no list is given
};
constexpr std::array<NamedAxis, 4> kNamedAxes = {{
    {"task", "task", "copy"},
    {"model", "model", "ntm"},
    {"addressing", "model.addressing", ""},
    {"write_mode", "model.write_mode", ""},
}};
constexpr std::array<const char*, 5> kOtherLists = {"seeds", "seed", "grid", "tune", "tuning_seeds"};
// The options that say to which task and scheme a run belongs, and the seed.
constexpr std::array<const char*, 5> kNotTuned = {"task", "model", "model.addressing", "model.write_addressing",
                                                  "seed"};

GridAxis read_axis(std::string_view option, std::string_view list, const std::string& origin, std::size_t layer) {
  GridAxis axis{std::string(option), origin, split_list(std::string(list)), layer};
  if (axis.values.empty())
    fail(ErrorKind::usage, "{}: {} is an empty list; write values joined by commas", origin, option);
  return axis;
}

// Reads "train.learning_rate=1e-3,3e-4; model.slots=32,64".
std::vector<GridAxis> read_grid(const Setting& grid, std::size_t layer) {
  std::vector<GridAxis> axes;
  for (const std::string& part : split_parts(grid.value)) {
    const std::size_t equals = part.find('=');
    const std::string_view option = trimmed(std::string_view(part).substr(0, equals));
    if (equals == part.npos || option.empty())
      fail(ErrorKind::usage,
           "{}: {} = '{}' is not possible; write 'train.learning_rate=1e-3,3e-4; model.slots=32,64', and a value with "
           "commas in quotes",
           grid.origin, grid.name, grid.value);
    axes.push_back(read_axis(option, std::string_view(part).substr(equals + 1), grid.origin, layer));
  }
  return axes;
}

// Returns the first layer that has a setting of that name, or the number of layers.
std::size_t layer_of(const SettingLayers& layers, std::string_view name) {
  const auto found = std::ranges::find_if(
      layers, [&](const std::vector<Setting>& layer) { return find_setting(layer, name) != nullptr; });
  return static_cast<std::size_t>(found - layers.begin());
}

// Adds an axis. Throws an Error of kind usage if its option is an axis already.
void add_axis(std::vector<GridAxis>& axes, GridAxis axis) {
  const auto earlier = std::ranges::find(axes, axis.option, &GridAxis::option);
  if (earlier != axes.end())
    fail(ErrorKind::usage, "{}: {} is given as an axis twice (before: {}); write all its values in one list",
         axis.origin, axis.option, earlier->origin);
  axes.push_back(std::move(axis));
}

}  // namespace

std::vector<std::string> axis_option_names() {
  std::vector<std::string> names;
  for (const NamedAxis& axis : kNamedAxes) names.emplace_back(axis.name);
  names.insert(names.end(), kOtherLists.begin(), kOtherLists.end());
  return names;
}

const Setting* find_setting(const std::vector<Setting>& settings, std::string_view name) {
  const auto found = std::ranges::find(settings, name, &Setting::name);
  return found == settings.end() ? nullptr : &*found;
}

std::vector<GridAxis> read_axes(const SettingLayers& lists) {
  std::vector<GridAxis> axes, grid;
  if (const std::size_t layer = layer_of(lists, "grid"); layer < lists.size())
    grid = read_grid(*find_setting(lists[layer], "grid"), layer);
  for (const NamedAxis& named : kNamedAxes) {
    const std::size_t layer = layer_of(lists, named.name);
    const bool in_grid = std::ranges::find(grid, named.option, &GridAxis::option) != grid.end();
    if (layer < lists.size()) {
      const Setting& list = *find_setting(lists[layer], named.name);
      axes.push_back(read_axis(named.option, list.value, list.origin, layer));
    } else if (*named.default_value != '\0' && !in_grid) {
      axes.push_back({named.option, "default", {named.default_value}, layer});
    }
  }
  for (GridAxis& axis : grid) add_axis(axes, std::move(axis));
  return axes;
}

std::vector<GridAxis> read_tuned_axes(const SettingLayers& lists, const std::vector<GridAxis>& axes) {
  const std::size_t layer = layer_of(lists, "tune");
  if (layer == lists.size()) return {};
  std::vector<GridAxis> all = axes;
  for (GridAxis& axis : read_grid(*find_setting(lists[layer], "tune"), layer)) {
    if (std::ranges::find(kNotTuned, axis.option) != kNotTuned.end())
      fail(ErrorKind::usage,
           "{}: tune cannot choose {}, since values are chosen for each task and scheme; compare its "
           "values, or tune another option",
           axis.origin, axis.option);
    add_axis(all, std::move(axis));
  }
  return {all.begin() + static_cast<std::ptrdiff_t>(axes.size()), all.end()};
}

const Setting* find_list(const SettingLayers& lists, std::string_view name) {
  const std::size_t layer = layer_of(lists, name);
  return layer == lists.size() ? nullptr : find_setting(lists[layer], name);
}

const Setting* find_seeds(const SettingLayers& lists) {
  for (const std::vector<Setting>& layer : lists) {
    const Setting* seeds = find_setting(layer, "seeds");
    const Setting* seed = find_setting(layer, "seed");
    if (seeds != nullptr && seed != nullptr)
      fail(ErrorKind::usage, "{}: seed and seeds are given; take one of them", seeds->origin);
    if (seeds != nullptr || seed != nullptr) return seeds != nullptr ? seeds : seed;
  }
  return nullptr;
}

std::size_t count_combinations(const std::vector<GridAxis>& axes, std::size_t most) {
  std::size_t combinations = 1;
  for (const GridAxis& axis : axes) {
    combinations *= axis.values.size();
    if (combinations > most) fail(ErrorKind::usage, "{}: the grid has more than {} runs", axis.origin, most);
  }
  return combinations;
}

std::vector<Setting> combination(const std::vector<GridAxis>& axes, std::size_t number) {
  // Of two settings with one name the first wins. The last axis comes first here, so the model that a value of
  // model.addressing names stands before the model of the axis `model`.
  std::vector<Setting> settings;
  for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis) {
    const std::string& value = axis->values[number % axis->values.size()];
    number /= axis->values.size();
    const bool required = axis->option == "task" || axis->option == "model";
    const auto add = [&](const char* option, const std::string& choice, bool optional) {
      if (!choice.empty()) settings.push_back({option, choice, axis->origin, optional});
    };
    if (axis->option != "model.addressing") {
      add(axis->option.c_str(), value, !required);
      continue;
    }
    // A baseline beside the schemes has no addressing; but "queue tape" asks for both.
    const SchemeName scheme = SchemeName::parse(value);
    const bool may_lack_it = scheme.model.empty();
    add("model", scheme.model, false);
    add("model.addressing", canonical_addressing(scheme.addressing), may_lack_it);
    add("model.write_addressing", canonical_addressing(scheme.write_addressing), may_lack_it);
  }
  return settings;
}

std::vector<std::string> names_in(const std::vector<Setting>& combination) {
  std::vector<std::string> names;
  for (const char* option : {"model.addressing", "task", "model"})
    if (const Setting* set = find_setting(combination, option)) names.push_back(set->value);
  return names;
}

}  // namespace memnet
