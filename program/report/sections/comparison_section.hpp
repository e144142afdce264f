// The section of a comparison: which scheme solves which task, after how many sequences, up to which length, and at
// which cost.
#pragma once

#include <filesystem>

#include "program/report/content/comparison_view.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Returns the section. `hypotheses` is a file for hypotheses_table(), or empty for none.
Markup comparison_section(const ComparisonView& view, const std::filesystem::path& hypotheses);

}  // namespace memnet::report
