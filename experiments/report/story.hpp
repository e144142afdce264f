// A traced story: which sentences a model attended to before it answered, hop by hop.
#pragma once

#include <string>
#include <vector>

#include "experiments/report/markup.hpp"
#include "memnet/io/run_record.hpp"

namespace memnet::report {

// A line of a story in the format of bAbI: "3 Where is Mary?<TAB>bathroom<TAB>1 2".
struct StoryLine {
  std::string number, words;
  std::string answer;                 // of a question; "" of a sentence
  std::vector<std::string> supports;  // the numbers of the sentences that tell it
  bool is_question = false;
};
std::vector<StoryLine> story_lines(const std::string& story);

// Has this trace a story, and at least one hop over it?
bool is_story(const RunRecord::Trace& trace);

// Its questions with their answers, and the sentences with the attention of each hop. `words` are those that answers are
// among; `from` is the place of the trace, as for episode_content().
Markup story_content(const RunRecord::Trace& trace, const std::vector<std::string>& words, const std::string& from);

}  // namespace memnet::report
