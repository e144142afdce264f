// Table cells with a background color that encodes a number.
#pragma once

#include <string>

#include "program/report/drawing/color.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Returns a <td> with this content on the color of a number between 0 and 1; without a color if the number is NaN. The
// color is an SVG rectangle and not a CSS background, because it is also printed and needs no inline style, which the
// Content-Security-Policy of the page forbids.
Markup colored_cell(double number, const Markup& content);

// Returns the same for a drawing: a colored rectangle with a narrow margin and centered text.
Markup colored_rectangle(double number, const std::string& text, double x, double y, double width, double height);

// Returns the CSS class of text that is readable on a color: "on-dark" or "on-light".
const char* text_class_on(const Color& color);

}  // namespace memnet::report
