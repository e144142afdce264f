// Training on stories: random noise and training phases are reproducible too.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "tests/support/training.hpp"

namespace memnet {
namespace {

constexpr int kUpdates = 8;  // of which the first half is linear

std::vector<Setting> settings_with(const char* noise) {
  return {{"train.batch", "13", "test"},         {"train.shard", "4", "test"},
          {"train.sequences", "104", "test"},    {"train.learning_rate", "0.01", "test"},
          {"model.random_noise", noise, "test"}, {"model.linear_start", "0.5", "test"},
          {"task.tasks", "1,2", "test"}};
}

class Reader : public SmallTraining {
 public:
  explicit Reader(int threads = 1, const char* noise = "0.5")
      : SmallTraining("memn2n", settings_with(noise), threads, 1, "babi") {}
  void step(int updates) {
    for (int update = 0; update < updates; ++update) trainer->step();
  }
  bool is_linear() const { return params.values(*params.find("linear"))[0] != 0; }
};

bool same_parameters(const Reader& one, const Reader& other) {
  const std::span<const Scalar> a = one.params.values(), b = other.params.values();
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

TEST(Stories, AnyNumberOfThreadsGivesTheSameBits) {
  Reader alone;
  alone.step(kUpdates);
  for (const int threads : {2, 3}) {
    Reader several(threads);
    several.step(kUpdates);
    EXPECT_TRUE(same_parameters(several, alone)) << threads << " threads";
  }
}

TEST(Stories, NoiseAffectsTrainingAndNotEvaluation) {
  Reader noisy, silent(1, "0");
  const std::vector<int> lengths(13, 4);
  const AnswerCounts answered = noisy.trainer->runner().evaluate("test", 0, lengths);
  EXPECT_EQ(silent.trainer->runner().evaluate("test", 0, lengths).nats, answered.nats);
  noisy.step(1);
  silent.step(1);
  EXPECT_FALSE(same_parameters(noisy, silent));
}

TEST(Stories, AttentionIsLinearDuringTheLinearStart) {
  Reader reader;
  for (int update = 0; update < kUpdates; ++update) {
    reader.step(1);
    EXPECT_EQ(reader.is_linear(), update < kUpdates / 2) << "update " << update;
  }
}

// Before, at and after the boundary between the phases.
TEST(Stories, ARestoredStateContinuesWithTheSameBits) {
  Reader undisturbed;
  undisturbed.step(kUpdates);
  for (int before = 1; before < kUpdates; ++before) {
    Reader one, other;
    one.step(before);
    std::ranges::copy(one.params.values(), other.params.values().begin());
    for (std::size_t i = 0; i < one.train.optimizer->memory().size(); ++i)
      other.train.optimizer->memory()[i].numbers = one.train.optimizer->memory()[i].numbers;
    ASSERT_TRUE(other.trainer->state.set_counters(one.trainer->state.counters()));
    other.step(kUpdates - before);
    EXPECT_TRUE(same_parameters(other, undisturbed)) << "after " << before << " updates";
  }
}

}  // namespace
}  // namespace memnet
