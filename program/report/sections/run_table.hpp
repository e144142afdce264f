// All runs of a comparison with their results: a table that can be sorted and downloaded.
#pragma once

#include "program/report/content/comparison_view.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Returns a table with a row for each run of the plan.
Markup run_table(const ComparisonView& view);

// Returns a list of the runs that diverged, are not finished or cannot be read; empty if there are none.
Markup unfinished_runs(const ComparisonView& view);

}  // namespace memnet::report
