// Episodes: scored answers, and the shades of their pictures.
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

TEST(Render, ClampsShadesToTheLightestAndTheDarkest) {
  EXPECT_EQ(shade(-1), ' ');
  EXPECT_EQ(shade(0), ' ');
  EXPECT_EQ(shade(1), '@');
  EXPECT_EQ(shade(2), '@');
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
