// A traced answer to a source as text: where each word looked.
#pragma once

#include <string>

#include "memnet/io/run_record.hpp"

namespace memnet {

// Returns, for each head with weightings over the places of a source, a table with a row for each word of the answer
// and a column for each place; "" if the trace has none. Wide tables show the first places only.
std::string draw_alignments(const RunRecord::Trace& trace);

}  // namespace memnet
