// What was expected of a comparison, beside what happened.
#pragma once

#include <filesystem>

#include "program/report/markup/markup.hpp"
#include "program/report/sections/comparison_view.hpp"

namespace memnet::report {

// In the marks of docs/hypotheses.md: '+' solved and half exact at twice the trained length, 'o' solved, '?' by some
// seeds,
// '-' by hardly any; "" before there is a result.
std::string mark_of(const SeedGroup& group, const std::vector<double>& multiples);

// Of a file of comma-separated values with the axes of the plan and a column `expected`, such as docs/hypotheses.csv.
// One that does not fit is an Error of kind data.
Markup hypotheses_table(const Survey& survey, const std::filesystem::path& file);

}  // namespace memnet::report
