#include "tasks/babi/format/doubts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "tasks/babi/format/words.hpp"

namespace memnet::babi {
namespace {

// Files of dialogues have a reward, mostly 1, where stories have the supporting lines.
bool may_hold_rewards(std::span<const StoryText> stories) {
  bool has_choice = false;
  for (const StoryText& story : stories) {
    int statements = 0;
    for (const Line& line : story) {
      statements += line.is_question() ? 0 : 1;
      if (line.supports.empty()) continue;
      if (line.supports != std::vector{1}) return false;
      has_choice = has_choice || statements > 1;
    }
  }
  return has_choice;
}

std::string without_mark(const std::string& word) {
  const std::vector<std::string> rest = split_words(word);
  return rest.empty() ? "" : rest[0];
}

// Returns a word that stands inside a sentence with a mark that ends sentences, and elsewhere without it; "" if there
// is none.
std::string sentence_end_inside(std::span<const StoryText> stories) {
  std::set<std::string> words;
  for (const StoryText& story : stories)
    for (const Line& line : story)
      for (std::string& word : split_words(line.text)) words.insert(std::move(word));
  const auto found = std::ranges::find_if(
      words, [&](const std::string& word) { return ends_sentence(word) && words.contains(without_mark(word)); });
  return found == words.end() ? "" : *found;
}

}  // namespace

std::vector<std::string> doubts(std::span<const StoryText> stories, const std::string& name) {
  std::vector<std::string> found;
  if (may_hold_rewards(stories))
    found.push_back(fmt::format(
        "{}: line 1 is the only supporting line that any question names; if this column holds rewards, as in "
        "files of dialogues, ignore all results about supporting facts",
        name));
  if (const std::string end = sentence_end_inside(stories); !end.empty())
    found.push_back(
        fmt::format("{}: '{}' stands inside a line, and '{}' is a word too; if a line holds several "
                    "sentences, they are read as one: write each on a line of its own",
                    name, end, without_mark(end)));
  return found;
}

}  // namespace memnet::babi
