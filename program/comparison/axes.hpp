// The axes of a comparison: options that take several values, and all combinations of those values.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "memnet/base/options.hpp"

namespace memnet {

struct GridAxis {
  std::string option, origin;
  std::vector<std::string> values;
};

// Returns the names of the lists that memnet compare takes: task, model, addressing, write_mode, seeds, seed, grid.
std::vector<std::string> axis_option_names();

// Returns the axes that these lists describe. Throws an Error of kind usage for an empty list, or a grid that is not
// readable.
std::vector<GridAxis> read_axes(const std::vector<Setting>& lists);

// Returns the number of combinations. Throws an Error of kind usage if it is larger than `most`.
std::size_t count_combinations(const std::vector<GridAxis>& axes, std::size_t most);

// Returns the settings of combination `number`; the last axis varies fastest. A value of the axis model.addressing may
// name a model too ("lstm", "memn2n dot | softmax"), which then replaces that of the axis model.
std::vector<Setting> combination(const std::vector<GridAxis>& axes, std::size_t number);

// Returns the setting of that name, nullptr if there is none.
const Setting* find_setting(const std::vector<Setting>& settings, std::string_view name);

}  // namespace memnet
