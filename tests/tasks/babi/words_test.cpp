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

TEST(BabiWords, AnAnswerIsASingleWord) {
  EXPECT_EQ(answer_word("football,apple"), "football,apple");
  EXPECT_EQ(answer_word("Mary"), "mary");
}

}  // namespace
}  // namespace memnet::babi
