#include "experiments/report/shade.hpp"

#include <fmt/format.h>

#include <cmath>

namespace memnet::report {

Markup shaded_cell(double number, const Markup& content) {
  if (std::isnan(number)) return element("td", {content});
  const Colour under = colour(Palette::amount, number);
  const Markup fill = element("svg", {{"class", "fill"}, {"aria-hidden", "true"}},
                              {element("rect", {{"width", "100%"}, {"height", "100%"}, {"fill", under.hex()}})});
  return element("td", {{"class", fmt::format("shaded {}", letters_on(under))}}, {fill, element("span", {content})});
}

const char* letters_on(const Colour& colour) {
  constexpr double kDark = 0.68;  // white letters are easier to read below this lightness
  return colour.lightness() < kDark ? "on-dark" : "on-light";
}

}  // namespace memnet::report
