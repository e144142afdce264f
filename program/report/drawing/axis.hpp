// Axes of charts.
#pragma once

#include <string>
#include <vector>

namespace memnet::report {

struct Axis {
  enum Kind { linear, logarithmic, percent };
  std::string label;
  Kind kind = linear;

  double low = 0, high = 1;  // filled in by fit()
  double from = 0, to = 1;   // coordinates of the ends of the axis in the drawing
  // Of a logarithmic axis: the label of the place for numbers that are not positive; "" if fit() saw none.
  std::string zero = "";

  // Sets the range so that it contains all of these numbers, and 0 if that is not far below them. A percent axis always
  // runs from 0 to 1. A logarithmic axis has a place of its own for numbers that are not positive: its end, with a gap
  // to the smallest positive number.
  void fit(const std::vector<double>& numbers);
  // Returns the coordinate of a number in the drawing.
  double at(double number) const;

  struct Tick {
    double number;
    std::string text;
  };
  std::vector<Tick> ticks() const;
};

}  // namespace memnet::report
