#include "memnet/base/digest.hpp"

#include <gtest/gtest.h>

namespace memnet {
namespace {

// Known values of XXH3 with 128 bits: names of runs, and what finds them again, depend on them.
TEST(Digest, IsThatOfXxh3) {
  EXPECT_EQ(digest(""), "99aa06d3014798d86001c324468d497f");
  EXPECT_EQ(digest("memnet").size(), 32u);
  EXPECT_NE(digest("a = 1"), digest("a = 2"));
}

}  // namespace
}  // namespace memnet
