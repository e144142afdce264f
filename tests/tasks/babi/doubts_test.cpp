// Warnings about stories that can be read, and probably mean something else.
#include "tasks/babi/format/doubts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tasks/babi/format/reader.hpp"

namespace memnet::babi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> doubts_about(const std::string& text) { return doubts(parse_stories(text, "a.txt"), "a.txt"); }

// A reward of 1 was read as "line 1 is the supporting fact" without a word.
TEST(BabiDoubts, RewardsLookLikeSupportingLines) {
  const std::string story = "1 Anna ran home.\n2 Ben ran off.\n3 Where is Ben?\toff\t";
  EXPECT_THAT(doubts_about(story + "1\n" + story + "1\n"),
              ElementsAre(HasSubstr("a.txt: line 1 is the only supporting line that any question names")));
  EXPECT_THAT(doubts_about(story + "1\n" + story + "\n"), ElementsAre(HasSubstr("rewards")));
  EXPECT_THAT(doubts_about(story + "1\n" + story + "2\n"), IsEmpty());
  EXPECT_THAT(doubts_about(story + "1 2\n"), IsEmpty());
  EXPECT_THAT(doubts_about(story + "\n"), IsEmpty());
  EXPECT_THAT(doubts_about("1 Anna ran home.\n2 Where is Anna?\thome\t1\n"), IsEmpty()) << "there is no other line";
}

TEST(BabiDoubts, ALineMayHoldTwoSentences) {
  const std::string end = "2 Where is Ben?\toff\t1\n1 Anna is home.\n";
  EXPECT_THAT(doubts_about("1 Anna ran home. Ben ran off.\n" + end),
              ElementsAre(HasSubstr("a.txt: 'home.' stands inside a line, and 'home' is a word too")));
  EXPECT_THAT(doubts_about("1 Is Anna home? Ben ran off.\n" + end), ElementsAre(HasSubstr("'home?' stands inside")));
  EXPECT_THAT(doubts_about("1 Ben ran . . off.\n" + end), IsEmpty());
  EXPECT_THAT(doubts_about("1 Mr. Benn ran off.\n" + end), IsEmpty());
}

}  // namespace
}  // namespace memnet::babi
