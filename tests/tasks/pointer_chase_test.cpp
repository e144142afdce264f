// The pointer chase task.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

TEST(PointerChase, HopsLeadWhereNoFewerHopsDo) {
  const TaskSampler sampler("pointer_chase", {{"min_hops", "7"}, {"max_hops", "7"}});
  const Episode episode = sampler.sample(1, 8);
  // Seven hops go around the cycle of eight names: each name occurs once, and the answer is the one that points to the
  // start.
  for (int t = 8; t < episode.steps(); t += 8) {
    EXPECT_EQ(episode.inputs(16, t), 7);
    std::set<std::string> seen;
    std::string at = bits(episode.inputs, t, 0, 8);
    int entry = 0;
    for (int hop = 0; hop < 7; ++hop) {
      seen.insert(at);
      entry = 0;
      while (bits(episode.inputs, entry, 0, 8) != at) ++entry;
      at = bits(episode.inputs, entry, 8, 8);
    }
    EXPECT_EQ(seen.size(), 7u);
    EXPECT_FALSE(seen.contains(at));
    EXPECT_EQ(bits(episode.targets, t + 7, 0, 8), at);
    EXPECT_EQ(episode.item_asked(0, t + 7), entry + 1);
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
