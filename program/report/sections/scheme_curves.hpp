// Charts of the schemes of a comparison.
#pragma once

#include <string>

#include "program/report/content/comparison_view.hpp"
#include "program/report/drawing/chart.hpp"

namespace memnet::report {

// Returns the metric of measure_of() at the trained length over training sequences: the median over seeds for each
// scheme, and a band from the worst to the best seed. A run that stopped early keeps its last value.
Chart learning_by_scheme(const ComparisonView& view, const std::string& task, const std::string& metric = "");
// Returns the same for one scheme, with a line for each seed.
Chart learning_of_seeds(const ComparisonView& view, const std::string& task, std::size_t scheme);

// Returns the fraction of sequences without an error at each length: the mean over seeds, and a band from the worst to
// the best seed.
Chart lengths_by_scheme(const ComparisonView& view, const std::string& task);
// Returns the fraction of seeds that have solved the task, over training sequences.
Chart solved_by_scheme(const ComparisonView& view, const std::string& task);
// Returns the cost of each scheme and the fraction of its runs that solve their tasks.
Chart cost_and_success(const ComparisonView& view);

// Removes the bands if there are so many that they would cover each other.
void drop_bands(Chart& chart);

}  // namespace memnet::report
