// Tables of weights on a page and in a figure.
#pragma once

#include <span>
#include <string>

#include "program/report/content/weight_table.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Returns a table in HTML. `from` is the source of the trace, as for episode_content().
Markup weight_table(const WeightTable& table, const std::string& from);

// Returns tables below each other as a drawing. `below` is a line of text at its end; "": none. Requires at least one.
Markup weights_drawing(std::span<const WeightTable> tables, const std::string& below);

}  // namespace memnet::report
