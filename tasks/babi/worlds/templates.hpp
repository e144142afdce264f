// What a task can say: sentences with gaps, such as "{actor} {move} to the {room}.", and what may stand in each gap.
// Stories and the list of all words come from the same sentences, so that they cannot disagree.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "memnet/base/random.hpp"

namespace memnet::babi {

using Names = std::vector<std::string>;

// All words of statements and questions, and all answers, as words.hpp makes them; sorted, each once.
struct Lexicon {
  std::vector<std::string> words, answers;
  int longest = 0;  // words in a sentence
};

struct Gap {
  std::string name;
  Names choices;
};

class Language {
 public:
  using Fillings = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  Language(std::vector<Gap> gaps, std::vector<std::string_view> sentences, Names answers);

  // What may stand in that gap.
  const Names& operator[](std::string_view gap) const;

  // A sentence, with a capital letter at its start. Gaps that are not filled are drawn from their choices, each choice
  // alike.
  std::string say(RandomStream& stream, std::string_view sentence, const Fillings& fillings) const;

  Lexicon lexicon() const;

 private:
  std::vector<Gap> gaps_;
  std::vector<std::string_view> sentences_;
  Names answers_;
};

}  // namespace memnet::babi
