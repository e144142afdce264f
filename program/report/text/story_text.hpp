// A story as text, and where a model looks in it.
#pragma once

#include <string>

#include "memnet/io/run_record.hpp"

namespace memnet {

// The lines of a traced story, and beside each sentence how hard each hop looks at it while the first question is
// answered; a model without hops leaves only the lines.
std::string draw_story(const RunRecord::Trace& trace);

}  // namespace memnet
