// The section of a traced story: the weights of its sentences in each hop, for every question.
#pragma once

#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Returns the questions with their answers, and the sentences with their weights in each hop. `words` is the vocabulary
// of answers; `from` is the source of the trace, as for episode_content().
Markup story_content(const RunRecord::Trace& trace, const std::vector<std::string>& words, const std::string& from);

}  // namespace memnet::report
