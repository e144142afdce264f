// Episodes: scored answers, and pictures in text.
#include "memnet/data/episode.hpp"

#include <gtest/gtest.h>

#include "memnet/base/render.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
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

TEST(Episode, ScoredBitsAreThoseUnderTheMask) {
  EXPECT_EQ(count_scored(counting(4, 0)), 3);
  EXPECT_EQ(count_scored(counting(1, 0)), 0);
}

TEST(Draw, RowsOfShades) {
  Matrix x(2, 3);
  x(0, 0) = x(1, 2) = 1;
  x(0, 1) = Scalar(0.5);
  EXPECT_EQ(render_rows("input", x), "       input |@+ |\n             |  @|\n");
}

TEST(Draw, StepsThatAreNotScoredAreDots) {
  Matrix x(1, 3, 1), mask(1, 3, 1);
  mask(0, 1) = 0;
  EXPECT_EQ(render_rows("answer", x, mask), "      answer |@.@|\n");
}

TEST(Draw, ShadesGoFromLightToDarkAndNoFurther) {
  EXPECT_EQ(shade(-1), ' ');
  EXPECT_EQ(shade(0), ' ');
  EXPECT_EQ(shade(1), '@');
  EXPECT_EQ(shade(2), '@');
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
