// The sentence templates of a task: sentences with gaps, such as "{actor} {move} to the {room}.", and the choices for
// each gap. Stories and the list of all words come from the same templates, so that they agree.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "memnet/base/random.hpp"

namespace memnet::babi {

using Names = std::vector<std::string>;

// All words of statements and questions, and all answers, as split by words.hpp; sorted, each once.
struct Lexicon {
  std::vector<std::string> words, answers;
  int longest = 0;  // the largest number of words in a sentence
};

struct Gap {
  std::string name;
  Names choices;
};

class Templates {
 public:
  using Fillings = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  Templates(std::vector<Gap> gaps, std::vector<std::string_view> sentences, Names answers);

  // The choices for a gap.
  const Names& operator[](std::string_view gap) const;

  // Fills the gaps of a sentence and capitalizes its first letter. A gap without a filling gets one of its choices,
  // each equally likely.
  std::string fill(RandomStream& stream, std::string_view sentence, const Fillings& fillings) const;

  Lexicon lexicon() const;

 private:
  std::vector<Gap> gaps_;
  std::vector<std::string_view> sentences_;
  Names answers_;
};

}  // namespace memnet::babi
