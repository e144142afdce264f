// The laws of tasks that have stories.
#include <algorithm>
#include <set>

#include "tests/laws/task_variants.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Returns the variants whose episodes have stories.
std::vector<TaskVariant> variants_with_stories() {
  std::vector<TaskVariant> some = task_variants();
  std::erase_if(some, [](const TaskVariant& variant) {
    Options options(variant.settings);
    const std::unique_ptr<Task> task = make_task(variant.task);
    task->declare(options.section("task"));
    return task->spec().words == 0;
  });
  return some;
}

class StoryLaws : public TaskLaws {};
INSTANTIATE_TEST_SUITE_P(Tasks, StoryLaws, testing::ValuesIn(variants_with_stories()),
                         [](const auto& info) { return info.param.name; });

// Stories have only words of the task, and no more sentences and words than the specification allows.
TEST_P(StoryLaws, StoriesAreAsTheSpecSays) {
  std::set<std::string> words;
  for (int number = 1; number <= spec.words; ++number) words.insert(task->word(number));
  EXPECT_EQ(words.size(), static_cast<std::size_t>(spec.words)) << "two words are the same";
  EXPECT_FALSE(words.contains(""));
  for (std::uint64_t i = 0; i < 100; ++i) {
    const Story story = sample(i, lengths[i % lengths.size()], InputForm::story).story;
    for (const RaggedArray* lists : {&story.sentences, &story.questions})
      for (int s = 0; s < lists->size(); ++s) {
        const std::span<const int> sentence = (*lists)[s];
        EXPECT_TRUE(!sentence.empty() &&
                    (spec.sentence_words == 0 || sentence.size() <= std::size_t(spec.sentence_words)));
        EXPECT_TRUE(std::ranges::all_of(sentence, [&](int word) { return word >= 1 && word <= spec.words; }));
      }
    EXPECT_TRUE(spec.sentences == 0 || story.sentences.size() <= spec.sentences);
    ASSERT_GT(story.questions.size(), 0);
    ASSERT_EQ(story.supports.size(), story.questions.size());
    for (int q = 0; q < story.questions.size(); ++q)
      for (const int fact : story.supports[q]) EXPECT_TRUE(fact >= 0 && fact < story.sentences.size()) << fact;
  }
}

// As a sequence, a story is its words in order, with a full stop after each sentence and a question mark after each
// question; the answer is scored at the question mark.
TEST_P(StoryLaws, TheSequenceOfAStoryHasItsWordsAndAnswers) {
  if (sample(0, spec.longest, InputForm::story).inputs.cols() > 0) return;  // the task makes sequences itself
  const int full_stop = spec.words + 1, question_mark = spec.words + 2;
  for (std::uint64_t i = 0; i < 20; ++i) {
    const int length = lengths[i % lengths.size()];
    const Episode episode = sample(i, length, InputForm::story), sequence = sample(i, length);
    EXPECT_EQ(episode.inputs.cols(), 0);
    EXPECT_EQ(episode.steps(), episode.story.questions.size());
    EXPECT_TRUE(episode.story.sentences == sequence.story.sentences &&
                episode.story.questions == sequence.story.questions);
    std::vector<int> expected;
    const auto expect = [&](std::span<const int> sentence, int end) {
      expected.insert(expected.end(), sentence.begin(), sentence.end());
      expected.push_back(end);
    };
    for (int s = 0; s < episode.story.sentences.size(); ++s) expect(episode.story.sentences[s], full_stop);
    for (int q = 0; q < episode.story.questions.size(); ++q) {
      expect(episode.story.questions[q], question_mark);
      const int step = sequence.story.answered_at[static_cast<std::size_t>(q)];
      EXPECT_EQ(step, static_cast<int>(expected.size()) - 1);
      EXPECT_EQ(sequence.mask(0, step), 1);
      EXPECT_EQ(sequence.targets(0, step), episode.targets(0, episode.story.answered_at[static_cast<std::size_t>(q)]));
    }
    EXPECT_EQ(count_scored(sequence), episode.story.questions.size());
    ASSERT_EQ(sequence.steps(), static_cast<int>(expected.size()));
    for (int t = 0; t < sequence.steps(); ++t) EXPECT_EQ(sequence.inputs(0, t), expected[static_cast<std::size_t>(t)]);
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
