// Tables of lines that figures draw beside others.
#include "program/report/sections/lines_beside.hpp"
#include "tests/fuzz/fuzz.hpp"

void memnet::fuzz::try_input(std::string_view input) {
  report::Chart chart;
  add_lines_beside(chart, report::parse_lines_beside(input, "lines.csv", {"copy"}), "copy");
  require(!report::draw(chart).written().empty());
}
