// Collects the lines of a story.
#pragma once

#include <utility>

#include "tasks/babi/format/story.hpp"

namespace memnet::babi {

class StoryBuilder {
 public:
  // Both add a line and return its number, from 1.
  int state(std::string sentence) { return add({std::move(sentence), "", {}}); }
  int ask(std::string question, std::string answer, std::vector<int> supports) {
    ++questions_;
    return add({std::move(question), std::move(answer), std::move(supports)});
  }

  int questions() const { return questions_; }
  StoryText take() { return std::move(story_); }

 private:
  int add(Line line) {
    story_.push_back(std::move(line));
    return static_cast<int>(story_.size());
  }

  StoryText story_;
  int questions_ = 0;
};

}  // namespace memnet::babi
