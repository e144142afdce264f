// Pictures that share the axis of time, one below the other.
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
  std::string title;  // as people say it
  TracedRole role;
  int first;  // what the first row is counted as: 0, or -R for offsets
  Matrix numbers;
  Colouring colouring = colouring_of(numbers);
};

// Gives strips of one name the same colours for the same numbers in all of these stacks.
void share_colours(std::vector<std::vector<Strip>>& stacks);

// A picture with its caption, which says how many rows it has and what its colours range over. `from` is where its
// numbers stand. The alternative text tells the largest of each step.
Markup strip_figure(const Strip& strip, const std::string& from);

// All of them, and the axis of time below. `from` is where their trace stands.
Markup strip_stack(const std::vector<Strip>& strips, int steps, const std::string& from);

}  // namespace memnet::report
