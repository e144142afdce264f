#include "tasks/babi/format/words.hpp"

namespace memnet::babi {
namespace {

// ASCII only, independent of the locale.
char to_lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

}  // namespace

std::vector<std::string> split_words(std::string_view sentence) {
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
    words.back() += to_lower(letter);
  }
  return words;
}

std::string answer_word(std::string_view answer) {
  std::string word(answer);
  for (char& letter : word) letter = to_lower(letter);
  return word;
}

}  // namespace memnet::babi
