// The reuse task.
#include <gtest/gtest.h>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

TEST(Reuse, NumbersItemsThroughAllCopies) {
  const Episode episode = TaskSampler("reuse", {{"min_vectors", "4"}, {"max_vectors", "4"}}).sample(1, 5);
  ASSERT_EQ(episode.steps(), 5 * 9);
  for (int copy = 0; copy < 5; ++copy)
    for (int i = 0; i < 4; ++i) {
      EXPECT_EQ(episode.item_shown(0, 9 * copy + i), 4 * copy + i + 1);
      EXPECT_EQ(episode.item_asked(0, 9 * copy + 5 + i), 4 * copy + i + 1);
    }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
