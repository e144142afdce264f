// Pictures for a terminal, in Unicode block characters.
#pragma once

#include <string>
#include <vector>

#include "program/report/drawing/strip.hpp"

namespace memnet::report {

// Returns true if standard output is a terminal with a UTF-8 locale.
bool draws_blocks();

// Returns strips one below the other, each number as a block whose shade is its size. Omits the slots of a weighting
// whose weights are small at every step.
std::string draw_strips(const std::vector<Strip>& strips);

// Returns a line chart of the numbers in one line of at most `width` characters: blocks of different heights, or
// letters if `blocks` is false.
std::string spark_line(const std::vector<double>& numbers, std::size_t width, bool blocks);

}  // namespace memnet::report
