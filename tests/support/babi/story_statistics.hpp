// Statistics of stories, to compare generated stories with released ones.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>

#include "tasks/babi/format/story.hpp"

namespace memnet::babi {

// A mean over all questions, and its standard error; questions of the same story are not independent of each other.
struct Mean {
  double value = 0, error = 0;
};

struct Statistics {
  int stories = 0, questions = 0;
  Mean statements;  // for each question
  Mean context;     // statements before a question
  double context_deviation = 0;
  Mean supports;                        // of a question
  Mean distance;                        // lines from a question back to the oldest of its supports
  std::map<std::string, Mean> answers;  // the fraction of questions with each answer
  std::set<std::string> words;          // of statements and questions

  std::set<std::string> words_and_answers() const;
};

Statistics measure(std::span<const StoryText> stories);

}  // namespace memnet::babi
