// A whole comparison: what solves what, how fast, how far beyond the trained length, and at what cost.
#pragma once

#include <filesystem>

#include "program/report/content/comparison_view.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// `hypotheses` is a file for hypotheses_table(); nothing is shown of it where it is empty.
Markup comparison_section(const ComparisonView& view, const std::filesystem::path& hypotheses);

}  // namespace memnet::report
