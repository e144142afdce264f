// The axes of a comparison: options that take several values, and all combinations of those values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "memnet/base/options.hpp"

namespace memnet {

struct GridAxis {
  std::string option, origin;
  std::vector<std::string> values;
  std::size_t layer;  // of the settings that it is from
};

// Settings in the order of their precedence: first those of the command line, then those of a file, then those of the
// file that it includes, and so on.
using SettingLayers = std::vector<std::vector<Setting>>;

// Returns the names of the lists that memnet compare takes: task, model, addressing, write_mode, seeds, seed, grid,
// tune, tuning_seeds.
std::vector<std::string> axis_option_names();

// Returns the axes that these lists describe. Throws an Error of kind usage for an empty list, a grid that is not
// readable, and an option that is given as an axis twice.
std::vector<GridAxis> read_axes(const SettingLayers& lists);

// Returns an axis for each option that `tune` gives values of, none if it is empty. Throws an Error of kind usage for a
// list that is not readable, and for an option that is one of these axes, or that the table of a comparison names:
// those of tasks and schemes, and the seed.
std::vector<GridAxis> read_tuned_axes(const SettingLayers& lists, const std::vector<GridAxis>& axes);

// Returns the list of this name from the first layer that has it, nullptr if there is none.
const Setting* find_list(const SettingLayers& lists, std::string_view name);

// Returns the list of seeds, nullptr if there is none. Throws an Error of kind usage if a layer has both `seed` and
// `seeds`.
const Setting* find_seeds(const SettingLayers& lists);

// Returns the number of combinations. Throws an Error of kind usage if it is larger than `most`.
std::size_t count_combinations(const std::vector<GridAxis>& axes, std::size_t most);

// Returns the settings of combination `number`; the last axis varies fastest. A value of the axis model.addressing may
// name a model too ("lstm", "memn2n dot | softmax"), which then replaces that of the axis model.
std::vector<Setting> combination(const std::vector<GridAxis>& axes, std::size_t number);

// Returns the task, the model and the scheme, if there is one, of the settings of a combination.
std::vector<std::string> names_in(const std::vector<Setting>& combination);

// Returns the setting of that name, nullptr if there is none.
const Setting* find_setting(const std::vector<Setting>& settings, std::string_view name);

}  // namespace memnet
