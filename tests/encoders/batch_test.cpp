// Batches: episodes as values on a tape.
#include "memnet/encoders/batch.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "tests/support/episodes.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

TEST(Batch, ABatchHoldsOneValueForEachStep) {
  const std::vector<Episode> episodes{counting_episode(2, 10), counting_episode(4, 20)};
  Tape tape;
  const Batch batch = make_batch(tape, episodes);
  EXPECT_EQ(batch.size, 2);
  ASSERT_EQ(batch.steps(), 4);
  EXPECT_EQ(batch.inputs[1].rows(), 2);
  EXPECT_EQ(batch.inputs[1].batch(), 2);
  EXPECT_EQ(batch.inputs[1](0, 0, 0), 11);
  EXPECT_EQ(batch.inputs[1](1, 0, 1), -21);
  EXPECT_EQ(batch.targets[3](0, 0, 1), 1);
  EXPECT_EQ(batch.inputs[3].node().step, 3);
}

TEST(Batch, ShorterOnesArePaddedWithZerosThatAreNotScored) {
  const std::vector<Episode> episodes{counting_episode(2, 10), counting_episode(4, 20)};
  Tape tape;
  const Batch batch = make_batch(tape, episodes);
  for (std::size_t t = 2; t < 4; ++t) {
    EXPECT_EQ(batch.inputs[t](0, 0, 0), 0);
    EXPECT_EQ(batch.targets[t](0, 0, 0), 0);
    EXPECT_EQ(batch.mask[t](0, 0, 0), 0);
    EXPECT_EQ(batch.mask[t](0, 0, 1), 1);
  }
}

// Each question is a step, whatever the step of its answer in the sequence; a story with fewer questions is padded.
TEST(Batch, AsStoriesGivesAStepToEachQuestion) {
  std::vector<Episode> episodes{small_story(), small_story()};
  context_to_sequence(episodes[1], 3);
  episodes[0].context.questions.assign(small_story().context.questions, 1);
  episodes[0].context.answered_at.resize(1);
  Tape tape;
  const Batch batch = make_batch(tape, episodes, InputForm::context);
  EXPECT_TRUE(batch.inputs.empty() && batch.item_shown.empty() && batch.item_asked.empty());
  EXPECT_EQ(batch.answers, TargetKind::word);
  EXPECT_EQ(batch.episodes.data(), episodes.data());
  ASSERT_EQ(batch.steps(), 2);
  for (int b = 0; b < 2; ++b) {
    EXPECT_EQ(batch.targets[0](0, 0, b), 2);
    EXPECT_EQ(batch.mask[0](0, 0, b), 1);
    EXPECT_EQ(batch.targets[1](0, 0, b), b);
    EXPECT_EQ(batch.mask[1](0, 0, b), b);
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
