// Stories in numbers: from the lines of a story to the episode that asks one of its questions.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "memnet/data/episode.hpp"
#include "tasks/babi/format/story.hpp"
#include "tasks/babi/format/vocabulary.hpp"

namespace memnet::babi {
inline namespace MEMNET_PRECISION {

// Fills the episode with the question at this line of the story, and all that was said before it. Words that the
// vocabulary lacks become 0.
void ask(const Story& story, std::size_t question, const Vocabulary& vocabulary, Episode& episode);

// The lines of a story that are questions.
std::vector<std::size_t> questions_of(const Story& story);

// All questions of some stories, ready to be fetched: each story is numbered once, its questions share it.
class Questions {
 public:
  void add(const Story& story, int part, const Vocabulary& vocabulary);

  int size() const { return static_cast<int>(asked_.size()); }
  void fetch(int i, Episode& episode) const;

  // Moves the last `count` questions to another list.
  void move_last(int count, Questions& to);

 private:
  struct Asked {
    std::shared_ptr<const RaggedArray> sentences;  // of the whole story
    int said;                                      // before the question
    std::vector<int> words, facts;
    int answer, part;
  };
  std::vector<Asked> asked_;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet::babi
