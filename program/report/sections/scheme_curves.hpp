// The schemes of a comparison on one task, as curves.
#pragma once

#include <string>
#include <vector>

#include "program/report/drawing/chart.hpp"
#include "program/report/sections/comparison_view.hpp"

namespace memnet::report {

// At the trained length, over training sequences: the median of the seeds of each scheme, and a band from the worst to
// the best. A run that stopped because it had solved its task keeps what it had.
Chart learning_by_scheme(const Survey& survey, const std::string& task);
// The same for one scheme alone, every seed a line.
Chart learning_of_seeds(const Survey& survey, const std::string& task, std::size_t scheme);

// How many sequences without an error at each length, mean of the seeds and a band from the worst to the best.
Chart lengths_by_scheme(const Survey& survey, const std::string& task);
// The fraction of seeds that have solved the task after so many sequences.
Chart solved_by_scheme(const Survey& survey, const std::string& task);
// What a scheme costs, and how many of all its seeds solve their tasks.
Chart cost_and_success(const Survey& survey);

}  // namespace memnet::report
