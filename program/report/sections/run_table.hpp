// Every run of a comparison with its results: a table that can be sorted, and taken along.
#pragma once

#include "program/report/markup/markup.hpp"
#include "program/report/sections/comparison_view.hpp"

namespace memnet::report {

Markup run_table(const Survey& survey);

// What is not there: cells that diverged, that are not finished, or whose file cannot be read; nothing if all is well.
Markup what_is_missing(const Survey& survey);

}  // namespace memnet::report
