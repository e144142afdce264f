// The dynamic n-grams task: its oracle against reference numbers.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Returns the loss of a predictor that has the table of the sequence. The table is made from the first 32 numbers of
// the sequence's stream.
double loss_with_the_table(std::uint64_t index, const Episode& episode) {
  RandomStream stream = TaskSampler::stream(index);
  std::vector<double> ones;
  for (int context = 0; context < 32; ++context)
    ones.push_back(std::pow(std::sin(stream.uniform() * std::numbers::pi / 2), 2));
  double nats = 0;
  for (int t = 4; t < episode.steps(); ++t) {
    std::size_t context = 0;
    for (int back = 4; back >= 0; --back) context = 2 * context + (episode.inputs(0, t - back) == 1 ? 1 : 0);
    nats -= std::log(episode.targets(0, t) == 1 ? ones[context] : 1 - ones[context]);
  }
  return nats;
}

// Mean and standard error.
struct Mean {
  double sum = 0, squares = 0, count = 0;
  void add(double x) { sum += x, squares += x * x, ++count; }
  double mean() const { return sum / count; }
  double error() const { return std::sqrt((squares / count - mean() * mean()) / count); }
};

// The reference numbers come from 40,000 sequences of another implementation. Sequences differ by 36 bits, so that
// these means have an error of 0.18 bits themselves.
TEST(DynamicNgrams, TheOracleLoses128BitsAndTheTable98) {
  const TaskSampler sampler("dynamic_ngrams");
  Mean oracle, table, regret;
  for (std::uint64_t i = 0; i < 20000; ++i) {
    const Episode episode = sampler.sample(i, 200);
    ASSERT_EQ(count_scored(episode), 195);
    const double guessed = negative_log_likelihood(sampler.task->oracle(episode), episode) / std::numbers::ln2;
    const double known = loss_with_the_table(i, episode) / std::numbers::ln2;
    oracle.add(guessed);
    table.add(known);
    regret.add(guessed - known);
  }
  EXPECT_NEAR(oracle.mean(), 128.00, 3 * std::hypot(oracle.error(), 0.18));
  EXPECT_NEAR(table.mean(), 98.23, 3 * std::hypot(table.error(), 0.18));
  EXPECT_NEAR(regret.mean(), 128.00 - 98.23, 3 * std::hypot(regret.error(), 0.05));
}

// Of the bits for which the oracle predicts a probability p of being 1, a fraction p is 1.
TEST(DynamicNgrams, TheOracleIsCalibrated) {
  const TaskSampler sampler("dynamic_ngrams");
  std::vector<Mean> surprise(10);
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const Episode episode = sampler.sample(i, 200);
    const Matrix answer = sampler.task->oracle(episode);
    for (int t = 4; t < episode.steps(); ++t)
      surprise[static_cast<std::size_t>(10 * answer(0, t))].add(
          static_cast<double>(episode.targets(0, t) - answer(0, t)));
  }
  for (const Mean& bin : surprise) EXPECT_NEAR(bin.mean(), 0, 4 * bin.error());
}

TEST(DynamicNgrams, TheOracleUsesOnlyEarlierBits) {
  const TaskSampler sampler("dynamic_ngrams");
  const Episode episode = sampler.sample(1, 200);
  Episode start;
  start.assign(1, 1, 60);
  std::ranges::copy(episode.inputs.numbers().first(60), start.inputs.numbers().begin());
  const Matrix whole = sampler.task->oracle(episode), early = sampler.task->oracle(start);
  for (int t = 0; t < 60; ++t) EXPECT_EQ(early(0, t), whole(0, t));
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
