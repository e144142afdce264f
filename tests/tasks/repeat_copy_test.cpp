// The repeat copy task.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

TEST(RepeatCopy, TheNumberHasMeanZeroAndVarianceOneInTraining) {
  double sum = 0, squares = 0;
  for (int repeats = 1; repeats <= 10; ++repeats) {
    const TaskSampler sampler("repeat_copy", {{"repeats", std::to_string(repeats)}});
    const Episode episode = sampler.sample(1, 3);
    EXPECT_EQ(episode.steps(), 3 + 2 + 3 * repeats + 1);
    const double number = static_cast<double>(episode.inputs(9, 4));
    EXPECT_NEAR(number, (repeats - 5.5) / 2.872, 1e-3);
    sum += number;
    squares += number * number;
  }
  EXPECT_NEAR(sum, 0, 1e-6);
  EXPECT_NEAR(squares / 10, 1, 1e-6);
}

TEST(RepeatCopy, TheEndMarkerComesOnceAndLast) {
  const Episode episode = TaskSampler("repeat_copy").sample(2, 5);
  for (int t = 0; t < episode.steps(); ++t) EXPECT_EQ(episode.targets(8, t), t == episode.steps() - 1 ? 1 : 0);
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
