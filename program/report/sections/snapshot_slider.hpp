// A traced episode, at every snapshot of training.
#pragma once

#include "memnet/io/run_record.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Returns episode `number` of a run, at all snapshots, one behind the other. The page's script shows one of them, first
// the last, and a slider to choose another.
Markup traced_section(const RunRecord& record, std::size_t number);

}  // namespace memnet::report
