// The pictures of an episode in a terminal.
#pragma once

#include <string>
#include <vector>

#include "program/report/drawing/strip.hpp"

namespace memnet::report {

// Is standard output a terminal that knows block characters?
bool draws_blocks();

// Strips one below the other, each number a block from empty to full. Slots that no head ever looked at are left out.
std::string draw_strips(const std::vector<Strip>& strips);

// One line that rises and falls with the numbers, at most `width` characters wide; of letters where `blocks` is false.
std::string spark_line(const std::vector<double>& numbers, std::size_t width, bool blocks);

}  // namespace memnet::report
