#include "tasks/babi/worlds/templates.hpp"

#include <algorithm>
#include <set>

#include "memnet/base/error.hpp"
#include "tasks/babi/format/words.hpp"
#include "tasks/babi/worlds/sampling.hpp"

namespace memnet::babi {
namespace {

// Goes through a sentence from left to right; calls text() with the words between gaps, and gap() with the names of
// gaps.
template <class Text, class GapName>
void walk(std::string_view sentence, Text text, GapName gap) {
  while (!sentence.empty()) {
    const std::size_t open = sentence.find('{');
    text(sentence.substr(0, open));
    if (open == sentence.npos) return;
    const std::size_t close = sentence.find('}', open);
    gap(sentence.substr(open + 1, close - open - 1));
    sentence.remove_prefix(close + 1);
  }
}

std::vector<std::string> sorted(const std::set<std::string>& words) { return {words.begin(), words.end()}; }

}  // namespace

Templates::Templates(std::vector<Gap> gaps, std::vector<std::string_view> sentences, Names answers)
    : gaps_(std::move(gaps)), sentences_(std::move(sentences)), answers_(std::move(answers)) {}

const Names& Templates::operator[](std::string_view gap) const {
  const auto found = std::ranges::find(gaps_, gap, &Gap::name);
  if (found == gaps_.end()) fail(ErrorKind::usage, "babi: no sentence has a gap '{}'", gap);
  return found->choices;
}

std::string Templates::fill(RandomStream& stream, std::string_view sentence, const Fillings& fillings) const {
  std::string filled;
  walk(
      sentence, [&](std::string_view text) { filled += text; },
      [&](std::string_view gap) {
        const auto filling = std::ranges::find(fillings, gap, &std::pair<std::string_view, std::string_view>::first);
        filled += filling == fillings.end() ? std::string_view(sample_item(stream, (*this)[gap])) : filling->second;
      });
  if (filled[0] >= 'a' && filled[0] <= 'z') filled[0] = static_cast<char>(filled[0] - 'a' + 'A');
  return filled;
}

Lexicon Templates::lexicon() const {
  std::set<std::string> words, answers;
  const auto add = [&](std::string_view text) {
    std::vector<std::string> split = split_words(text);
    words.insert(split.begin(), split.end());
    return static_cast<int>(split.size());
  };
  int longest = 0;
  for (const std::string_view sentence : sentences_) {
    int length = 0;
    walk(
        sentence, [&](std::string_view text) { length += add(text); },
        [&](std::string_view gap) {
          int most = 0;
          for (const std::string& choice : (*this)[gap]) most = std::max(most, add(choice));
          length += most;
        });
    longest = std::max(longest, length);
  }
  for (const std::string& answer : answers_) answers.insert(answer_word(answer));
  return {sorted(words), sorted(answers), longest};
}

}  // namespace memnet::babi
