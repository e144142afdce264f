// Makes episodes, in word numbers, from the questions of stories in text.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "memnet/data/episode.hpp"
#include "tasks/babi/format/story.hpp"
#include "tasks/babi/format/vocabulary.hpp"

namespace memnet::babi {
inline namespace MEMNET_PRECISION {

// Fills the episode with one question of the story, given by its line (from 0), and with all statements before it.
// Words that the vocabulary lacks become 0.
void ask(const StoryText& story, std::size_t question, const Vocabulary& vocabulary, Episode& episode);

// The lines (from 0) of a story that are questions.
std::vector<std::size_t> questions_of(const StoryText& story);

// All questions of a list of stories, in word numbers. The questions of one story share its sentences.
class Questions {
 public:
  // Adds all questions of a story, which belongs to this subtask.
  void add(const StoryText& story, int subtask, const Vocabulary& vocabulary);

  int size() const { return static_cast<int>(asked_.size()); }
  // Fills the episode with question i.
  void fetch(int i, Episode& episode) const;

  // Moves the last `count` questions to the end of another list.
  void move_last(int count, Questions& to);

 private:
  struct Asked {
    std::shared_ptr<const RaggedArray> sentences;  // of the whole story
    int count;                                     // the number of sentences before the question
    std::vector<int> words, facts;
    int answer, subtask;
  };
  std::vector<Asked> asked_;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet::babi
