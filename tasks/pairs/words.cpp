#include "tasks/pairs/words.hpp"

#include <algorithm>

namespace memnet::pairs {

int count_words(std::string_view text, Unit unit) {
  int words = 0;
  for_words(text, unit, [&](std::string_view) { ++words; });
  return words;
}

void Vocabulary::count(std::string_view text, Unit unit) {
  for_words(text, unit, [this](std::string_view word) {
    if (const auto found = numbers_.find(word); found != numbers_.end())
      ++found->second;
    else
      numbers_.emplace(word, 1);
  });
}

void Vocabulary::keep(int least) {
  for (const auto& [word, times] : numbers_)
    if (times >= least) words_.push_back(word);
  std::ranges::sort(words_);
  numbers_.clear();
  for (std::size_t i = 0; i < words_.size(); ++i) numbers_.emplace(words_[i], static_cast<int>(i) + 1);
}

int Vocabulary::number(std::string_view word) {
  if (const auto found = numbers_.find(word); found != numbers_.end()) return found->second;
  // A file that was made from words of another vocabulary may spell the unknown word.
  if (const auto found = numbers_.find(unknown_); found != numbers_.end()) return found->second;
  has_unknown_ = true;
  return static_cast<int>(words_.size()) + 1;
}

const std::string& Vocabulary::word(int number) const {
  const auto index = static_cast<std::size_t>(number) - 1;
  return index < words_.size() ? words_[index] : unknown_;
}

}  // namespace memnet::pairs
