// All runs of a comparison with their results: a table that can be sorted and downloaded.
#pragma once

#include "program/report/content/comparison_view.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

Markup run_table(const ComparisonView& view);

// Returns a list of the runs that diverged, are not finished or cannot be read; empty if there are none.
Markup what_is_missing(const ComparisonView& view);

}  // namespace memnet::report
