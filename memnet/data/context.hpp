// What an episode gives at once: a story with questions, or a source to be answered, such as a text to be translated.
// Words are numbered from 1; 0 stands for no word.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "memnet/base/matrix.hpp"

namespace memnet {

// A list of lists of integers. All share one buffer, so filling it again allocates no memory.
class RaggedArray {
 public:
  void clear() { numbers_.clear(), ends_.clear(); }
  // Starts a new, empty list at the end; add() appends a number to it.
  void begin_list() { ends_.push_back(numbers_.size()); }
  void add(int number) { numbers_.push_back(number), ends_.back() = numbers_.size(); }
  void add_list(std::span<const int> numbers) {
    numbers_.insert(numbers_.end(), numbers.begin(), numbers.end());
    begin_list();
  }

  // Becomes a copy of the first `count` lists of another one.
  void assign(const RaggedArray& other, int count) {
    const std::size_t lists = static_cast<std::size_t>(count), numbers = count == 0 ? 0 : other.ends_[lists - 1];
    numbers_.assign(other.numbers_.begin(), other.numbers_.begin() + static_cast<long>(numbers));
    ends_.assign(other.ends_.begin(), other.ends_.begin() + static_cast<long>(lists));
  }

  int size() const { return static_cast<int>(ends_.size()); }
  std::span<const int> operator[](int i) const {
    const auto list = static_cast<std::size_t>(i);
    const std::size_t begin = list == 0 ? 0 : ends_[list - 1];
    return std::span(numbers_).subspan(begin, ends_[list] - begin);
  }
  // Returns the length of the longest list.
  int longest() const {
    std::size_t most = 0;
    for (int i = 0; i < size(); ++i) most = std::max(most, (*this)[i].size());
    return static_cast<int>(most);
  }

  bool operator==(const RaggedArray&) const = default;

 private:
  std::vector<int> numbers_;
  std::vector<std::size_t> ends_;  // of each list, in numbers_
};

inline namespace MEMNET_PRECISION {

// Places, each with words or with numbers; then questions, if there are any. The answers are in the episode's targets.
// Every question is answered by one step. Without questions, the context itself is answered, by one or several steps;
// where these end with an end mark, it is word 0.
//   a story        places are sentences; questions
//   a source       places are single words, in their order; no questions; the answer is the target
//   measurements   places are vectors of numbers, such as the frames of a recording; no questions
//   an image       places are patches of pixels, row by row (TaskSpec::places_across); no questions
struct Context {
  RaggedArray sentences;  // the words of each place: of a sentence; or one word, where words come one by one
  Matrix numbers;         // [D, places], if places hold numbers: then there are no sentences
  RaggedArray questions;  // the words of each question
  // Of each question, or, without questions, of each step of the answer: the places (from 0) that it follows from, if
  // known. Without questions the list may be empty.
  RaggedArray supports;
  std::vector<int> answered_at;  // of each step of the answers: the step of the episode that holds it

  void clear() {
    sentences.clear();
    numbers.assign(0, 0);
    questions.clear();
    supports.clear();
    answered_at.clear();
  }
  int places() const { return numbers.cols() > 0 ? numbers.cols() : sentences.size(); }
  bool empty() const { return places() == 0 && !has_questions(); }
  bool has_questions() const { return questions.size() > 0; }
  // Returns the places that step i of the answers follows from; none if they are not known.
  std::span<const int> supports_of(int i) const { return i < supports.size() ? supports[i] : std::span<const int>(); }
  // Adds a place that is one word.
  void add_word(int word) {
    sentences.begin_list();
    sentences.add(word);
  }
  bool operator==(const Context&) const = default;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
