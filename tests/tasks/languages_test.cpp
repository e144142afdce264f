// Tasks about formal languages: counting, and nested brackets.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

std::string row_text(const Task& task, const Matrix& row) {
  std::string text;
  for (const Scalar number : row.numbers()) text += number == 0 ? "." : task.word(static_cast<int>(number));
  return text;
}

// One string of a language, and the targets below it.
std::pair<std::string, std::string> one_string(const std::string& language, int n) {
  const TaskSampler sampler("counting", {{"language", language}, {"symbols_per_episode", "0"}});
  const Episode episode = sampler.sample(1, n);
  return {row_text(*sampler.task, episode.inputs), row_text(*sampler.task, episode.targets)};
}

TEST(Counting, ScoresTheSymbolsThatAreDetermined) {
  using Rows = std::pair<std::string, std::string>;
  EXPECT_EQ(one_string("an_bn", 3), Rows("aaabbb", "...bba"));
  EXPECT_EQ(one_string("an_bn_cn", 2), Rows("aabbcc", "..bcca"));
  EXPECT_EQ(one_string("an_bn_cn_dn", 2), Rows("aabbccdd", "..bccdda"));
  EXPECT_EQ(one_string("an_bkn", 2), Rows("aabbbb", "..bbba"));
  EXPECT_EQ(one_string("an_bm_cn_plus_m", 1), Rows("abcc", "..ca"));
  EXPECT_EQ(one_string("an_bm_cn_dm", 1), Rows("abcd", "..da"));
  EXPECT_EQ(one_string("an_bm_cn_times_m", 1), Rows("abc", "..a"));
}

TEST(Counting, JoinsStringsToAnEpisode) {
  const TaskSampler sampler("counting", {{"symbols_per_episode", "30"}});
  std::string all;
  for (std::uint64_t i = 0; i < 20; ++i) {
    const std::string symbols = row_text(*sampler.task, sampler.sample(i, 5).inputs);
    EXPECT_TRUE(symbols.size() >= 30 && symbols.size() < 40) << symbols;
    EXPECT_TRUE(symbols.starts_with("a") && symbols.ends_with("b")) << symbols;
    all += symbols;
  }
  EXPECT_NE(all.find("baaaaabbbbba"), all.npos);
  EXPECT_EQ(all.find("aaaaaa"), all.npos) << "n is larger than the length";
}

// Follows the brackets with a stack.
void expect_possible_brackets(const Episode& episode, int types) {
  std::vector<int> open;
  for (int t = 0; t < episode.steps(); ++t) {
    const int symbol = static_cast<int>(episode.inputs(0, t));
    if (symbol <= types) {
      open.push_back(symbol);
    } else {
      ASSERT_FALSE(open.empty()) << "step " << t;
      ASSERT_EQ(open.back(), symbol - types) << "step " << t;
      open.pop_back();
    }
    for (int type = 1; type <= types; ++type) {
      EXPECT_EQ(episode.targets(type - 1, t), 1);
      EXPECT_EQ(episode.targets(types + type - 1, t), !open.empty() && open.back() == type ? 1 : 0) << "step " << t;
    }
  }
  EXPECT_TRUE(open.empty());
}

TEST(Dyck, AsksForTheBracketsThatCanFollow) {
  for (const int types : {1, 2, 6}) {
    const TaskSampler sampler("dyck", {{"types", std::to_string(types)}});
    for (std::uint64_t i = 0; i < 30; ++i) {
      const int pairs = static_cast<int>(i) + 1;
      const Episode episode = sampler.sample(i, pairs);
      EXPECT_EQ(episode.steps(), 2 * pairs);
      expect_possible_brackets(episode, types);
    }
  }
}

// Two pairs: "()()" has the probability q Z_1^2, "(())" p Z_1, where Z_1 = p Z_0 / (1 - 2 q Z_0); Z_0 = 2 - sqrt(3).
TEST(Dyck, FollowsTheProbabilitiesOfTheGrammar) {
  const TaskSampler sampler("dyck", {{"types", "1"}});
  constexpr int kEpisodes = 4000;
  int nested = 0;
  for (std::uint64_t i = 0; i < kEpisodes; ++i) nested += sampler.sample(i, 2).inputs(0, 1) == 1 ? 1 : 0;
  const double empty = 2 - std::sqrt(3), one = 0.5 * empty / (1 - 0.5 * empty), share = 0.5 / (0.5 + 0.25 * one);
  EXPECT_NEAR(nested / double(kEpisodes), share, 4 * std::sqrt(share * (1 - share) / kEpisodes));
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
