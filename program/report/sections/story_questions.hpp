// A traced story, question by question: what was told before, and how hard each hop looked at each sentence.
#pragma once

#include <string>
#include <vector>

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

struct QuestionAsked {
  StoryLine line;
  std::vector<StoryLine> told;  // the sentences before it

  // Of one hop: how hard it looked at each sentence; NaN where the memory had lost it, since it keeps the last ones.
  struct Hop {
    std::string panel;  // "hop0/weighting"
    std::size_t lost;   // sentences, the first of all
    std::vector<double> weights;
  };
  std::vector<Hop> hops;

  bool is_told_by(std::size_t sentence) const;
  // Does a hop look at a sentence that tells the answer, and at no other harder?
  bool is_found_by(const Hop& hop) const;
};
std::vector<QuestionAsked> questions_asked(const RunRecord::Trace& trace);

// Has this trace a story, and at least one hop over it?
bool is_story(const RunRecord::Trace& trace);

}  // namespace memnet::report
