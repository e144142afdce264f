#include "program/report/drawing/svg.hpp"

#include <fmt/format.h>

namespace memnet::report {

Markup svg_text(double x, double y, const char* anchor, const std::string& text, const char* style) {
  return element("text", {{"x", x}, {"y", y}, {"text-anchor", anchor}, {"class", style}}, {text});
}

Markup svg_drawing(double width, double height, const char* meaning, const Markup& content) {
  return element("svg",
                 {{"xmlns", "http://www.w3.org/2000/svg"},
                  {"class", "chart"},
                  {"role", "img"},
                  {"aria-label", meaning},
                  {"width", width},
                  {"height", height},
                  {"viewBox", fmt::format("0 0 {:g} {:g}", width, height)}},
                 {content});
}

}  // namespace memnet::report
