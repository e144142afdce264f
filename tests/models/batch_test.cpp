// Batches: episodes as values on a tape.
#include "memnet/models/batch.hpp"

#include <gtest/gtest.h>

#include <vector>

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

TEST(Batch, ABatchHoldsOneValueForEachStep) {
  const std::vector<Episode> episodes{counting(2, 10), counting(4, 20)};
  Tape tape;
  const Batch batch = make_batch(tape, episodes);
  EXPECT_EQ(batch.size, 2);
  ASSERT_EQ(batch.steps(), 4);
  EXPECT_EQ(batch.inputs[1].rows(), 2);
  EXPECT_EQ(batch.inputs[1].batch(), 2);
  EXPECT_EQ(batch.inputs[1](0, 0, 0), 11);
  EXPECT_EQ(batch.inputs[1](1, 0, 1), -21);
  EXPECT_EQ(batch.targets[3](0, 0, 1), 1);
  EXPECT_EQ(batch.inputs[3].node().step, 3);
}

TEST(Batch, ShorterOnesArePaddedWithZerosThatAreNotScored) {
  const std::vector<Episode> episodes{counting(2, 10), counting(4, 20)};
  Tape tape;
  const Batch batch = make_batch(tape, episodes);
  for (std::size_t t = 2; t < 4; ++t) {
    EXPECT_EQ(batch.inputs[t](0, 0, 0), 0);
    EXPECT_EQ(batch.targets[t](0, 0, 0), 0);
    EXPECT_EQ(batch.mask[t](0, 0, 0), 0);
    EXPECT_EQ(batch.mask[t](0, 0, 1), 1);
  }
}

using Plain = std::vector<std::vector<int>>;

RaggedArray lists_of(const Plain& plain) {
  RaggedArray lists;
  for (const std::vector<int>& list : plain) lists.add_list(list);
  return lists;
}

// Of three words: two sentences, a question that rests on the second of them, and one that rests on both.
Episode told() {
  Episode episode;
  episode.assign_story(2);
  episode.story.sentences = lists_of({{1, 2}, {3}});
  episode.story.questions = lists_of({{2}, {3, 3}});
  episode.story.supports = lists_of({{1}, {0, 1}});
  episode.story.answered_at = {0, 1};
  episode.targets(0, 0) = 2;
  episode.targets(0, 1) = 1;
  episode.mask(0, 0) = episode.mask(0, 1) = 1;
  return episode;
}

// A question is a step, wherever its answer stands; a story with fewer questions is padded.
TEST(Batch, AsStoriesGivesAStepToEachQuestion) {
  std::vector<Episode> episodes{told(), told()};
  story_to_sequence(episodes[1], 3);
  episodes[0].story.questions.assign(told().story.questions, 1);
  Tape tape;
  const Batch batch = make_batch(tape, episodes, InputForm::story);
  EXPECT_TRUE(batch.inputs.empty() && batch.item_shown.empty() && batch.item_asked.empty());
  EXPECT_EQ(batch.answers, TargetKind::word);
  EXPECT_EQ(batch.episodes.data(), episodes.data());
  ASSERT_EQ(batch.steps(), 2);
  for (int b = 0; b < 2; ++b) {
    EXPECT_EQ(batch.targets[0](0, 0, b), 2);
    EXPECT_EQ(batch.mask[0](0, 0, b), 1);
    EXPECT_EQ(batch.targets[1](0, 0, b), b);
    EXPECT_EQ(batch.mask[1](0, 0, b), b);
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
