// Sentences as lists of words, and the patterns that the solvers look for.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace memnet::babi {

struct Sentence {
  std::vector<std::string> words;

  // The index of the first `word`; words.size() if there is none.
  std::size_t index_of(std::string_view word) const {
    return static_cast<std::size_t>(std::ranges::find(words, word) - words.begin());
  }
  bool has(std::string_view word) const { return index_of(word) < words.size(); }
  bool has_one_of(std::initializer_list<std::string_view> list) const {
    return std::ranges::any_of(list, [&](std::string_view word) { return has(word); });
  }

  // The word at this distance behind the first `word`; "" if there is none.
  std::string after(std::string_view word, std::size_t distance = 1) const { return at(index_of(word) + distance); }
  std::string at(std::size_t i) const { return i < words.size() ? words[i] : ""; }
  std::string last() const { return words.empty() ? "" : words.back(); }

  // The words from..to-1, separated by blanks: "pink rectangle".
  std::string between(std::size_t from, std::size_t to) const {
    std::string text;
    for (std::size_t i = from; i < std::min(to, words.size()); ++i) text += (text.empty() ? "" : " ") + words[i];
    return text;
  }
};

using Statements = std::vector<Sentence>;

}  // namespace memnet::babi
