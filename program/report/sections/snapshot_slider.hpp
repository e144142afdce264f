// A traced episode, at every snapshot of training.
#pragma once

#include "memnet/io/run_record.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Returns episode `number` of a run at all snapshots, in their order. The script of the page shows one of them, at
// first the last one, and adds a slider to select another.
Markup traced_section(const RunRecord& record, std::size_t number);

}  // namespace memnet::report
