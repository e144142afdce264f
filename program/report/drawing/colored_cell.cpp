#include "program/report/drawing/colored_cell.hpp"

#include <fmt/format.h>

#include <cmath>

#include "program/report/drawing/svg.hpp"

namespace memnet::report {

Markup colored_cell(double number, const Markup& content) {
  if (std::isnan(number)) return element("td", {content});
  const Color background = color(Palette::amount, number);
  const Markup fill = element("svg", {{"class", "fill"}, {"aria-hidden", "true"}},
                              {element("rect", {{"width", "100%"}, {"height", "100%"}, {"fill", background.hex()}})});
  return element("td", {{"class", fmt::format("shaded {}", text_class_on(background))}},
                 {fill, element("span", {content})});
}

Markup colored_rectangle(double number, const std::string& text, double x, double y, double width, double height) {
  const Color background = color(Palette::amount, number);
  return element(
             "rect",
             {{"x", x + 1}, {"y", y + 1}, {"width", width - 2}, {"height", height - 2}, {"fill", background.hex()}}) +
         svg_text(x + width / 2, y + height / 2 + 4, "middle", text, text_class_on(background));
}

const char* text_class_on(const Color& color) {
  constexpr double kDark = 0.68;  // white text is easier to read below this lightness
  return color.lightness() < kDark ? "on-dark" : "on-light";
}

}  // namespace memnet::report
