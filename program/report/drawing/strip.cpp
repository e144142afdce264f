#include "program/report/drawing/strip.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "program/report/markup/number.hpp"

namespace memnet::report {
namespace {

constexpr int kStepWidth = 42, kLeastRow = 2, kHighestRow = 11, kHeight = 170;  // pixels
constexpr int kMostSteps = 40;                                                  // that the alternative text lists

// Returns the alternative text of the picture: the row with the largest number at each step.
std::string alternative_text(const Strip& strip) {
  std::string words = fmt::format("{}: {} rows, {} steps. Largest at each step, as step: row (number): ", strip.title,
                                  strip.numbers.rows(), strip.numbers.cols());
  for (int t = 0; t < std::min(kMostSteps, strip.numbers.cols()); ++t) {
    const auto column = strip.numbers.column(t);
    if (column.empty() || std::isnan(column[0])) continue;
    const auto most = std::ranges::max_element(column);
    words += fmt::format("{}: {} ({:.2f}), ", t, strip.first + (most - column.begin()), *most);
  }
  words.replace(words.size() - 2, 2, strip.numbers.cols() > kMostSteps ? ", and so on." : ".");
  return words;
}

// Returns the time axis below a stack of pictures.
Markup time_axis(int steps) {
  Markup ticks;
  for (int t = 0; t < steps; t += tick_stride(steps))
    ticks +=
        element("text", {{"x", fmt::format("{:.2f}%", 100 * (t + 0.5) / steps)}, {"y", 12}, {"text-anchor", "middle"}},
                {std::to_string(t)});
  const Markup axis = element(
      "svg", {{"class", "time"}, {"width", steps * kStepWidth}, {"height", 16}, {"aria-hidden", "true"}}, {ticks});
  return element(
      "figure", {{"class", "panel"}},
      {element("figcaption", {element("small", {"time step"})}), element("div", {{"class", "frame"}}, {axis})});
}

}  // namespace

int tick_stride(int steps) { return steps <= 24 ? 2 : steps <= 60 ? 5 : steps <= 120 ? 10 : 20; }

void share_colors(std::vector<std::vector<Strip>>& stacks) {
  std::map<std::string, Coloring> shared;
  for (const std::vector<Strip>& stack : stacks)
    for (const Strip& strip : stack) shared[strip.name] = shared[strip.name].widened(strip.coloring);
  for (std::vector<Strip>& stack : stacks)
    for (Strip& strip : stack) strip.coloring = shared[strip.name];
}

Markup strip_figure(const Strip& strip, const std::string& from) {
  const int rows = std::max(1, strip.numbers.rows()), row = std::clamp(kHeight / rows, kLeastRow, kHighestRow);
  const Coloring& coloring = strip.coloring;
  Markup range = coloring.palette == Palette::deviation ? Markup("\u00b1") : Markup("0\u2013");
  range += number(coloring.largest, NumberFormat::plain, from + " range");
  const Markup caption = element(
      "figcaption",
      {element("b", {name_span(strip.title)}), " ",
       element("small", {element("data", {{"value", rows}, {"data-from", from + " rows"}}, {std::to_string(rows)}),
                         rows == 1 ? " number, " : " rows, ", range})});
  return element("figure", {{"class", "panel"}, {"data-panel", strip.name}, {"data-from", from}},
                 {caption, element("div", {{"class", "frame"}},
                                   {element("img", {{"alt", alternative_text(strip)},
                                                    {"width", strip.numbers.cols() * kStepWidth},
                                                    {"height", row * rows},
                                                    {"src", data_address(picture_of(strip.numbers, coloring))}})})});
}

Markup strip_stack(const std::vector<Strip>& strips, int steps, const std::string& from) {
  Markup pictures;
  for (const Strip& strip : strips)
    if (strip.numbers.cols() == steps && strip.numbers.rows() > 0)
      pictures += strip_figure(strip, fmt::format("{}/{}", from, strip.name));
  return element("div", {{"class", "stack"}}, {pictures, time_axis(steps)});
}

}  // namespace memnet::report
