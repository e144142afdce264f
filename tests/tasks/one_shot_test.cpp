// One-shot classification.
#include <gtest/gtest.h>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

TEST(OneShot, ShowsTheRightLabelOneStepLate) {
  const Episode episode = TaskSampler("one_shot", {{"classes", "3"}, {"size", "2"}}).sample(1, 4);
  ASSERT_EQ(episode.steps(), 12);
  for (int t = 0; t < 12; ++t)
    for (int label = 0; label < 3; ++label)
      EXPECT_EQ(episode.inputs(2 + label, t), t > 0 && episode.targets(0, t - 1) == label + 1 ? 1 : 0);
}

TEST(OneShot, NumbersTheInstancesOfEachClass) {
  const TaskSampler sampler("one_shot", {{"classes", "3"}, {"min_length", "2"}, {"max_length", "3"}});
  EXPECT_EQ(sampler.task->subtask_names(), (std::vector<std::string>{"instance-1", "instance-2", "instance-3"}));
  const Episode episode = sampler.sample(1, 4);
  int counts[4] = {}, steps[3] = {};
  for (int t = 0; t < episode.steps(); ++t) {
    const int before = counts[static_cast<int>(episode.targets(0, t))]++;
    EXPECT_EQ(episode.subtask_at(t), std::min(before, 2));
    ++steps[episode.subtask_at(t)];
  }
  EXPECT_EQ(steps[0], 3);
  EXPECT_EQ(steps[2], 6) << "the fourth instance of each class counts as the third";
}

// Without much noise the oracle knows the second instance of a class, and of a first one that it is new.
TEST(OneShot, TheOracleGuessesOnlyFirstInstances) {
  const TaskSampler sampler("one_shot", {{"classes", "4"}, {"noise", "0.1"}});
  for (std::uint64_t i = 0; i < 10; ++i) {
    const Episode episode = sampler.sample(i, 5);
    const Matrix answer = sampler.task->oracle(episode);
    int seen = 0;
    for (int t = 0; t < episode.steps(); ++t) {
      const bool is_first = episode.subtask_at(t) == 0;
      EXPECT_NEAR(answer(static_cast<int>(episode.targets(0, t)), t), is_first ? 1.0 / (4 - seen) : 1.0, 1e-3);
      seen += is_first ? 1 : 0;
    }
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
