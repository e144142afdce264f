// The section of a traced answer to a source: where each of its words looked.
#pragma once

#include <string>

#include "memnet/io/run_record.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Returns the source, the right answer, and for each head a table of the weights of places, with a row for each word of
// the answer; of an image, a picture of it for each word, as bright as the weights. Returns nothing for a trace without
// a source. `from` is the source of the trace, as for episode_content().
Markup alignment_content(const RunRecord::Trace& trace, const std::string& from);

}  // namespace memnet::report
