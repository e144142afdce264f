#include "program/report/sections/svg_figures.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "program/report/drawing/heat_map.hpp"
#include "program/report/drawing/svg.hpp"

namespace memnet::report {

Markup strips_drawing(const std::vector<Strip>& strips) {
  constexpr double kLeft = 124, kWidth = 480, kGap = 7, kLetters = 14, kFoot = 34;
  Markup drawn;
  double y = 4;
  const int steps = strips.front().numbers.cols();
  for (const Strip& strip : strips) {
    const double height = std::clamp(9.0 * strip.numbers.rows(), kLetters, 150.0);
    drawn += svg_text(kLeft - 8, y + height / 2 + 4, "end", strip.title);
    drawn += rectangles_of(strip.numbers, strip.coloring, kLeft, y, kWidth, height);
    drawn += element("rect", {{"class", "frame"}, {"x", kLeft}, {"y", y}, {"width", kWidth}, {"height", height}});
    y += height + kGap;
  }
  for (int t = 0; t < steps; t += tick_stride(steps))
    drawn += svg_text(kLeft + kWidth * (t + 0.5) / steps, y + 10, "middle", std::to_string(t));
  drawn += svg_text(kLeft + kWidth, y + 26, "end", "time step", "label");
  return svg_drawing(kLeft + kWidth + 6, y + kFoot, "Heat maps over time: inputs, outputs and the weightings of heads",
                     drawn);
}

Markup charts_drawing(const std::vector<Chart>& charts) {
  constexpr double kWidth = 440, kHeight = 330, kTitle = 20;
  Markup drawn;
  const std::size_t columns = std::min<std::size_t>(2, charts.size());
  for (std::size_t i = 0; i < charts.size(); ++i) {
    const double x = kWidth * static_cast<double>(i % columns),
                 y = (kHeight + kTitle) * static_cast<double>(i / columns);
    drawn += svg_text(x + 8, y + 14, "start", charts[i].title, "title");
    drawn += draw(
        charts[i],
        {{"x", x}, {"y", y + kTitle}, {"width", kWidth}, {"height", kHeight}, {"preserveAspectRatio", "xMidYMin"}});
  }
  const std::size_t rows = (charts.size() + columns - 1) / columns;
  return svg_drawing(kWidth * static_cast<double>(columns), (kHeight + kTitle) * static_cast<double>(rows), "Charts",
                     drawn);
}

}  // namespace memnet::report
