// The schemes of a comparison on one task, as curves.
#pragma once

#include <string>
#include <vector>

#include "program/report/content/comparison_view.hpp"
#include "program/report/drawing/chart.hpp"

namespace memnet::report {

// The metric at the trained length over training sequences: the median of the seeds of each scheme, and a band from the
// worst to the best seed. A run that stopped early keeps its last value.
Chart learning_by_scheme(const ComparisonView& view, const std::string& task);
// The same for one scheme alone, every seed a line.
Chart learning_of_seeds(const ComparisonView& view, const std::string& task, std::size_t scheme);

// The fraction of sequences without an error at each length: mean of the seeds, and a band from the worst to the best.
Chart lengths_by_scheme(const ComparisonView& view, const std::string& task);
// The fraction of seeds that have solved the task, over training sequences.
Chart solved_by_scheme(const ComparisonView& view, const std::string& task);
// The cost of each scheme and the fraction of its seeds that solve their tasks.
Chart cost_and_success(const ComparisonView& view);

}  // namespace memnet::report
