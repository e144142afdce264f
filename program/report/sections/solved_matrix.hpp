// How many seeds of each scheme solve each task, and a ranking of the schemes.
#pragma once

#include "program/report/content/comparison_view.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Returns a table with a row for each scheme and a column for each task. A cell shows the number of seeds that solve
// the task, the number of those that are finished or diverged, and the interval of the fraction, which is also its
// color.
Markup matrix_table(const ComparisonView& view);
// Returns the same as a drawing. With a column of compare.csv that is a share, such as "exact_2x" or
// "right_answers_1x", a cell shows its mean over seeds instead. Throws an Error of kind usage if there is no such
// column.
Markup matrix_drawing(const ComparisonView& view, const std::string& column = "");

// Returns the ranking of the schemes over all tasks: score, and probability of improvement over the next scheme.
Markup ranking_table(const ComparisonView& view);

}  // namespace memnet::report
