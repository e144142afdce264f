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
  double from = 0, to = 1;   // coordinates of low and high in the drawing

  // Sets the range so that it contains all of these numbers, and 0 if that is not far below them. A percent axis always
  // runs from 0 to 1. On a logarithmic axis, numbers that are not positive are drawn at the low end.
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
