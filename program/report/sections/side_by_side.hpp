// Schemes side by side on the same episode: where each of them looks, and where two of them differ.
#pragma once

#include <string>

#include "program/report/content/comparison_view.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// One seed of every scheme on a task; nothing where no run has traced an episode.
Markup versus_section(const ComparisonView& view, const std::string& task);

}  // namespace memnet::report
