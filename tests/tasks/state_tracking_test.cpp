// Tasks in which a state has to be tracked: parity, word problems of groups, modular arithmetic.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

TEST(Parity, IsThatOfTheOnesSoFar) {
  const TaskSampler running("parity"), last("parity", {{"every_step", "no"}});
  for (std::uint64_t i = 0; i < 20; ++i) {
    const Episode each = running.sample(i, 9), end = last.sample(i, 9);
    EXPECT_EQ(each.inputs, end.inputs);
    for (int t = 0; t < 9; ++t) {
      const std::string bits_so_far = [&] {
        std::string text;
        for (int s = 0; s <= t; ++s) text += each.inputs(0, s) == 1 ? '1' : '0';
        return text;
      }();
      EXPECT_EQ(each.mask(0, t), 1);
      EXPECT_EQ(each.targets(0, t), std::ranges::count(bits_so_far, '1') % 2) << bits_so_far;
      EXPECT_EQ(end.mask(0, t), t == 8);
    }
    EXPECT_EQ(end.targets(0, 8), each.targets(0, 8));
  }
}

std::vector<std::string> names(const Task& task, const Matrix& words) {
  std::vector<std::string> names;
  for (const Scalar word : words.numbers()) names.push_back(word == 0 ? "" : task.word(static_cast<int>(word)));
  return names;
}

// The table of S3 by hand: the row acts first, then the column.
TEST(Group, S3HasItsTable) {
  const std::vector<std::string> elements = {"123", "132", "213", "231", "312", "321"};
  const std::vector<std::vector<std::string>> table = {
      {"123", "132", "213", "231", "312", "321"}, {"132", "123", "231", "213", "321", "312"},
      {"213", "312", "123", "321", "132", "231"}, {"231", "321", "132", "312", "123", "213"},
      {"312", "213", "321", "123", "231", "132"}, {"321", "231", "312", "132", "213", "123"}};
  const TaskSampler sampler("group", {{"group", "S3"}});
  std::set<std::pair<std::size_t, std::size_t>> seen;
  for (std::uint64_t i = 0; i < 20; ++i) {
    const Episode episode = sampler.sample(i, 20);
    const std::vector<std::string> inputs = names(*sampler.task, episode.inputs),
                                   targets = names(*sampler.task, episode.targets);
    EXPECT_EQ(targets[0], inputs[0]);
    for (std::size_t t = 1; t < inputs.size(); ++t) {
      const auto row = std::size_t(std::ranges::find(elements, targets[t - 1]) - elements.begin()),
                 column = std::size_t(std::ranges::find(elements, inputs[t]) - elements.begin());
      EXPECT_EQ(targets[t], table.at(row).at(column)) << targets[t - 1] << " " << inputs[t];
      seen.emplace(row, column);
    }
  }
  EXPECT_EQ(seen.size(), 36u);
}

TEST(Group, PermutationsAreAppliedOneAfterTheOther) {
  for (const auto& [name, order] : std::map<std::string, int>{{"A4", 12}, {"A5", 60}, {"S5", 120}}) {
    const TaskSampler sampler("group", {{"group", name}});
    EXPECT_EQ(sampler.task->spec().inputs, order);
    std::set<std::string> elements;
    for (int word = 1; word <= order; ++word) elements.insert(sampler.task->word(word));
    EXPECT_EQ(elements.size(), std::size_t(order));
    const Episode episode = sampler.sample(1, 50);
    const std::vector<std::string> inputs = names(*sampler.task, episode.inputs),
                                   targets = names(*sampler.task, episode.targets);
    std::string product = inputs[0];
    for (std::size_t t = 1; t < inputs.size(); ++t) {
      for (char& image : product) image = inputs[t].at(std::size_t(image - '1'));
      EXPECT_EQ(targets[t], product);
    }
  }
}

TEST(Group, TheEvenPermutationsOfThreeAreRotations) {
  const TaskSampler sampler("group", {{"group", "A3"}});
  EXPECT_EQ(sampler.task->word(1), "123");
  EXPECT_EQ(sampler.task->word(2), "231");
  EXPECT_EQ(sampler.task->word(3), "312");
}

TEST(Group, CyclesAddAndMayAskAtTheEndAlone) {
  const TaskSampler sampler("group", {{"group", "Z7"}, {"every_step", "no"}});
  const Episode episode = sampler.sample(1, 30);
  int sum = 0;
  for (const std::string& name : names(*sampler.task, episode.inputs)) sum += std::stoi(name);
  EXPECT_EQ(names(*sampler.task, episode.targets).back(), std::to_string(sum % 7));
  EXPECT_EQ(count_scored(episode), 1);
}

// Returns the answer of the task to an expression such as "2+3*4".
std::string value_of(const Task& task, const std::string& expression) {
  Episode episode;
  episode.assign(1, 1, static_cast<int>(expression.size()) + 1);
  const std::string text = expression + "=";
  for (int word = 1; word <= task.spec().inputs; ++word)
    for (std::size_t t = 0; t < text.size(); ++t)
      if (task.word(word) == std::string(1, text[t])) episode.inputs(0, int(t)) = static_cast<Scalar>(word);
  const Matrix answer = task.oracle(episode);
  const auto column = answer.column(answer.cols() - 1);
  return task.word(static_cast<int>(std::ranges::max_element(column) - column.begin()));
}

TEST(Modular, ExpressionsHaveTheirValues) {
  const TaskSampler sampler("modular");
  for (const auto& [expression, value] : std::map<std::string, std::string>{{"3", "3"},
                                                                            {"2+3*4", "4"},
                                                                            {"1-3", "3"},
                                                                            {"4-2*3-1", "2"},
                                                                            {"2*3*4-4*4", "3"},
                                                                            {"0-1-1-1", "2"},
                                                                            {"((2+3)*4)", "0"},
                                                                            {"(2+(3*4))", "4"},
                                                                            {"(1-(2-(3-4)))", "3"},
                                                                            {"((1-2)-(3-4))", "0"}})
    EXPECT_EQ(value_of(*sampler.task, expression), value) << expression;
}

// Evaluates by replacing: innermost brackets first, then products, then sums from the left.
int by_replacing(std::vector<std::string> words, int modulus) {
  const auto replace = [&](std::size_t i) {  // words i, i + 1, i + 2 by their value
    const int left = std::stoi(words[i]), right = std::stoi(words[i + 2]);
    const int value = words[i + 1] == "*" ? left * right : words[i + 1] == "+" ? left + right : left - right;
    words[i] = std::to_string(((value % modulus) + modulus) % modulus);
    words.erase(words.begin() + long(i) + 1, words.begin() + long(i) + 3);
  };
  const auto find = [&](const std::string& word) {
    return std::size_t(std::ranges::find(words, word) - words.begin());
  };
  for (std::size_t close = find(")"); close < words.size(); close = find(")")) {
    replace(close - 3);
    words.erase(words.begin() + long(close) - 2);
    words.erase(words.begin() + long(close) - 4);
  }
  for (std::size_t times = find("*"); times < words.size(); times = find("*")) replace(times - 1);
  while (words.size() > 1) replace(0);
  return std::stoi(words[0]);
}

TEST(Modular, TargetsAreTheValuesOfTheExpressions) {
  for (const char* brackets : {"no", "yes"})
    for (const int modulus : {2, 5, 11}) {
      const TaskSampler sampler("modular", {{"brackets", brackets}, {"modulus", std::to_string(modulus)}});
      std::set<std::string> seen;
      for (std::uint64_t i = 0; i < 40; ++i) {
        const int length = 1 + int(i) % 9;
        const Episode episode = sampler.sample(i, length);
        std::vector<std::string> words = names(*sampler.task, episode.inputs);
        EXPECT_EQ(words.size(), std::size_t(*brackets == 'y' ? 4 * length - 2 : 2 * length));
        EXPECT_EQ(words.back(), "=");
        words.pop_back();
        seen.insert(words.begin(), words.end());
        EXPECT_EQ(names(*sampler.task, episode.targets).back(), std::to_string(by_replacing(words, modulus)));
      }
      EXPECT_EQ(seen.size(), std::size_t(modulus + (*brackets == 'y' ? 5 : 3))) << "not all numbers and signs occur";
    }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
