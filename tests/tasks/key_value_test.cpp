// The key-value task.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

TEST(KeyValue, AsksForEveryPairOnceAndHasDifferentKeys) {
  const Episode episode = TaskSampler("key_value", {{"key_bits", "4"}}).sample(1, 16);
  std::set<std::string> keys;
  std::set<Scalar> asked;
  for (int t = 0; t < 16; ++t) keys.insert(bits(episode.inputs, t, 0, 4));
  for (int t = 16; t < episode.steps(); ++t) asked.insert(episode.item_asked(0, t));
  EXPECT_EQ(keys.size(), 16u);
  EXPECT_EQ(asked.size(), 16u + 1) << "of which one is 0, for the steps of the queries";
}

TEST(KeyValue, TwoWayAsksInBothDirectionsAndHidesTheAnswer) {
  const TaskSampler sampler("key_value", {{"two_way", "yes"}});
  int by_key = 0, by_value = 0;
  for (std::uint64_t i = 0; i < 20; ++i) {
    const Episode episode = sampler.sample(i, 8);
    for (int t = 8; t < episode.steps(); t += 2) {
      const bool key = episode.inputs(16, t) == 1;
      EXPECT_NE(key, episode.inputs(17, t) == 1);
      EXPECT_EQ(bits(episode.inputs, t, key ? 8 : 0, 8), "00000000");
      ++(key ? by_key : by_value);
    }
  }
  EXPECT_GT(by_key, 40);
  EXPECT_GT(by_value, 40);
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
