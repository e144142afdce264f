// Stories: lists of lists in one buffer, and stories as sequences.
#include "memnet/data/story.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/episodes.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

void expect_holds(const RaggedArray& lists, const NestedVector& plain) {
  ASSERT_EQ(lists.size(), static_cast<int>(plain.size()));
  std::size_t longest = 0;
  for (int i = 0; i < lists.size(); ++i) {
    const std::vector<int>& expected = plain[static_cast<std::size_t>(i)];
    EXPECT_TRUE(std::ranges::equal(lists[i], expected)) << "list " << i;
    longest = std::max(longest, expected.size());
  }
  EXPECT_EQ(lists.longest(), static_cast<int>(longest));
}

const NestedVector kPlain = {{3, 1}, {}, {4}, {1, 5, 9}, {}};

TEST(RaggedArray, HoldsItsListsInTheOrderInWhichTheyWereAdded) {
  expect_holds(ragged({}), {});
  expect_holds(ragged(kPlain), kPlain);
  RaggedArray one_by_one;
  for (const std::vector<int>& list : kPlain) {
    one_by_one.begin_list();
    for (const int number : list) one_by_one.add(number);
  }
  EXPECT_TRUE(one_by_one == ragged(kPlain));
  one_by_one.add(6);  // adds to the last list
  expect_holds(one_by_one, {{3, 1}, {}, {4}, {1, 5, 9}, {6}});
  one_by_one.clear();
  EXPECT_TRUE(one_by_one == RaggedArray());
}

TEST(RaggedArray, IsEqualOnlyToTheSameNumbersInTheSameLists) {
  EXPECT_FALSE(ragged({{1, 2}, {3}}) == ragged({{1}, {2, 3}}));
  EXPECT_FALSE(ragged({{1, 2}}) == ragged({{1, 2}, {}}));
}

TEST(RaggedArray, IsAssignedTheFirstListsOfAnother) {
  const RaggedArray all = ragged(kPlain);
  for (std::size_t count = 0; count <= kPlain.size(); ++count) {
    RaggedArray some = ragged({{7, 7}, {7}});
    some.assign(all, static_cast<int>(count));
    expect_holds(some, {kPlain.begin(), kPlain.begin() + static_cast<long>(count)});
  }
}

void expect_row(const Matrix& row, const std::vector<Scalar>& expected) {
  ASSERT_EQ(row.rows(), 1);
  EXPECT_TRUE(std::ranges::equal(row.numbers(), expected));
}

TEST(StoryToSequence, ShowsTheWordsAndTheEndsOfSentencesAndQuestions) {
  Episode episode = small_story();
  story_to_sequence(episode, 3);
  constexpr int kFullStop = 4, kQuestionMark = 5;
  EXPECT_EQ(episode.input_words, 5);
  expect_row(episode.inputs, {1, 2, kFullStop, 3, kFullStop, 2, kQuestionMark, 3, 3, kQuestionMark});
  expect_row(episode.targets, {0, 0, 0, 0, 0, 0, 2, 0, 0, 1});
  expect_row(episode.mask, {0, 0, 0, 0, 0, 0, 1, 0, 0, 1});
  expect_row(episode.item_shown, {0, 0, 1, 0, 2, 0, 0, 0, 0, 0});
  expect_row(episode.item_asked, {0, 0, 0, 0, 0, 0, 2, 0, 0, 0});  // no single sentence gives the second answer
  EXPECT_EQ(episode.story.answered_at, (std::vector<int>{6, 9}));
}

TEST(StoryToSequence, LeavesASequenceAsItIs) {
  Episode sequence = small_story();
  story_to_sequence(sequence, 3);
  Episode again = sequence;
  story_to_sequence(again, 3);
  EXPECT_EQ(again.inputs, sequence.inputs);
  EXPECT_EQ(again.story.answered_at, sequence.story.answered_at);
  Episode no_story;
  no_story.assign(2, 1, 0);
  story_to_sequence(no_story, 3);
  EXPECT_EQ(no_story.inputs.rows(), 2);
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
