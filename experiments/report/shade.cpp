#include "experiments/report/shade.hpp"

#include <cmath>

#include "experiments/report/colour.hpp"

namespace memnet::report {

Markup shaded_cell(double number, const Markup& content) {
  constexpr double kDark = 0.68;  // below this lightness, white letters are easier to read
  if (std::isnan(number)) return element("td", {content});
  const Colour under = colour(Palette::amount, number);
  const Markup fill = element("svg", {{"class", "fill"}, {"aria-hidden", "true"}},
                              {element("rect", {{"width", "100%"}, {"height", "100%"}, {"fill", under.hex()}})});
  return element("td", {{"class", under.lightness() < kDark ? "shaded on-dark" : "shaded on-light"}},
                 {fill, element("span", {content})});
}

}  // namespace memnet::report
