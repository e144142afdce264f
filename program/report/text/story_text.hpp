// A story as text, with the attention of a model.
#pragma once

#include <string>

#include "memnet/io/run_record.hpp"

namespace memnet {

// Returns the lines of a traced story, and beside each sentence its weight in each hop when the first question is
// answered; of a model without weightings over sentences, only the lines.
std::string draw_story(const RunRecord::Trace& trace);

}  // namespace memnet
