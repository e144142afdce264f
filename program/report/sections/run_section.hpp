// The section of one run: its result, learning curves, length sweep and traced episodes.
#pragma once

#include <vector>

#include "memnet/io/run_record.hpp"
#include "program/report/drawing/chart.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Returns the whole section.
Markup run_section(const RunRecord& record);

// Returns charts of the training series and of the evaluations during training.
std::vector<Chart> learning_curves(const RunRecord& record);
// Returns the chart of the length sweep: the final one or, before it exists, the last evaluation.
Chart length_curves(const RunRecord& record);

// Returns the status of a run and its message as a badge with its own color and sign.
Markup status_badge(const std::string& status, const std::string& message);

// Returns a chart in a frame with its title and a note.
Markup framed(const Chart& chart, const std::string& note = "");

}  // namespace memnet::report
