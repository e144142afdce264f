// The adding problem, with sums and products.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

TEST(Adding, AsksForTheSumOrTheProductOfTheMarkedNumbers) {
  for (const bool adds : {true, false}) {
    const TaskSampler sampler("adding", {{"operation", adds ? "add" : "multiply"}});
    double least = 1, most = 0;
    for (std::uint64_t i = 0; i < 100; ++i) {
      const Episode episode = sampler.sample(i, 50);
      std::vector<double> marked;
      for (int t = 0; t < 50; ++t) {
        const auto number = static_cast<double>(episode.inputs(0, t));
        EXPECT_TRUE(number >= (adds ? -1 : 0) && number <= 1) << number;
        least = std::min(least, number), most = std::max(most, number);
        EXPECT_EQ(episode.inputs(1, t) == -1, t == 0 || t == 49);
        if (episode.inputs(1, t) == 1) marked.push_back(number);
        EXPECT_EQ(episode.mask(0, t), t == 49);
      }
      ASSERT_EQ(marked.size(), 2u);
      EXPECT_NEAR(episode.targets(0, 49), adds ? 0.5 + (marked[0] + marked[1]) / 4 : marked[0] * marked[1], 1e-6);
    }
    EXPECT_LT(least, adds ? -0.99 : 0.01);
    EXPECT_GT(most, 0.99);
  }
}

TEST(Adding, MarksTwoStepsOfTheFirstHalfOneOfThemAmongTheFirstTen) {
  const TaskSampler sampler("adding");
  for (const int length : {6, 7, 15, 60}) {
    std::set<int> all, earlier;
    for (std::uint64_t i = 0; i < 2000; ++i) {
      const Episode episode = sampler.sample(i, length);
      std::vector<int> marked;
      for (int t = 0; t < length; ++t)
        if (episode.inputs(1, t) == 1) marked.push_back(t);
      ASSERT_EQ(marked.size(), 2u);
      EXPECT_LT(marked[0], 10);
      all.insert(marked.begin(), marked.end());
      earlier.insert(marked[0]);
    }
    std::set<int> possible;
    for (int t = 1; t < length / 2; ++t) possible.insert(t);
    EXPECT_EQ(all, possible) << "length " << length;
    EXPECT_GT(earlier.size(), std::size_t(length > 7)) << "length " << length;
  }
}

// For models that read all numbers at once they are the places of a context, of which the marked ones are the facts.
TEST(Adding, TheContextHasTheSameNumbers) {
  const TaskSampler sampler("adding");
  for (std::uint64_t i = 0; i < 20; ++i) {
    const Episode episode = sampler.sample(i, 30);
    EXPECT_EQ(episode.context.numbers, episode.inputs);
    EXPECT_EQ(episode.context.answered_at, std::vector<int>{29});
    for (const int place : episode.context.supports_of(0)) EXPECT_EQ(episode.inputs(1, place), 1);
    EXPECT_EQ(episode.context.supports_of(0).size(), 2u);
  }
}

TEST(Adding, TheDistanceSetsTheLengths) {
  const TaskSampler sampler("adding", {{"distance", "50"}});
  EXPECT_EQ(sampler.task->spec().shortest, 100);
  EXPECT_EQ(sampler.task->spec().longest, 110);
  EXPECT_EQ(sampler.task->spec().criterion, Criterion::within_tolerance);
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
