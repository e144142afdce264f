// Strips: heat maps of traced values, one below the other, with a common time axis.
#pragma once

#include <string>
#include <vector>

#include "memnet/base/matrix.hpp"
#include "memnet/base/trace_label.hpp"
#include "program/report/drawing/heat_map.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

struct Strip {
  std::string name;   // the path of the traced value, or "errors"
  std::string title;  // as it is displayed
  TracedRole role;
  int first;  // the index of the first row: 0, or -R for offsets
  Matrix numbers;
  Coloring coloring = coloring_of(numbers);
};

// Returns how many time steps are between two labels of a time axis.
int tick_stride(int steps);

// Gives strips with the same name the same color scale in all of these stacks.
void share_colors(std::vector<std::vector<Strip>>& stacks);

// Returns the picture of a strip with its caption (number of rows, range of the colors). `from` is the source of its
// numbers. The alternative text names the largest number of each step.
Markup strip_figure(const Strip& strip, const std::string& from);

// Returns all strips above a common time axis. `from` is the source of their trace.
Markup strip_stack(const std::vector<Strip>& strips, int steps, const std::string& from);

}  // namespace memnet::report
