// Episodes: batches that are padded, and pictures made of text.
#include "memnet/core/episode.hpp"

#include <gtest/gtest.h>

#include "memnet/core/draw.hpp"

namespace memnet::inline MEMNET_PRECISION {
namespace {

Episode counting(int steps, Scalar first) {
  Episode episode;
  episode.assign(2, 1, steps);
  for (int t = 0; t < steps; ++t) {
    episode.inputs(0, t) = first + static_cast<Scalar>(t);
    episode.inputs(1, t) = -episode.inputs(0, t);
    episode.targets(0, t) = static_cast<Scalar>(t % 2);
    episode.mask(0, t) = t > 0 ? 1 : 0;
  }
  return episode;
}

TEST(Episode, ABatchHoldsOneValueForEachStep) {
  const std::vector<Episode> episodes{counting(2, 10), counting(4, 20)};
  Tape tape;
  const Batch batch = load(tape, episodes);
  EXPECT_EQ(batch.size, 2);
  ASSERT_EQ(batch.steps(), 4);
  EXPECT_EQ(batch.inputs[1].rows(), 2);
  EXPECT_EQ(batch.inputs[1].batch(), 2);
  EXPECT_EQ(batch.inputs[1](0, 0, 0), 11);
  EXPECT_EQ(batch.inputs[1](1, 0, 1), -21);
  EXPECT_EQ(batch.targets[3](0, 0, 1), 1);
  EXPECT_EQ(batch.inputs[3].node().step, 3);
}

TEST(Episode, ShorterOnesArePaddedWithZerosThatAreNotScored) {
  const std::vector<Episode> episodes{counting(2, 10), counting(4, 20)};
  Tape tape;
  const Batch batch = load(tape, episodes);
  for (std::size_t t = 2; t < 4; ++t) {
    EXPECT_EQ(batch.inputs[t](0, 0, 0), 0);
    EXPECT_EQ(batch.targets[t](0, 0, 0), 0);
    EXPECT_EQ(batch.mask[t](0, 0, 0), 0);
    EXPECT_EQ(batch.mask[t](0, 0, 1), 1);
  }
}

TEST(Episode, ScoredBitsAreThoseUnderTheMask) {
  EXPECT_EQ(scored_answers(counting(4, 0)), 3);
  EXPECT_EQ(scored_answers(counting(1, 0)), 0);
}

TEST(Draw, RowsOfShades) {
  Matrix x(2, 3);
  x(0, 0) = x(1, 2) = 1;
  x(0, 1) = Scalar(0.5);
  EXPECT_EQ(draw_rows("input", x), "       input |@+ |\n             |  @|\n");
}

TEST(Draw, StepsThatAreNotScoredAreDots) {
  Matrix x(1, 3, 1), mask(1, 3, 1);
  mask(0, 1) = 0;
  EXPECT_EQ(draw_rows("answer", x, mask), "      answer |@.@|\n");
}

TEST(Draw, ShadesGoFromLightToDarkAndNoFurther) {
  EXPECT_EQ(shade(-1), ' ');
  EXPECT_EQ(shade(0), ' ');
  EXPECT_EQ(shade(1), '@');
  EXPECT_EQ(shade(2), '@');
}

}  // namespace
}  // namespace memnet::inline MEMNET_PRECISION
