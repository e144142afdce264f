// The questions of a traced story: the sentences before each question, and their weights in each hop.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "memnet/io/run_record.hpp"

namespace memnet::report {

// Returns the name of a head with a space before its number: "hop 0".
std::string head_title(std::string head);

// A line of a story in the format of bAbI: "3 Where is Mary?<TAB>bathroom<TAB>1 2".
struct StoryLine {
  std::string number, words;
  std::string answer;                 // the answer to a question; "" for a sentence
  std::vector<std::string> supports;  // the numbers of the sentences that the answer follows from, sorted as text
  bool is_question = false;
};
// Returns the lines of a story that are not empty.
std::vector<StoryLine> story_lines(const std::string& story);

struct QuestionAsked {
  StoryLine line;
  std::shared_ptr<const std::vector<StoryLine>> story;  // all sentences, which the questions share
  std::span<const StoryLine> sentences;                 // those before the question

  // One weighting over the sentences.
  struct Hop {
    std::string title;      // "hop 0"
    std::string panel;      // "hop0/weighting"
    std::size_t lost;       // the number of oldest sentences, which the memory had no slot for
    const Matrix* numbers;  // of the trace: the weights of all questions
    int question;
    // The probabilities of what it chose for each question; nullptr if it does not choose.
    const RunRecord::Trace::Panel* choice;

    // Returns the weight of a sentence; NaN if it was lost.
    double weight(std::size_t sentence) const;
  };
  std::vector<Hop> hops;

  // Returns true if the sentence is a supporting fact.
  bool is_supported_by(std::size_t sentence) const;
  // Returns true if a supporting fact has the largest weight of the hop.
  bool is_found_by(const Hop& hop) const;
};
// Returns the questions of a story in their order; of a story that is much longer than tasks tell, only the first ones.
// They refer to the trace.
std::vector<QuestionAsked> questions_asked(const RunRecord::Trace& trace);

// Returns true for a trace with a story and at least one weighting over its sentences.
bool is_story(const RunRecord::Trace& trace);

}  // namespace memnet::report
