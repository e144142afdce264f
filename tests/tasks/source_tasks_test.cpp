// Tasks that give a source at once: what their sources and targets look like.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "memnet/base/error.hpp"
#include "tests/support/task_sampler.hpp"

namespace memnet {
namespace {

using testing::MatchesRegex;

// An episode as text: "source -> target".
std::string text_of(const TaskSampler& sampler, std::uint64_t index, int length) {
  const Episode episode = sampler.sample(index, length);
  return source_text(*sampler.task, episode.context) + " -> " + answer_text(*sampler.task, episode.targets);
}

// Reads a text of single-letter words, without the blanks.
std::string without_blanks(std::string text) {
  std::erase(text, ' ');
  return text;
}

TEST(OddFirst, OutputsOddPlacesAndThenEvenOnes) {
  for (std::uint64_t i = 0; i < 10; ++i) {
    const std::string text =
        without_blanks(text_of(TaskSampler("odd_first", {{"source", "yes"}, {"symbols", "26"}}), i, 5));
    ASSERT_EQ(text.size(), 12u) << text;
    std::string expected;
    for (const std::size_t place : {0, 2, 4, 1, 3}) expected += text[place];
    EXPECT_EQ(text, text.substr(0, 5) + "->" + expected);
  }
}

TEST(Sort, TheLettersOfTheSourceComeInTheirOrder) {
  const TaskSampler sampler("sort", {{"symbols", "5"}});
  for (std::uint64_t i = 0; i < 20; ++i) {
    const std::string text = without_blanks(text_of(sampler, i, 8));
    std::string sorted = text.substr(0, 8);
    std::ranges::sort(sorted);
    EXPECT_EQ(text, text.substr(0, 8) + "->" + sorted);
  }
}

// A table has the same result whether it is alone or in a chain, and different results for different strings.
TEST(Lookup, TablesArePermutations) {
  const TaskSampler forward("lookup"), backward("lookup", {{"reversed", "yes"}});
  EXPECT_THAT(text_of(forward, 1, 2), MatchesRegex("[01]{3} t[1-8] t[1-8] \\. -> [01]{3} [01]{3} [01]{3}"));
  EXPECT_THAT(text_of(backward, 1, 2), MatchesRegex("t[1-8] t[1-8] [01]{3} \\. -> [01]{3} [01]{3} [01]{3}"));
  std::map<std::string, std::map<std::string, std::string>> results;
  for (std::uint64_t i = 0; i < 500; ++i) {
    const std::string alone = text_of(forward, i, 1);  // 011 t3 . -> 011 110
    results[alone.substr(4, 2)][alone.substr(0, 3)] = alone.substr(alone.size() - 3);
  }
  EXPECT_EQ(results.size(), 8u);
  for (const auto& [table, of] : results) {
    std::set<std::string> different;
    for (const auto& [string, result] : of) different.insert(result);
    EXPECT_EQ(of.size(), 8u) << table;
    EXPECT_EQ(different.size(), 8u) << table;
  }
  for (std::uint64_t i = 0; i < 50; ++i) {
    const std::string chain = text_of(forward, i, 2);  // 011 t3 t1 . -> 011 110 000
    const std::string first = chain.substr(chain.size() - 7, 3);
    EXPECT_EQ(first, results[chain.substr(4, 2)][chain.substr(0, 3)]);
    EXPECT_EQ(chain.substr(chain.size() - 3), results[chain.substr(7, 2)][first]);
  }
}

// The sources of a split of `lookup`, "011 t3 t1 .".
std::set<std::string> chains_of(const TaskSampler& sampler, Split split) {
  std::set<std::string> chains;
  Episode episode;
  for (int i = 0; i < sampler.task->count(split); ++i) {
    sampler.task->fetch(split, i, episode);
    chains.insert(source_text(*sampler.task, episode.context));
  }
  return chains;
}

// The parts have the sizes of the published ones where those are complete: 64 + 36 x 8 + 216 x 8 + 1246 x 6 chains to
// learn from, 2 strings of 1246 chains, 50 chains of all strings; chains of 4 tables of which one or all are t7 or t8.
TEST(Lookup, ASplitTestsWhatTrainingDoesNotShow) {
  std::set<std::string> trained;
  for (const auto& [split, size] : std::map<std::string, std::size_t>{
           {"inputs", 2492}, {"compositions", 400}, {"tables", 5000}, {"new_compositions", 128}}) {
    const TaskSampler sampler("lookup", {{"split", split}});
    std::set<std::string> shown = chains_of(sampler, Split::train);
    shown.merge(chains_of(sampler, Split::validation));
    EXPECT_EQ(shown.size(), 9556u);
    EXPECT_TRUE(trained.empty() || shown == trained) << "all splits have the same training";
    trained = shown;
    std::set<std::string> without_strings;  // " t3 t1 ."
    for (const std::string& chain : shown) without_strings.insert(chain.substr(3));
    const std::set<std::string> tested = chains_of(sampler, Split::test);
    EXPECT_EQ(tested.size(), size);
    for (const std::string& chain : tested) {
      EXPECT_FALSE(shown.contains(chain)) << chain;
      EXPECT_EQ(without_strings.contains(chain.substr(3)), split == "inputs") << chain;
      const auto alone = std::ranges::count_if(chain, [](char letter) { return letter == '7' || letter == '8'; });
      EXPECT_EQ(alone, split == "tables" ? 1 : split == "new_compositions" ? 4 : 0) << chain;
    }
  }
}

TEST(Lookup, RefusesASplitThatLeavesNothingOut) {
  const auto refused = [](std::vector<std::pair<std::string, std::string>> options) {
    try {
      TaskSampler("lookup", options).task->spec();
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_THAT(refused({{"split", "inputs"}, {"max_length", "1"}}), testing::HasSubstr("task.max_length above 1"));
  EXPECT_THAT(refused({{"split", "inputs"}, {"min_length", "2"}}), testing::HasSubstr("task.min_length = 1"));
  EXPECT_THAT(refused({{"split", "inputs"}, {"bits", "1"}}), testing::HasSubstr("more task.bits"));
  EXPECT_THAT(refused({{"split", "tables"}, {"tables", "2"}}), testing::HasSubstr("more task.tables"));
  EXPECT_THAT(refused({{"split", "tables"}, {"tables", "1000"}}), testing::HasSubstr("fewer task.tables"));
  EXPECT_THAT(refused({{"split", "compositions"}, {"tables", "3"}, {"max_length", "2"}}),
              testing::HasSubstr("leave any out"));
  EXPECT_THAT(refused({{"validation", "7"}}), testing::HasSubstr("no effect with task.split = none"));
}

TEST(Tones, RecordingsOfEquallyManyKeysHaveDifferentLengths) {
  const TaskSampler sampler("tones");
  std::set<int> frames;
  for (std::uint64_t i = 0; i < 50; ++i) {
    const Episode episode = sampler.sample(i, 3);
    EXPECT_EQ(episode.steps(), 4);
    frames.insert(episode.context.places());
  }
  EXPECT_GE(*frames.begin(), 9);
  EXPECT_LE(*frames.rbegin(), 27);
  EXPECT_GT(frames.size(), 5u);
}

TEST(BracketParse, EverySentenceHasItsTree) {
  const TaskSampler sampler("bracket_parse");
  std::set<std::string> trees;
  for (std::uint64_t i = 0; i < 300; ++i) {
    const std::string text = text_of(sampler, i, 2);
    trees.insert(text.substr(text.find("->") + 3));
  }
  EXPECT_TRUE(trees.contains("(S (NP D N (R W (VP V ) ) ) (VP V ) )"));
  EXPECT_TRUE(trees.contains("(S (NP D N ) (VP V (NP D A N (R W (VP V ) ) ) ) )"));
  EXPECT_TRUE(trees.contains("(S (NP D N ) (VP V (R W (S (NP D N ) (VP V ) ) ) ) )"));
}

// The value of an expression in numbers from 0 on, computed modulo 97, which is at the beginning of `text`.
int value_of_prefix(std::istringstream& text) {
  std::string word, sign;
  text >> word;
  if (word != "(") return std::stoi(word);
  text >> sign;
  int value = sign == "*" ? 1 : 0;
  for (text >> std::ws; text.peek() != ')'; text >> std::ws) {
    const int argument = value_of_prefix(text);
    value = (sign == "*" ? value * argument : value + argument) % 97;
  }
  text >> word;
  return value;
}
int value_of_infix(std::istringstream& text) {
  const auto argument = [&] {
    text >> std::ws;
    if (text.peek() != '(') {
      int number = 0;
      text >> number;
      return number;
    }
    text.get();
    const int value = value_of_infix(text);
    text >> std::ws;
    text.get();
    return value;
  };
  int value = argument();
  for (text >> std::ws; text.peek() == '*' || text.peek() == '+'; text >> std::ws) {
    const bool is_product = text.get() == '*';
    const int next = argument();
    value = (is_product ? value * next : value + next) % 97;
  }
  return value;
}

TEST(PrefixInfix, BothFormsHaveTheSameValueAndDepth) {
  const TaskSampler sampler("prefix_infix");
  EXPECT_THAT(text_of(sampler, 0, 1), MatchesRegex("\\$ \\( [+*]( [0-9]+){2,4} \\) -> [0-9]+( [+*] [0-9]+){1,3}"));
  for (std::uint64_t i = 0; i < 100; ++i) {
    const int depth = 1 + static_cast<int>(i % 6);
    const std::string text = text_of(sampler, i, depth);
    int open = 0, deepest = 0;
    for (const char letter : text.substr(0, text.find("->"))) {
      open += letter == '(' ? 1 : letter == ')' ? -1 : 0;
      deepest = std::max(deepest, open);
    }
    EXPECT_EQ(deepest, depth) << text;
    std::istringstream prefix(text.substr(1)), infix(text.substr(text.find("->") + 2));
    EXPECT_EQ(value_of_prefix(prefix), value_of_infix(infix)) << text;
  }
}

TEST(Dates, HaveManySpellings) {
  const TaskSampler sampler("dates");
  std::set<std::string> forms;
  for (std::uint64_t i = 0; i < 3000; ++i) {
    std::string text = without_blanks(text_of(sampler, i, 1));
    EXPECT_THAT(text, MatchesRegex(".+->[0-9]{4}-[0-9]{2}-[0-9]{2}"));
    for (char& character : text)
      if (character >= '0' && character <= '9')
        character = '0';
      else if ((character | 32) >= 'a' && (character | 32) <= 'z')
        character = 'a';
    forms.insert(text.substr(0, text.find("->")));
  }
  for (const char* form :
       {"0.0.0000", "00/0/0000", "0000/00/00", "00000000", "0\u2423aaa\u24230000", "aaa\u24230,\u24230000",
        "aaa,\u242300\u2423aaaaaaa\u24230000", "aaaaaaaaa,\u2423aaaaaaa\u242300,\u24230000"})
    EXPECT_TRUE(forms.contains(form)) << form;
}

}  // namespace
}  // namespace memnet
