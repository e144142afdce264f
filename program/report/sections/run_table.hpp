// All runs of a comparison with their results: a table that can be sorted and downloaded.
#pragma once

#include <string_view>

#include "program/report/content/comparison_view.hpp"
#include "program/report/markup/markup.hpp"
#include "program/report/markup/number.hpp"

namespace memnet::report {

// Returns how a page shows the cost of this name (/cost of a run file).
NumberFormat format_of_cost(std::string_view name);

// Returns a table with a row for each run of the plan.
Markup run_table(const ComparisonView& view);

// Returns a list of the runs that diverged, are not finished or cannot be read; empty if there are none.
Markup unfinished_runs(const ComparisonView& view);

}  // namespace memnet::report
