// Matrices as pictures: time to the right, a row for each slot, bit or feature.
#pragma once

#include <string>

#include "memnet/base/matrix.hpp"
#include "program/report/drawing/color.hpp"
#include "program/report/drawing/png.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// How a matrix is coloured: what is never negative from 0 to its largest number (at least 1), all else from minus to
// plus its largest deviation from 0. What is no number has no colour.
struct Colouring {
  Palette palette = Palette::amount;
  double largest = 1;

  // Of its numbers, one of some steps; none of NaN.
  static constexpr int kSteps = 64;
  int step(double number) const;
  Colour of_step(int step) const;

  // One that has a colour for everything that either of two has one for.
  Colouring widened(const Colouring& other) const;
};
Colouring colouring_of(const Matrix& matrix);

// A pixel for each number.
Picture picture_of(const Matrix& matrix, const Colouring& colouring);

// Rectangles of an SVG, for figures that have to be sharp at any size: one for each run of equal colours in a row.
Markup rectangles_of(const Matrix& matrix, const Colouring& colouring, double x, double y, double width, double height);

// Its numbers as JSON, column by column, in thousandths, those that repeat as number*times: most of a weighting is 0.
// {"name":"read0/weighting","rows":32,"first":0,"thousandths":"0*11 982 0*20 nan"}
// `first` is what the first row is counted as.
std::string panel_json(const std::string& name, const Matrix& matrix, int first);

}  // namespace memnet::report
