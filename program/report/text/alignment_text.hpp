// A traced answer to a source as text: where each word looked.
#pragma once

#include <string>

#include "memnet/io/run_record.hpp"

namespace memnet {

// Returns the image, where the source is one, and for each head a frame for each word, with the weights of the places
// as they stand on it. Of other sources: for each head with weightings over the places, a table with a row for each
// word of the answer and a column for each place; "" if the trace has none. A line has at most 80 characters: where the
// words of the places do not fit, they are numbered from 0, and a last line says which places are left out.
std::string draw_alignments(const RunRecord::Trace& trace);

}  // namespace memnet
