#include "tasks/babi/format/words.hpp"

#include <gtest/gtest.h>

namespace memnet::babi {
namespace {

using Words = std::vector<std::string>;

TEST(BabiWords, ASentenceIsCutAtItsBlanks) {
  EXPECT_EQ(split_words("Mary went back to the garden."), (Words{"mary", "went", "back", "to", "the", "garden"}));
  EXPECT_EQ(split_words("Where is Mary?"), (Words{"where", "is", "mary"}));
  EXPECT_EQ(split_words("Where is Mary"), (Words{"where", "is", "mary"}));
  EXPECT_EQ(split_words("  a   b "), (Words{"a", "b"}));
  EXPECT_EQ(split_words("."), Words());
  EXPECT_EQ(split_words(""), Words());
}

// "anna," was another word than "anna".
TEST(BabiWords, PunctuationAroundAWordIsNoPartOfIt) {
  EXPECT_EQ(split_words("Then Anna, tired (of it), said: \"Oh!\""),
            (Words{"then", "anna", "tired", "of", "it", "said", "oh"}));
  EXPECT_EQ(split_words("Anna , Ben ; no ."), (Words{"anna", "ben", "no"}));
  EXPECT_EQ(split_words("Mary's tea-room, 5,000 steps e.g. north"),
            (Words{"mary's", "tea-room", "5,000", "steps", "e.g.", "north"}));
}

TEST(BabiWords, MarksOfOtherScriptsEndASentence) {
  EXPECT_TRUE(is_question("Where?"));
  EXPECT_TRUE(is_question("\u73a9 \u5728 \u54ea\uff1f"));
  EXPECT_TRUE(is_question("\u0623\u064a\u0646\u061f"));
  EXPECT_FALSE(is_question("Here."));
  EXPECT_EQ(split_words("\u73a9 \u5728\u3002"), (Words{"\u73a9", "\u5728"}));
  EXPECT_EQ(split_words("Where??"), Words{"where"});
}

TEST(BabiWords, AnAnswerIsASingleWord) {
  EXPECT_EQ(answer_word("football,apple"), "football,apple");
  EXPECT_EQ(answer_word("Mary"), "mary");
  EXPECT_EQ(answer_word(" Roof   Space"), "roof space");
}

}  // namespace
}  // namespace memnet::babi
