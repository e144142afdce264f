// Cells of a table that are coloured by a number, and hold it.
#pragma once

#include <string>

#include "program/report/drawing/color.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// A <td> with this content on the colour of a number between 0 and 1; with none where it is NaN. The colour is a
// drawing, not a background: that prints too, and needs no style that a strict page would forbid.
Markup shaded_cell(double number, const Markup& content);

// The same in a drawing: a rectangle, a little smaller than its place, with letters in its midst.
Markup shaded_rectangle(double number, const std::string& text, double x, double y, double width, double height);

// The class of letters that are easy to read on a colour: "on-dark" or "on-light".
const char* letters_on(const Colour& colour);

}  // namespace memnet::report
