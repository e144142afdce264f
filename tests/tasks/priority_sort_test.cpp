// The priority sort task.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Vectors are sorted as a whole. Sorting each channel by itself is a mistake that has been published.
TEST(PrioritySort, AnswersWholeVectorsInTheOrderOfTheirPriorities) {
  const TaskSampler sampler("priority_sort");
  for (std::uint64_t i = 0; i < 50; ++i) {
    const Episode episode = sampler.sample(i, 20);
    std::vector<std::pair<Scalar, std::string>> vectors;
    for (int t = 0; t < 20; ++t) vectors.emplace_back(-episode.inputs(8, t), bits(episode.inputs, t, 0, 8));
    std::ranges::stable_sort(vectors, {}, &std::pair<Scalar, std::string>::first);
    ASSERT_EQ(episode.steps(), 20 + 1 + 16);
    for (std::size_t place = 0; place < 16; ++place)
      EXPECT_EQ(bits(episode.targets, 21 + static_cast<int>(place), 0, 8), vectors[place].second);
  }
}

TEST(PrioritySort, ByBitAnswersTheOnesOfEachBitFirst) {
  const Episode episode = TaskSampler("priority_sort", {{"by_bit", "yes"}, {"percent", "100"}}).sample(1, 20);
  for (int bit = 0; bit < 8; ++bit) {
    int ones = 0;
    for (int t = 0; t < 20; ++t) ones += episode.inputs(bit, t) == 1 ? 1 : 0;
    for (int place = 0; place < 20; ++place) EXPECT_EQ(episode.targets(bit, 21 + place), place < ones ? 1 : 0);
  }
}

TEST(PrioritySort, EqualPrioritiesStayInTheOrderInWhichTheyCame) {
  const TaskSampler sampler("priority_sort", {{"percent", "100"}});
  Episode episode = sampler.sample(1, 4);
  Matrix& inputs = episode.inputs;
  for (int t = 0; t < 4; ++t) inputs(8, t) = t == 2 ? Scalar(0.5) : Scalar(-0.25);
  const Matrix answer = sampler.task->oracle(episode);
  const int order[] = {2, 0, 1, 3};
  for (int place = 0; place < 4; ++place) EXPECT_EQ(bits(answer, 5 + place, 0, 8), bits(inputs, order[place], 0, 8));
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
