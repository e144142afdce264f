// Which scheme solves which task, at a glance.
#pragma once

#include "program/report/markup/markup.hpp"
#include "program/report/sections/comparison_view.hpp"

namespace memnet::report {

// A row for each scheme, a column for each task; each cell has its colour, the seeds that solve it of those that are
// done, and the interval.
Markup matrix_table(const Survey& survey);
// The same as a drawing.
Markup matrix_drawing(const Survey& survey);

// Schemes over all tasks: score, and how probable it is that a seed of one does better than one of the next.
Markup ranking_table(const Survey& survey);

}  // namespace memnet::report
