#include "tasks/scan/grammar.hpp"

#include <algorithm>

#include "memnet/base/error.hpp"

namespace memnet::scan {
namespace {

constexpr int number_of(std::string_view word) {
  for (std::size_t i = 0; i < kWords.size(); ++i)
    if (kWords[i] == word) return static_cast<int>(i) + 1;
  return 0;
}

// A phrase and what it means.
struct Phrase {
  std::vector<int> words, actions;

  void add(const Phrase& other) {
    words.insert(words.end(), other.words.begin(), other.words.end());
    actions.insert(actions.end(), other.actions.begin(), other.actions.end());
  }
  void add_word(std::string_view word) { words.push_back(number_of(word)); }
  void repeat_actions(int times) {
    const std::vector<int> once = actions;
    for (int i = 1; i < times; ++i) actions.insert(actions.end(), once.begin(), once.end());
  }
};

constexpr int kTurnLeft = 5, kTurnRight = 6;

std::vector<Phrase> verb_phrases() {
  std::vector<Phrase> phrases;
  for (int verb = 1; verb <= kVerbs; ++verb) phrases.push_back({{verb}, {verb}});
  for (int verb = 1; verb <= kVerbs + 1; ++verb)  // the last is "turn"
    for (const std::string_view manner : {"", "opposite", "around"})
      for (const auto& [direction, turn] : {std::pair("left", kTurnLeft), std::pair("right", kTurnRight)}) {
        Phrase phrase{{verb}, {turn}};
        if (manner == "opposite") phrase.actions.push_back(turn);
        if (verb <= kVerbs) phrase.actions.push_back(verb);
        if (manner == "around") phrase.repeat_actions(4);
        if (!manner.empty()) phrase.add_word(manner);
        phrase.add_word(direction);
        phrases.push_back(std::move(phrase));
      }
  return phrases;
}

std::vector<Phrase> sentences() {
  std::vector<Phrase> all;
  for (const Phrase& phrase : verb_phrases())
    for (const int times : {1, 2, 3}) {
      Phrase sentence = phrase;
      sentence.repeat_actions(times);
      if (times > 1) sentence.add_word(times == 2 ? "twice" : "thrice");
      all.push_back(std::move(sentence));
    }
  return all;
}

Commands make_commands() {
  Commands commands;
  const auto add = [&](const Phrase& command) {
    commands.words.add_list(command.words);
    commands.actions.add_list(command.actions);
  };
  const std::vector<Phrase> parts = sentences();
  for (const Phrase& sentence : parts) add(sentence);
  for (const std::string_view joint : {"and", "after"})
    for (const Phrase& first : parts)
      for (const Phrase& second : parts) {
        Phrase command;
        command.add(first);
        command.add_word(joint);
        command.add(second);
        if (joint == "after") {
          command.actions = second.actions;
          command.actions.insert(command.actions.end(), first.actions.begin(), first.actions.end());
        }
        add(command);
      }
  return commands;
}

[[noreturn]] void refuse(std::span<const int> words) {
  std::string text;
  for (const int word : words)
    text += (text.empty() ? "" : " ") + (word >= 1 && word <= static_cast<int>(kWords.size())
                                             ? std::string(kWords[static_cast<std::size_t>(word) - 1])
                                             : "?");
  fail(ErrorKind::data, "'{}' is no command of SCAN; expected one such as 'jump left twice and walk'", text);
}

// Appends the actions of a sentence.
void interpret_sentence(std::span<const int> words, std::vector<int>& actions) {
  const std::span<const int> all = words;
  int times = 1;
  if (!words.empty() && (words.back() == number_of("twice") || words.back() == number_of("thrice"))) {
    times = words.back() == number_of("twice") ? 2 : 3;
    words = words.first(words.size() - 1);
  }
  if (words.empty() || words.size() > 3 || words[0] < 1 || words[0] > kVerbs + 1) refuse(all);
  const bool is_turn = words[0] > kVerbs;
  if (words.size() == 1 && is_turn) refuse(all);
  int turn = 0, turns = 0, rounds = 1;
  if (words.size() > 1) {
    turn = words.back() == number_of("left") ? kTurnLeft : words.back() == number_of("right") ? kTurnRight : 0;
    if (turn == 0) refuse(all);
    turns = 1;
  }
  if (words.size() == 3) {
    if (words[1] == number_of("opposite"))
      turns = 2;
    else if (words[1] == number_of("around"))
      rounds = 4;
    else
      refuse(all);
  }
  for (int i = 0; i < times * rounds; ++i) {
    actions.insert(actions.end(), static_cast<std::size_t>(turns), turn);
    if (!is_turn) actions.push_back(words[0]);
  }
}

}  // namespace

int word_number(std::string_view word) { return number_of(word); }

const Commands& all_commands() {
  static const Commands commands = make_commands();
  return commands;
}

std::vector<int> interpret(std::span<const int> words) {
  std::vector<int> actions;
  const auto joint =
      std::ranges::find_if(words, [](int word) { return word == number_of("and") || word == number_of("after"); });
  const auto length = static_cast<std::size_t>(joint - words.begin());
  const std::span<const int> first = words.first(length);
  if (joint == words.end()) {
    interpret_sentence(first, actions);
    return actions;
  }
  const std::span<const int> second = words.subspan(length + 1);
  const bool is_and = *joint == number_of("and");
  interpret_sentence(is_and ? first : second, actions);
  interpret_sentence(is_and ? second : first, actions);
  return actions;
}

}  // namespace memnet::scan
