#include "tasks/babi/format/words.hpp"

#include <gtest/gtest.h>

namespace memnet::babi {
namespace {

using Words = std::vector<std::string>;

TEST(BabiWords, ASentenceIsCutAtItsBlanks) {
  EXPECT_EQ(words_of("Mary went back to the garden."), (Words{"mary", "went", "back", "to", "the", "garden"}));
  EXPECT_EQ(words_of("Where is Mary?"), (Words{"where", "is", "mary"}));
  EXPECT_EQ(words_of("Where is Mary"), (Words{"where", "is", "mary"}));
  EXPECT_EQ(words_of("  a   b "), (Words{"a", "b"}));
  EXPECT_EQ(words_of("."), Words());
  EXPECT_EQ(words_of(""), Words());
}

TEST(BabiWords, AnAnswerIsASingleWord) {
  EXPECT_EQ(answer_word("football,apple"), "football,apple");
  EXPECT_EQ(answer_word("Mary"), "mary");
}

}  // namespace
}  // namespace memnet::babi
