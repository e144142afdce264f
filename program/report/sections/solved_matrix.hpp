// Which scheme solves which task, at a glance.
#pragma once

#include "program/report/content/comparison_view.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// A row for each scheme, a column for each task; each cell has its color, the seeds that solve it of those that are
// done, and the interval.
Markup matrix_table(const ComparisonView& view);
// The same as a drawing.
Markup matrix_drawing(const ComparisonView& view);

// Returns the ranking of the schemes over all tasks: score, and probability of improvement over the next scheme.
Markup ranking_table(const ComparisonView& view);

}  // namespace memnet::report
