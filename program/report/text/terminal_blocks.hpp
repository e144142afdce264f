// Pictures of an episode for a terminal.
#pragma once

#include <string>
#include <vector>

#include "program/report/drawing/strip.hpp"

namespace memnet::report {

// Returns true if standard output is a terminal with a UTF-8 locale.
bool draws_blocks();

// Returns strips one below the other, each number as a block from empty to full. Slots are left out of a weighting that
// gives them next to no weight at any step.
std::string draw_strips(const std::vector<Strip>& strips);

// Returns a line that rises and falls with the numbers, at most `width` characters wide; of letters if `blocks` is
// false.
std::string spark_line(const std::vector<double>& numbers, std::size_t width, bool blocks);

}  // namespace memnet::report
