// Points and lines from other sources, beside those of a comparison.
//
// Their file is CSV with the columns name,x,y and perhaps task: rows of one name are a line, in the chart of the task,
// or in all charts without one. A name has no commas. Lines that begin with # are comments.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "program/report/drawing/chart.hpp"

namespace memnet::report {

struct LineBeside {
  std::string task;  // "": in the charts of all tasks
  Line line;
};

// Returns the lines in a file, or in the text of one. Throws an Error of kind data, with file and line, for rows that
// are no point, for tasks that are not among these, and if there is too much to draw.
std::vector<LineBeside> read_lines_beside(const std::filesystem::path& file, const std::vector<std::string>& tasks);
std::vector<LineBeside> parse_lines_beside(std::string_view text, const std::string& file,
                                           const std::vector<std::string>& tasks);

// Adds the lines of a task to its chart, in gray. Throws an Error of kind data for numbers beyond a percent axis.
void add_lines_beside(Chart& chart, const std::vector<LineBeside>& lines, const std::string& task);

}  // namespace memnet::report
