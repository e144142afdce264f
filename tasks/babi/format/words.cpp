#include "tasks/babi/format/words.hpp"

namespace memnet::babi {
namespace {

// Of ASCII letters, whatever the locale.
char small(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

}  // namespace

std::vector<std::string> words_of(std::string_view sentence) {
  if (sentence.ends_with('.') || sentence.ends_with('?')) sentence.remove_suffix(1);
  std::vector<std::string> words;
  bool inside = false;
  for (const char letter : sentence) {
    if (letter == ' ') {
      inside = false;
      continue;
    }
    if (!inside) words.emplace_back();
    inside = true;
    words.back() += small(letter);
  }
  return words;
}

std::string answer_word(std::string_view answer) {
  std::string word(answer);
  for (char& letter : word) letter = small(letter);
  return word;
}

}  // namespace memnet::babi
