// Stories with questions, as lists of word numbers. Words are numbered from 1; 0 stands for no word.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

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

// Sentences, and then questions about them. The answers are in the episode's targets.
struct Story {
  RaggedArray sentences;         // the words of each sentence
  RaggedArray questions;         // the words of each question
  RaggedArray supports;          // of each question: the sentences (from 0) from which its answer follows, if known
  std::vector<int> answered_at;  // of each question: the step of the episode that holds its answer

  void clear() {
    sentences.clear();
    questions.clear();
    supports.clear();
    answered_at.clear();
  }
  bool empty() const { return questions.size() == 0; }
  bool operator==(const Story&) const = default;
};

}  // namespace memnet
