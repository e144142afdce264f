// A traced story, question by question: the sentences before it, and their weights in each hop.
#pragma once

#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet::report {

// Returns the name of a head with a space before its number: "hop 0".
std::string head_title(std::string head);

// A line of a story in the format of bAbI: "3 Where is Mary?<TAB>bathroom<TAB>1 2".
struct StoryLine {
  std::string number, words;
  std::string answer;                 // of a question; "" of a sentence
  std::vector<std::string> supports;  // the numbers of the sentences that the answer follows from
  bool is_question = false;
};
std::vector<StoryLine> story_lines(const std::string& story);

struct QuestionAsked {
  StoryLine line;
  std::vector<StoryLine> sentences;  // those before it

  // One weighting over the sentences.
  struct Hop {
    std::string title;            // "hop 0"
    std::string panel;            // "hop0/weighting"
    std::size_t lost;             // the number of first sentences that the memory had no slot for
    std::vector<double> weights;  // of each sentence; NaN for those that were lost
  };
  std::vector<Hop> hops;

  bool is_supported_by(std::size_t sentence) const;
  // Returns true if a supporting sentence has the largest weight of the hop.
  bool is_found_by(const Hop& hop) const;
};
std::vector<QuestionAsked> questions_asked(const RunRecord::Trace& trace);

// Returns true for a trace with a story and at least one weighting over its sentences.
bool is_story(const RunRecord::Trace& trace);

}  // namespace memnet::report
