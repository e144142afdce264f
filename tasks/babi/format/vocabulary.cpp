#include "tasks/babi/format/vocabulary.hpp"

#include <algorithm>

namespace memnet::babi {

Vocabulary::Vocabulary(std::vector<std::string> words) : words_(std::move(words)) {
  std::ranges::sort(words_);
  words_.erase(std::unique(words_.begin(), words_.end()), words_.end());
  for (std::size_t i = 0; i < words_.size(); ++i) numbers_.emplace(words_[i], static_cast<int>(i) + 1);
}

int Vocabulary::number(const std::string& word) const {
  const auto found = numbers_.find(word);
  return found == numbers_.end() ? 0 : found->second;
}

}  // namespace memnet::babi
