// Conditions on runs: which hold, and the messages for text that is not a condition.
#include "program/records/run_filter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/support/scratch.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

const std::vector<std::string> kKnown = {"task",
                                         "seed",
                                         "exact",
                                         "model.addressing",
                                         "model.slots",
                                         "train.size",
                                         "model.controller.size",
                                         "train.learning_rate",
                                         "status"};

bool matches(const std::string& text) {
  const std::map<std::string, std::string> run = {{"task", "copy"},      {"seed", "10"},
                                                  {"exact", "0.995"},    {"model.addressing", "cosine | softmax"},
                                                  {"model.slots", ""},   {"train.learning_rate", "0.001"},
                                                  {"status", "finished"}};
  return RunFilter(text, kKnown, "test").matches([&](const std::string& name) { return run.at(name); });
}

std::string problem(const std::string& text) {
  return message_of(ErrorKind::usage, [&] { RunFilter(text, kKnown, "test"); });
}

TEST(RunFilter, ComparesNumbersAsNumbersAndTextAsText) {
  for (const char* yes :
       {"task=copy", " task = copy ", "task!=cop", "seed=10", "seed=1e1", "seed<11", "seed>9", "seed>=10", "seed<=10",
        "exact>=.99", "learning_rate=1e-3", "train.learning_rate<0.01", "task~op", "addressing='cosine | softmax'",
        "addressing~soft", "model.addressing=\"cosine | softmax\"", "task>apple", "not task=copyy", "task ~ 'c'"})
    EXPECT_TRUE(matches(yes)) << yes;
  for (const char* no : {"task=cop", "task=Copy", "seed<9", "seed!=10", "seed>1e1", "exact>1", "addressing~gate",
                         "not task=copy", "addressing=cosine"})
    EXPECT_FALSE(matches(no)) << no;
}

TEST(RunFilter, AMissingValueIsOnlyEqualToAnEmptyOne) {
  for (const char* yes : {"slots=''", "slots!=32", "not slots<32", "not slots>=0"}) EXPECT_TRUE(matches(yes)) << yes;
  for (const char* no : {"slots<32", "slots>32", "slots<=32", "slots>=0", "slots=32", "slots~3", "slots!=''"})
    EXPECT_FALSE(matches(no)) << no;
}

TEST(RunFilter, JoinsWithNotBeforeAndBeforeOr) {
  for (const char* yes : {"task=copy and seed=10", "task=x or seed=10", "task=copy or task=x and seed=1",
                          "(task=copy or task=x) and not seed=1", "not (task=x or seed=1)", "not not task=copy",
                          "((seed=10))", "seed=10 and(task=copy)", "not task=x and seed=10"})
    EXPECT_TRUE(matches(yes)) << yes;
  for (const char* no : {"task=copy and seed=1", "(task=copy or task=x) and seed=1", "not task=copy or seed=1"})
    EXPECT_FALSE(matches(no)) << no;
}

TEST(RunFilter, NamesThePositionOfAnError) {
  const std::vector<std::pair<const char*, const char*>> bad = {
      {"", "test: letter 1 of '': a condition is missing"},
      {"task", "letter 5 of 'task': after 'task' one of = != < <= > >= ~ is expected"},
      {"task=", "letter 6 of 'task=': after 'task=' a value is expected"},
      {"task==copy", "letter 6 of 'task==copy': after 'task=' a value is expected"},
      {"task=copy seed=1", "letter 11 of 'task=copy seed=1': here 'and', 'or' or the end is expected"},
      {"task=copy and", "letter 14 of 'task=copy and': a condition is missing"},
      {"task=copy & seed=1", "letter 11 of"},
      {"(task=copy", "letter 11 of '(task=copy': a parenthesis is not closed"},
      {"task=copy)", "letter 10 of 'task=copy)': here 'and', 'or' or the end is expected"},
      {"task='copy", "letter 6 of 'task='copy': this quote has no end"},
      {"=copy", "letter 1 of '=copy': a name is expected"},
      {"task=copy and sede<5",
       "letter 15 of 'task=copy and sede<5': no run has anything called 'sede'; did you mean seed"},
      {"size=3", "letter 1 of 'size=3': 'size' may be train.size or model.controller.size; write it out"},
      {"model.slot=3", "did you mean model.slots"},
      {"xyzzyplugh=3", "no run has anything called 'xyzzyplugh'; 'memnet help ls'"}};
  for (const auto& [text, sentence] : bad)
    EXPECT_THAT(problem(text), HasSubstr(sentence)) << "'" << text << "': " << problem(text);
  EXPECT_THAT(problem(std::string(100'000, '(')), HasSubstr("too many parentheses"));
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "not ";
  EXPECT_THAT(problem(many), HasSubstr("too many parentheses"));
}

TEST(RunFilter, OrdersNumbersBeforeWordsBeforeEmptyText) {
  const std::vector<std::string> ordered = {"-1", "2", "10", "a", "b", ""};
  for (std::size_t i = 0; i < ordered.size(); ++i)
    for (std::size_t j = 0; j < ordered.size(); ++j) EXPECT_EQ(comes_before(ordered[i], ordered[j]), i < j) << i << j;
}

}  // namespace
}  // namespace memnet
