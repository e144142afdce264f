// Line charts as SVG: readable without a script, and on paper.
#pragma once

#include <string>
#include <vector>

#include "program/report/drawing/axis.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// One curve, or the band of many.
struct Line {
  std::string name;  // in the legend; lines of one style have one name
  std::string from;  // where its numbers stand; see figure.hpp
  std::vector<double> x, y;
  std::vector<double> low = {};  // of a band around it, if it has one
  std::vector<double> high = {};
  int style = 0;       // colour and dashes
  bool faint = false;  // one of many
  bool dots = false;   // few numbers: each has a dot
};

struct Chart {
  std::string title;
  Axis x, y;
  std::vector<Line> lines;
};

// An <svg> of its own size, with an alternative text that says where each line begins and ends. `place` are attributes
// for its place in a larger one.
Markup draw(Chart chart, const Attributes& place = {});

// At most two numbers for each of some hundred columns, the smallest and the largest: what a picture can show.
void thin_out(std::vector<double>& x, std::vector<double>& y);

}  // namespace memnet::report
