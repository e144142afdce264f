// Matrices as pictures: a column for each time step, a row for each slot, bit or feature.
#pragma once

#include <string>

#include "memnet/base/matrix.hpp"
#include "program/report/drawing/color.hpp"
#include "program/report/drawing/png.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// The color scale of a matrix. Without negative numbers it runs from 0 to the largest number (at least 1); otherwise it
// is symmetric around 0. NaN has no color.
struct Coloring {
  Palette palette = Palette::amount;
  double largest = 1;

  // Colors are quantized to this many steps.
  static constexpr int kSteps = 64;
  int step(double number) const;
  Color of_step(int step) const;

  // Returns the smallest scale that covers both.
  Coloring widened(const Coloring& other) const;
};
Coloring coloring_of(const Matrix& matrix);

// Returns a picture with one pixel for each number.
Picture picture_of(const Matrix& matrix, const Coloring& coloring);

// Returns the matrix as SVG rectangles, one for each run of equal colors in a row, for figures of any size.
Markup rectangles_of(const Matrix& matrix, const Coloring& coloring, double x, double y, double width, double height);

// Returns the numbers as JSON, column by column, in thousandths; repeated numbers as number*times, since most of a
// weighting is 0. `first` is the index of the first row:
// {"name":"read0/weighting","rows":32,"first":0,"thousandths":"0*11 982 0*20 nan"}
std::string panel_json(const std::string& name, const Matrix& matrix, int first);

}  // namespace memnet::report
