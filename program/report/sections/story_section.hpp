// A traced story: which sentences a model attended to before it answered, hop by hop.
#pragma once

#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"
#include "program/report/markup/markup.hpp"

namespace memnet::report {

// Its questions with their answers, and the sentences with the attention of each hop. `words` are those that answers
// are among; `from` is the place of the trace, as for episode_content().
Markup story_content(const RunRecord::Trace& trace, const std::vector<std::string>& words, const std::string& from);

}  // namespace memnet::report
