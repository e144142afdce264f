// Selective copy.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

std::string text(const Task& task, const Matrix& row) {
  std::string text;
  for (const Scalar word : row.numbers()) text += word == 0 ? "." : task.word(static_cast<int>(word));
  return text;
}
std::string without(std::string text, char noise) {
  std::erase(text, noise);
  return text;
}

TEST(SelectiveCopy, AnswersAreWhatIsLeftWithoutTheNoise) {
  for (const auto& [noise, shade] : {std::pair{"0", '.'}, {"3", '-'}}) {
    const TaskSampler sampler("selective_copy", {{"noise", noise}, {"steps_per_symbol", "4"}});
    for (std::uint64_t i = 0; i < 20; ++i) {
      const Episode episode = sampler.sample(i, 5);
      const std::string inputs = text(*sampler.task, episode.inputs), targets = text(*sampler.task, episode.targets);
      ASSERT_EQ(inputs.size(), 20u + 1 + 5);
      EXPECT_EQ(inputs.substr(20), "|.....");
      EXPECT_EQ(without(inputs.substr(0, 20), shade), targets.substr(21));
      EXPECT_EQ(without(targets, '.').size(), 5u);
    }
  }
}

TEST(SelectiveCopy, EveryStepShowsASymbolEquallyOften) {
  constexpr int kEpisodes = 4000;
  const TaskSampler sampler("selective_copy", {{"steps_per_symbol", "4"}});
  std::vector<int> times(12, 0);
  for (std::uint64_t i = 0; i < kEpisodes; ++i) {
    const Episode episode = sampler.sample(i, 3);
    for (std::size_t t = 0; t < times.size(); ++t) times[t] += episode.inputs(0, int(t)) != 0;
  }
  for (const int number : times) EXPECT_NEAR(number, kEpisodes / 4, 4.5 * std::sqrt(kEpisodes * 3.0 / 16));
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
