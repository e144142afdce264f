// Stories: lists of lists in one buffer, and stories as sequences.
#include "memnet/data/context.hpp"

#include "memnet/base/error.hpp"

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

TEST(ContextToSequence, ShowsTheWordsAndTheEndsOfSentencesAndQuestions) {
  Episode episode = small_story();
  context_to_sequence(episode, 3);
  constexpr int kFullStop = 4, kQuestionMark = 5;
  EXPECT_EQ(episode.input_words, 5);
  expect_row(episode.inputs, {1, 2, kFullStop, 3, kFullStop, 2, kQuestionMark, 3, 3, kQuestionMark});
  expect_row(episode.targets, {0, 0, 0, 0, 0, 0, 2, 0, 0, 1});
  expect_row(episode.mask, {0, 0, 0, 0, 0, 0, 1, 0, 0, 1});
  expect_row(episode.item_shown, {0, 0, 1, 0, 2, 0, 0, 0, 0, 0});
  expect_row(episode.item_asked, {0, 0, 0, 0, 0, 0, 2, 0, 0, 0});  // no single sentence gives the second answer
  EXPECT_EQ(episode.context.answered_at, (std::vector<int>{6, 9}));
}

TEST(ContextToSequence, LeavesASequenceAsItIs) {
  Episode sequence = small_story();
  context_to_sequence(sequence, 3);
  Episode again = sequence;
  context_to_sequence(again, 3);
  EXPECT_EQ(again.inputs, sequence.inputs);
  EXPECT_EQ(again.context.answered_at, sequence.context.answered_at);
  Episode no_story;
  no_story.assign(2, 1, 0);
  context_to_sequence(no_story, 3);
  EXPECT_EQ(no_story.inputs.rows(), 2);
}

// Returns the source 3 1 2 with the target 2 3 and its end.
Episode small_source() {
  Episode episode;
  episode.assign_context(3);
  for (const int word : {3, 1, 2}) episode.context.add_word(word);
  episode.context.supports = ragged({{2}, {0}, {}});
  episode.targets(0, 0) = 2;
  episode.targets(0, 1) = 3;
  episode.score_answers();
  return episode;
}

TEST(ContextToSequence, ShowsASourceThenAMarkThenNothingWhileItIsAnswered) {
  Episode episode = small_source();
  EXPECT_EQ(episode.items(), 3);
  context_to_sequence(episode, 3);
  EXPECT_EQ(episode.input_words, 4);
  expect_row(episode.inputs, {3, 1, 2, 4, 0, 0, 0});
  expect_row(episode.targets, {0, 0, 0, 0, 2, 3, 0});
  expect_row(episode.mask, {0, 0, 0, 0, 1, 1, 1});
  expect_row(episode.item_shown, {1, 2, 3, 0, 0, 0, 0});
  expect_row(episode.item_asked, {0, 0, 0, 0, 3, 1, 0});
  EXPECT_EQ(episode.context.answered_at, (std::vector<int>{4, 5, 6}));
}

TEST(ContextToSequence, ShowsMeasurementsWithAChannelForTheMark) {
  Episode episode = small_source();
  episode.context.sentences.clear();
  episode.context.numbers = Matrix(2, 3, 0.5);
  context_to_sequence(episode, 0);
  EXPECT_EQ(episode.input_words, 0);
  ASSERT_EQ(episode.inputs.rows(), 3);
  ASSERT_EQ(episode.inputs.cols(), 7);
  for (int t = 0; t < 7; ++t) {
    EXPECT_EQ(episode.inputs(0, t), t < 3 ? Scalar(0.5) : Scalar(0));
    EXPECT_EQ(episode.inputs(2, t), t == 3 ? 1 : 0);
  }
  expect_row(episode.targets, {0, 0, 0, 0, 2, 3, 0});
}

TEST(ContextToSequence, RefusesAWordThatTheTaskDoesNotHave) {
  Episode episode = small_source();
  EXPECT_THROW(context_to_sequence(episode, 2), Error);
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
