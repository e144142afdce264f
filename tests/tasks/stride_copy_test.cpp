// The stride copy task.
#include <gtest/gtest.h>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

TEST(StrideCopy, AnswersEveryThird) {
  const Episode episode = TaskSampler("stride_copy", {{"stride", "3"}}).sample(1, 8);
  ASSERT_EQ(episode.steps(), 8 + 1 + 3);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(bits(episode.targets, 9 + i, 0, 8), bits(episode.inputs, 3 * i, 0, 8));
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
