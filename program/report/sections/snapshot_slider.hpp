// A traced episode, at every moment of training at which it was traced.
#pragma once

#include "memnet/io/run_record.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Episode `number` of a run: all moments stand one behind the other; the page's script shows one of them, the last
// at first, and has the reader choose another with a slider.
Markup traced_section(const RunRecord& record, std::size_t number);

}  // namespace memnet::report
