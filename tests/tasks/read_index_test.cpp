// The read-by-index task.
#include <gtest/gtest.h>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

TEST(ReadIndex, WritesNumbersInBinaryTheLowestDigitFirst) {
  const Episode episode = TaskSampler("read_index").sample(1, 6);
  for (int t = 6; t < episode.steps(); t += 2) {
    int number = 0;
    for (int digit = 7; digit >= 0; --digit) number = 2 * number + (episode.inputs(8 + digit, t) == 1 ? 1 : 0);
    EXPECT_EQ(episode.item_asked(0, t + 1), number);
    EXPECT_EQ(bits(episode.targets, t + 1, 0, 8), bits(episode.inputs, number - 1, 0, 8));
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
