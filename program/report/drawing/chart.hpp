// Line charts as SVG; they need no script and can be printed.
#pragma once

#include <string>
#include <vector>

#include "program/report/drawing/axis.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// A curve, or the median of several with a band around it.
struct Line {
  std::string name;  // in the legend; lines of one look have one name
  std::string from;  // the source of its numbers; see number.hpp
  std::vector<double> x, y;
  std::vector<double> low = {};  // of a band around it, if it has one
  std::vector<double> high = {};
  int style = 0;       // color and dashes
  bool faint = false;  // drawn lightly, as one of many
  bool dots = false;   // draws a marker at each number
  bool gray = false;   // of another source

  // Returns the classes of its style.
  std::string look() const;
};

struct Chart {
  std::string title;
  Axis x, y;
  std::vector<Line> lines;
};

// Returns the chart as an <svg> with an alternative text that names the ends of each line. `more` are further
// attributes of the <svg>, such as its position in a larger drawing.
Markup draw(Chart chart, const Attributes& more = {});

// Reduces a long line to the smallest and the largest number in each of a few hundred columns: a chart is not wider.
void thin_out(std::vector<double>& x, std::vector<double>& y);

}  // namespace memnet::report
