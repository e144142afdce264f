// SVG elements that several drawings use.
#pragma once

#include <string>

#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Returns text at a point. `anchor` is "start", "middle" or "end"; `style` is a CSS class, or "".
Markup svg_text(double x, double y, const char* anchor, const std::string& text, const char* style = "");

// Returns a whole drawing of this size. `meaning` is its alternative text.
Markup svg_drawing(double width, double height, const char* meaning, const Markup& content);

}  // namespace memnet::report
