// Charts of the schemes of a comparison over an option with numbers.
#pragma once

#include <string>

#include "program/report/content/comparison_view.hpp"
#include "program/report/drawing/chart.hpp"

namespace memnet::report {

// The metric of a grid that is no metric of single runs: the share of seeds that solve the task.
inline constexpr const char* kSolvedShare = "solved";

// Returns the metric of measure_of() at the trained length at the end of each run (sweeps_at_the_end()), over the one
// axis whose values are numbers, or have one name and a number each ("ponder:0.01"): the median over seeds for each
// scheme, and a band from the worst to the best seed. Of kSolvedShare it returns the share with its 95 % interval
// (Wilson). A scheme without that option has the same results everywhere. Throws an Error of kind usage unless there is
// exactly one such axis.
Chart ends_by_scheme(const ComparisonView& view, const std::string& task, const std::string& metric);

}  // namespace memnet::report
