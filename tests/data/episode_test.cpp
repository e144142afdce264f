// Episodes: scored answers, and pictures in text.
#include "memnet/data/episode.hpp"

#include <gtest/gtest.h>

#include "memnet/base/render.hpp"
#include "tests/support/episodes.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

TEST(Episode, ScoredBitsAreThoseUnderTheMask) {
  EXPECT_EQ(count_scored(counting_episode(4, 0)), 3);
  EXPECT_EQ(count_scored(counting_episode(1, 0)), 0);
}

TEST(Render, DrawsRowsOfShades) {
  Matrix x(2, 3);
  x(0, 0) = x(1, 2) = 1;
  x(0, 1) = Scalar(0.5);
  EXPECT_EQ(render_rows("input", x), "       input |@+ |\n             |  @|\n");
}

TEST(Render, DrawsStepsThatAreNotScoredAsDots) {
  Matrix x(1, 3, 1), mask(1, 3, 1);
  mask(0, 1) = 0;
  EXPECT_EQ(render_rows("answer", x, mask), "      answer |@.@|\n");
}

TEST(Render, ClampsShadesToTheLightestAndTheDarkest) {
  EXPECT_EQ(shade(-1), ' ');
  EXPECT_EQ(shade(0), ' ');
  EXPECT_EQ(shade(1), '@');
  EXPECT_EQ(shade(2), '@');
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
