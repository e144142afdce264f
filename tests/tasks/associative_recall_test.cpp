// The associative recall task.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

TEST(AssociativeRecall, AnswersTheItemAfterTheOneInTheQuery) {
  const TaskSampler sampler("associative_recall");
  for (std::uint64_t i = 0; i < 50; ++i) {
    const Episode episode = sampler.sample(i, 6);
    ASSERT_EQ(episode.steps(), 6 * 4 + 5 + 3);
    int found = 0;
    for (int item = 0; item < 5; ++item) {
      const auto same = [&](int step, int i) { return bits(episode.inputs, step + i, 0, 6); };
      bool asked = true;
      for (int v = 0; v < 3; ++v) asked &= same(4 * item + 1, v) == same(25, v);
      if (!asked) continue;
      ++found;
      for (int v = 0; v < 3; ++v) EXPECT_EQ(bits(episode.targets, 29 + v, 0, 6), same(4 * item + 5, v));
    }
    EXPECT_EQ(found, 1);
  }
}

// All items differ, even if every possible item occurs.
TEST(AssociativeRecall, HasDifferentItems) {
  const Episode episode = TaskSampler("associative_recall", {{"bits", "4"}, {"item_length", "1"}}).sample(1, 16);
  std::set<std::string> items;
  for (int item = 0; item < 16; ++item) items.insert(bits(episode.inputs, 2 * item + 1, 0, 4));
  EXPECT_EQ(items.size(), 16u);
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
