#include "program/comparison/axes.hpp"

#include <algorithm>
#include <array>

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
constexpr std::array<const char*, 3> kOtherLists = {"seeds", "seed", "grid"};

GridAxis read_axis(std::string_view option, std::string_view list, const std::string& origin) {
  GridAxis axis{std::string(option), origin, split_list(std::string(list))};
  if (axis.values.empty())
    fail(ErrorKind::usage, "{}: {} is an empty list; write values joined by commas", origin, option);
  return axis;
}

// Reads "train.learning_rate=1e-3,3e-4; model.slots=32,64".
void read_grid(const Setting& grid, std::vector<GridAxis>& axes) {
  for (const std::string& part : split_text(grid.value, ';')) {
    const std::size_t equals = part.find('=');
    const std::string_view option = trimmed(std::string_view(part).substr(0, equals));
    if (equals == part.npos || option.empty())
      fail(ErrorKind::usage,
           "{}: grid = '{}' is not possible; write 'train.learning_rate=1e-3,3e-4; model.slots=32,64'", grid.origin,
           grid.value);
    axes.push_back(read_axis(option, std::string_view(part).substr(equals + 1), grid.origin));
  }
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

std::vector<GridAxis> read_axes(const std::vector<Setting>& lists) {
  std::vector<GridAxis> axes;
  for (const NamedAxis& named : kNamedAxes) {
    const Setting* list = find_setting(lists, named.name);
    if (list != nullptr)
      axes.push_back(read_axis(named.option, list->value, list->origin));
    else if (*named.default_value != '\0')
      axes.push_back({named.option, "default", {named.default_value}});
  }
  if (const Setting* grid = find_setting(lists, "grid")) read_grid(*grid, axes);
  return axes;
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
    const SchemeName scheme = SchemeName::parse(value);
    add("model", scheme.model, false);
    add("model.addressing", scheme.addressing, true);
    add("model.write_addressing", scheme.write_addressing, true);
  }
  return settings;
}

}  // namespace memnet
