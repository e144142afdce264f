// Training that is interrupted within an update or an evaluation: the same can be done again, with the same bits.
#include "tests/support/interruption.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "tests/support/training.hpp"

namespace memnet {
namespace {

const std::vector<Setting> kShards = {{"train.batch", "13", "test"}, {"train.shard", "4", "test"}};
constexpr int kUpdates = 2;

AnswerCounts evaluate(SmallTraining& small) {
  return small.trainer->runner().evaluate("test", 0, std::vector<int>(13, 4));
}

// Does the work again and again, interrupted a little later each time, until it is complete. Returns the number of
// interruptions.
template <class Work>
int interrupt_often(const Work& work) {
  for (int interruptions = 0;; ++interruptions) {
    const InterruptAfter interruption(101 * interruptions);
    try {
      work();
      return interruptions;
    } catch (const Interrupted&) {
    }
  }
}

class Interruption : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Models, Interruption, testing::Values("ntm", "lstm", "memn2n"));

// Gradients that an interrupted step had collected were once added to those of the next step.
TEST_P(Interruption, AnInterruptedStepOrEvaluationIsRepeatedWithTheSameBits) {
  SmallTraining whole(GetParam(), kShards);
  for (int update = 0; update < kUpdates; ++update) whole.trainer->step();
  const AnswerCounts expected = evaluate(whole);
  for (const int threads : {1, 3}) {
    SmallTraining parts(GetParam(), kShards, threads);
    for (int update = 0; update < kUpdates; ++update)
      EXPECT_GE(interrupt_often([&] { parts.trainer->step(); }), 5) << "too few to be a test";
    AnswerCounts counts;
    EXPECT_GE(interrupt_often([&] { counts = evaluate(parts); }), 2) << "too few to be a test";
    EXPECT_EQ(std::memcmp(&counts, &expected, sizeof(AnswerCounts)), 0) << threads << " threads";
    EXPECT_TRUE(std::ranges::equal(parts.params.values(), whole.params.values())) << threads << " threads";
    EXPECT_EQ(parts.trainer->state.counters(), whole.trainer->state.counters()) << threads << " threads";
  }
}

TEST_P(Interruption, AnInterruptedStepChangesNothing) {
  SmallTraining small(GetParam(), kShards);
  small.trainer->step();
  const std::vector<Scalar> before(small.params.values().begin(), small.params.values().end());
  const auto counters = small.trainer->state.counters();
  {
    const InterruptAfter interruption(300);
    EXPECT_THROW(small.trainer->step(), Interrupted);
  }
  EXPECT_TRUE(std::ranges::equal(small.params.values(), before));
  EXPECT_EQ(small.trainer->state.counters(), counters);
}

}  // namespace
}  // namespace memnet
