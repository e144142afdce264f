// Figures for papers, as vector graphics.
#pragma once

#include <vector>

#include "program/report/drawing/chart.hpp"
#include "program/report/drawing/strip.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Returns strips one below the other, with their names on the left and the time axis below. Requires at least one.
Markup strips_drawing(const std::vector<Strip>& strips);

// Returns charts in rows of two, each below its title.
Markup charts_drawing(const std::vector<Chart>& charts);

}  // namespace memnet::report
