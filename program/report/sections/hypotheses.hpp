// The expected results of a comparison beside the actual ones.
#pragma once

#include <filesystem>

#include "program/report/content/comparison_view.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Returns the result of a group as a mark of docs/hypotheses.md: '+' solved, and half exact at twice the trained
// length; 'o' solved; '?' solved by some seeds; '-' by hardly any seed; "" if there is no result yet.
std::string mark_of(const SeedGroup& group, const std::vector<double>& multiples);

// Returns a table for a CSV file with the axes of the plan and a column `expected`, such as docs/hypotheses.csv.
// Throws an Error of kind data if the file does not fit the plan.
Markup hypotheses_table(const ComparisonView& view, const std::filesystem::path& file);

}  // namespace memnet::report
