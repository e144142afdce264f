// Schemes side by side on the same episode: the weightings of each, and the differences between two of them.
#pragma once

#include <string>

#include "program/report/content/comparison_view.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Returns a run of every scheme on a task, all with the same seed; empty if no run has a traced episode.
Markup side_by_side(const ComparisonView& view, const std::string& task);

}  // namespace memnet::report
