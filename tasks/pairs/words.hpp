// From text to words: at its blanks, or one for each character.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "memnet/base/utf8.hpp"

namespace memnet::pairs {

enum class Unit {
  words,       // what is between blanks
  characters,  // each character of UTF-8; a blank is the word kBlank
};

// A blank as a word, so that it can be seen: the open box, U+2423.
inline constexpr std::string_view kBlank = "\u2423";

// Calls use(word) for each word of a text in UTF-8.
template <class Use>
void for_words(std::string_view text, Unit unit, Use use) {
  for (std::size_t i = 0; i < text.size();) {
    if (unit == Unit::characters) {
      const std::size_t length = character_length(text.substr(i));
      const std::string_view character = text.substr(i, length);
      use(character == " " ? kBlank : character);
      i += length;
    } else if (text[i] == ' ') {
      ++i;
    } else {
      const std::size_t end = std::min(text.find(' ', i), text.size());
      use(text.substr(i, end - i));
      i = end;
    }
  }
}

// Returns the number of words of a text.
int count_words(std::string_view text, Unit unit);

// Words, numbered from 1. All words that are not kept are one word, the unknown one, which comes last; a vocabulary
// without such words does not have it.
class Vocabulary {
 public:
  static constexpr const char* kUnknown = "<unknown>";

  // Counts the words of a text.
  void count(std::string_view text, Unit unit);
  // Keeps the words that were counted at least so often, in the order of their bytes.
  void keep(int least);
  // Returns the number of a word.
  int number(std::string_view word);

  bool is_unknown(int number) const { return number > static_cast<int>(words_.size()); }
  int size() const { return static_cast<int>(words_.size()) + (has_unknown_ ? 1 : 0); }
  const std::string& word(int number) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, int, Hash, std::equal_to<>> numbers_;  // while words are counted: how often each came
  std::vector<std::string> words_;
  std::string unknown_ = kUnknown;
  bool has_unknown_ = false;
};

}  // namespace memnet::pairs
