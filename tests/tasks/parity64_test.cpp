// The parity of a vector.
#include <gtest/gtest.h>

#include <algorithm>

#include "memnet/base/error.hpp"
#include "tests/support/scratch.hpp"
#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

int count(const Episode& episode, Scalar number) {
  return static_cast<int>(std::ranges::count(episode.inputs.numbers(), number));
}

TEST(Parity64, CountsOnesAndNotTheirOpposites) {
  const TaskSampler sampler("parity64");
  Episode episode;
  episode.assign(64, 1, 1);
  const auto answer = [&] { return sampler.task->oracle(episode)(0, 0); };
  EXPECT_EQ(answer(), 0);
  episode.inputs(3, 0) = 1;
  EXPECT_EQ(answer(), 1);
  episode.inputs(60, 0) = -1;
  EXPECT_EQ(answer(), 1);
  episode.inputs(63, 0) = 1;
  EXPECT_EQ(answer(), 0);
}

TEST(Parity64, HasFromOneNumberToItsLength) {
  int fewest = 64, most = 0, at_end = 0;
  for (std::uint64_t i = 0; i < 300; ++i) {
    const Episode episode = TaskSampler("parity64").sample(i, 5);
    const int numbers = count(episode, 1) + count(episode, -1);
    ASSERT_EQ(numbers + count(episode, 0), 64);
    fewest = std::min(fewest, numbers);
    most = std::max(most, numbers);
    at_end += episode.inputs(63, 0) != 0 ? 1 : 0;
  }
  EXPECT_EQ(fewest, 1);
  EXPECT_EQ(most, 5);
  EXPECT_GT(at_end, 0) << "the numbers may stand anywhere";
}

TEST(Parity64, PutsItsNumbersFirstIfAsked) {
  const Episode episode = TaskSampler("parity64", {{"first", "yes"}}).sample(1, 20);
  const int numbers = count(episode, 1) + count(episode, -1);
  for (int i = 0; i < 64; ++i) EXPECT_EQ(episode.inputs(i, 0) != 0, i < numbers) << i;
}

TEST(Parity64, RefusesMoreThanItsVectorHolds) {
  const std::string message = message_of(ErrorKind::usage, [] { TaskSampler("parity64").task->check_length(65); });
  EXPECT_NE(message.find("length 65 is above 64"), message.npos) << message;
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
