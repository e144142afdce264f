#include "tasks/babi/format/words.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace memnet::babi {
namespace {

// Also full width; Arabic; CJK; Devanagari.
constexpr std::array<std::string_view, 3> kQuestionMarks = {"?", "\uff1f", "\u061f"};
constexpr std::array<std::string_view, 5> kFullStops = {".", "!", "\uff01", "\u3002", "\u0964"};
constexpr std::string_view kPunctuation = ",;:!\"()";

// Removes one of the marks from the end of the text. Returns false if there is none.
bool remove_mark(std::string_view& text, std::span<const std::string_view> marks) {
  const auto mark = std::ranges::find_if(marks, [&](std::string_view each) { return text.ends_with(each); });
  if (mark == marks.end()) return false;
  text.remove_suffix(mark->size());
  return true;
}

std::string_view without_final_marks(std::string_view sentence) {
  do {
    sentence = sentence.substr(0, sentence.find_last_not_of(kPunctuation) + 1);
    sentence = sentence.substr(0, sentence.find_last_not_of(' ') + 1);
  } while (remove_mark(sentence, kFullStops) || remove_mark(sentence, kQuestionMarks));
  return sentence;
}

// ASCII only, independent of the locale.
char to_lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

// Returns the parts between blanks, in lower case.
std::vector<std::string> split_blanks(std::string_view text) {
  std::vector<std::string> parts;
  bool inside = false;
  for (const char letter : text) {
    if (letter == ' ') {
      inside = false;
      continue;
    }
    if (!inside) parts.emplace_back();
    inside = true;
    parts.back() += to_lower(letter);
  }
  return parts;
}

void remove_punctuation(std::string& word) {
  word.erase(word.find_last_not_of(kPunctuation) + 1);
  word.erase(0, word.find_first_not_of(kPunctuation));
}

}  // namespace

bool is_question(std::string_view sentence) { return remove_mark(sentence, kQuestionMarks); }

bool ends_sentence(std::string_view text) { return remove_mark(text, kQuestionMarks) || remove_mark(text, kFullStops); }

std::vector<std::string> split_words(std::string_view sentence) {
  std::vector<std::string> words = split_blanks(without_final_marks(sentence));
  std::ranges::for_each(words, remove_punctuation);
  std::erase(words, "");
  return words;
}

std::string answer_word(std::string_view answer) {
  std::string word;
  for (const std::string& part : split_blanks(answer)) word += (word.empty() ? "" : " ") + part;
  return word;
}

}  // namespace memnet::babi
