// A traced story as text, with the weights of its sentences.
#pragma once

#include <string>

#include "memnet/io/run_record.hpp"

namespace memnet {

// Returns the lines of the story and, beside each sentence, its weight in each hop for the first question; only the
// lines if the model has no weightings over sentences.
std::string draw_story(const RunRecord::Trace& trace);

}  // namespace memnet
