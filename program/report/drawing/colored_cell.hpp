// Table cells with a background color that encodes a number.
#pragma once

#include <string>

#include "program/report/drawing/color.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// A <td> with this content on the color of a number between 0 and 1; with none where it is NaN. The color is a
// drawing, not a background: that prints too, and needs no style that a strict page would forbid.
Markup colored_cell(double number, const Markup& content);

// Returns the same for a drawing: a rectangle, slightly smaller than its place, with centered text.
Markup colored_rectangle(double number, const std::string& text, double x, double y, double width, double height);

// Returns the CSS class of text that is readable on a color: "on-dark" or "on-light".
const char* letters_on(const Color& color);

}  // namespace memnet::report
