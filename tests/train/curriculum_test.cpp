// Curricula: their longest lengths, worked out by hand, and what training does with them.
#include "memnet/train/curriculum.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "tests/support/scratch.hpp"
#include "tests/support/training.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

// A curriculum with its options.
struct Declared {
  explicit Declared(const std::string& text) : options({{"train.curriculum", text, "test"}}) {
    curriculum.declare(options.section("train"));
  }
  std::string text() const { return options.find("train.curriculum")->text(); }

  Options options;
  Curriculum curriculum;
};

TaskSpec spec_of(int shortest, int longest) {
  TaskSpec spec;
  spec.shortest = shortest;
  spec.longest = longest;
  return spec;
}

TEST(Curriculum, NoneIsTheLongestLengthOfTheTask) {
  const Declared none("none");
  EXPECT_EQ(none.curriculum.longest(spec_of(1, 20), none.curriculum.start(), 0), 20);
  none.curriculum.require_possible(spec_of(5, 5));
}

// a^n b^n of Joulin & Mikolov: up to epoch + 3.
TEST(Curriculum, LinearGrowsByOne) {
  const Declared linear("linear:3,100");
  const auto longest = [&](std::uint64_t sequences) {
    return linear.curriculum.longest(spec_of(1, 6), linear.curriculum.start(), sequences);
  };
  EXPECT_EQ(longest(0), 3);
  EXPECT_EQ(longest(99), 3);
  EXPECT_EQ(longest(100), 4);
  EXPECT_EQ(longest(299), 5);
  EXPECT_EQ(longest(300), 6);
  EXPECT_EQ(longest(100000), 6) << "no more than the task has";
}

TEST(Curriculum, DoubleDoublesIfTheLossOfABlockIsBelowTheBound) {
  const Declared doubling("double:2,0.5,30");
  CurriculumState state = doubling.curriculum.start();
  const auto longest = [&] { return doubling.curriculum.longest(spec_of(1, 7), state, 0); };
  const auto add = [&](double loss) { doubling.curriculum.add(spec_of(1, 7), state, 16, 100, 100 * loss); };
  EXPECT_EQ(longest(), 2);
  add(0.1);
  EXPECT_EQ(longest(), 2) << "16 of 30 sequences";
  add(0.8);
  EXPECT_EQ(longest(), 4) << "0.45 on average";
  add(0.1);
  add(0.9);
  EXPECT_EQ(longest(), 4) << "0.5 is not below the bound";
  for (int i = 0; i < 4; ++i) add(0.2);
  EXPECT_EQ(longest(), 7) << "no more than the task has";
}

TEST(Curriculum, SpellingsOfOneCurriculumAreOne) {
  EXPECT_EQ(Declared(" none ").text(), "none");
  EXPECT_EQ(Declared("linear: 3 , 1e4").text(), "linear:3,10000");
  EXPECT_EQ(Declared("double:4, 0.010,1000").text(), "double:4,0.01,1000");
}

TEST(Curriculum, RefusesWhatIsNone) {
  for (const char* text :
       {"", "linear", "linear:3", "linear:0,10", "linear:3,0", "linear:3,10,1", "linear:2.5,10", "linear:x,10",
        "double:4,0.1", "double:4,0,10", "double:4,-1,10", "double:4,nan,10", "linear:1e300,1", "other:1,2"})
    EXPECT_THAT(message_of(ErrorKind::usage, [&] { Declared curriculum(text); }), HasSubstr("expected none, linear:"))
        << text;
}

TEST(Curriculum, RefusesWhatChangesNothing) {
  const auto message = [](const std::string& text, int shortest, int longest) {
    return message_of(ErrorKind::usage,
                      [&] { Declared(text).curriculum.require_possible(spec_of(shortest, longest)); });
  };
  EXPECT_THAT(message("linear:20,10", 1, 20), HasSubstr("expected one from 1, the shortest of the task, to 19"));
  EXPECT_THAT(message("double:2,0.1,10", 3, 20), HasSubstr("begins at the length 2"));
  EXPECT_THAT(message("linear:3,10", 5, 5), HasSubstr("have the length 5; take none"));
}

std::vector<Setting> curriculum_settings(const std::string& text) {
  return {{"train.curriculum", text, "test"},
          {"train.batch", "4", "test"},
          {"train.shard", "2", "test"},
          {"train.same_length", "no", "test"}};
}

// Copy scores 3 bits for each step, so a batch of 4 with the longest length L has at most 12 L of them.
TEST(Curriculum, LimitsTheLengthsOfTraining) {
  SmallTraining small("lstm", curriculum_settings("linear:1,8"));
  for (int update = 0; update < 8; ++update) {
    const double scored = small.trainer->step().scored;
    EXPECT_TRUE(update >= 2 || scored == 12) << scored;
    EXPECT_LE(scored, 12 * (1 + update / 2));
  }
}

TEST(Curriculum, NoneLeavesTheBitsAsTheyWere) {
  SmallTraining without("lstm"), with("lstm", {{"train.curriculum", "none", "test"}});
  for (int update = 0; update < 3; ++update) EXPECT_EQ(without.trainer->step().nats, with.trainer->step().nats);
  EXPECT_EQ(without.trainer->state.counters().size(), 9u) << "files of older builds have these";
}

// The bound is so high that every block doubles; the state is restored within a block.
TEST(Curriculum, ARestoredStateContinuesWithTheSameBits) {
  for (const std::string text : {"linear:1,8", "double:1,100,8", "double:1,1e-9,8"}) {
    SmallTraining one("lstm", curriculum_settings(text)), other("lstm", curriculum_settings(text), 2);
    for (int update = 0; update < 3; ++update) one.trainer->step();
    std::ranges::copy(one.params.values(), other.params.values().begin());
    for (std::size_t i = 0; i < one.train.optimizer->memory().size(); ++i)
      other.train.optimizer->memory()[i].numbers = one.train.optimizer->memory()[i].numbers;
    ASSERT_TRUE(other.trainer->state.set_counters(one.trainer->state.counters())) << text;
    for (int update = 0; update < 4; ++update) {
      one.trainer->step();
      other.trainer->step();
    }
    EXPECT_TRUE(std::ranges::equal(one.params.values(), other.params.values())) << text;
    EXPECT_EQ(one.trainer->state.counters(), other.trainer->state.counters()) << text;
  }
  SmallTraining doubling("lstm", curriculum_settings("double:1,100,8")), none("lstm");
  EXPECT_FALSE(doubling.trainer->state.set_counters(none.trainer->state.counters()));
  EXPECT_FALSE(none.trainer->state.set_counters(doubling.trainer->state.counters()));
}

}  // namespace
}  // namespace memnet
