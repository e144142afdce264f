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
  double from = 0, to = 1;   // in the picture

  // Takes a range that holds all of these numbers, beginning at 0 where that is near. A percent axis runs from 0 to 1
  // whatever they are. What is not above 0 has no place on a logarithmic axis and is drawn at its low end.
  void fit(const std::vector<double>& numbers);
  double at(double number) const;

  struct Tick {
    double number;
    std::string text;
  };
  std::vector<Tick> ticks() const;
};

}  // namespace memnet::report
