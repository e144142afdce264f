// Words and their numbers: 1, 2, ... in alphabetical order.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

namespace memnet::babi {

class Vocabulary {
 public:
  Vocabulary() = default;
  explicit Vocabulary(std::vector<std::string> words);

  int size() const { return static_cast<int>(words_.size()); }
  const std::string& word(int number) const { return words_[static_cast<std::size_t>(number) - 1]; }
  int number(const std::string& word) const;  // 0 for an unknown word

 private:
  std::vector<std::string> words_;
  std::unordered_map<std::string, int> numbers_;
};

}  // namespace memnet::babi
