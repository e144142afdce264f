#include "program/report/drawing/colored_cell.hpp"

#include <fmt/format.h>

#include <cmath>

namespace memnet::report {

Markup colored_cell(double number, const Markup& content) {
  if (std::isnan(number)) return element("td", {content});
  const Color under = color(Palette::amount, number);
  const Markup fill = element("svg", {{"class", "fill"}, {"aria-hidden", "true"}},
                              {element("rect", {{"width", "100%"}, {"height", "100%"}, {"fill", under.hex()}})});
  return element("td", {{"class", fmt::format("shaded {}", letters_on(under))}}, {fill, element("span", {content})});
}

Markup colored_rectangle(double number, const std::string& text, double x, double y, double width, double height) {
  const Color under = color(Palette::amount, number);
  return element("rect",
                 {{"x", x + 1}, {"y", y + 1}, {"width", width - 2}, {"height", height - 2}, {"fill", under.hex()}}) +
         element(
             "text",
             {{"x", x + width / 2}, {"y", y + height / 2 + 4}, {"text-anchor", "middle"}, {"class", letters_on(under)}},
             {text});
}

const char* letters_on(const Color& color) {
  constexpr double kDark = 0.68;  // white letters are easier to read below this lightness
  return color.lightness() < kDark ? "on-dark" : "on-light";
}

}  // namespace memnet::report
