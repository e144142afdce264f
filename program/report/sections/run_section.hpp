// One run: what became of it, its curves, its length sweep, what its heads did.
#pragma once

#include <vector>

#include "memnet/io/run_record.hpp"
#include "program/report/drawing/chart.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Of a whole record.
Markup run_section(const RunRecord& record);

// The training series and the evaluations while training.
std::vector<Chart> learning_curves(const RunRecord& record);
// The sweep over lengths, at the end or, before there is one, as the last evaluation saw it.
Chart length_curves(const RunRecord& record);

// "finished", or what else became of a run, with why: a badge of its own colour and sign.
Markup status_badge(const std::string& status, const std::string& message);

// A drawing in a frame that says what it shows.
Markup framed(const Chart& chart, const std::string& note = "");

}  // namespace memnet::report
