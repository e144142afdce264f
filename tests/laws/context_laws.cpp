// The laws of tasks that have contexts: stories with questions, or sources.
#include <algorithm>
#include <set>

#include "tests/laws/task_variants.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Returns the variants whose episodes have contexts of this kind.
std::vector<TaskVariant> variants_with(bool (TaskSpec::*has)() const) {
  std::vector<TaskVariant> some = task_variants();
  std::erase_if(some, [has](const TaskVariant& variant) {
    Options options(variant.settings);
    const std::unique_ptr<Task> task = make_task(variant.task);
    task->declare(options.section("task"));
    return !(task->spec().*has)();
  });
  return some;
}

class StoryLaws : public TaskLaws {};
INSTANTIATE_TEST_SUITE_P(Tasks, StoryLaws, testing::ValuesIn(variants_with(&TaskSpec::has_stories)),
                         [](const auto& info) { return info.param.name; });

// Stories have only words of the task, and no more sentences and words than the specification allows.
TEST_P(StoryLaws, StoriesAreAsTheSpecSays) {
  std::set<std::string> words;
  for (int number = 1; number <= spec.words; ++number) words.insert(task->word(number));
  EXPECT_EQ(words.size(), static_cast<std::size_t>(spec.words)) << "two words are the same";
  EXPECT_FALSE(words.contains(""));
  for (std::uint64_t i = 0; i < 100; ++i) {
    const Context story = sample(i, lengths[i % lengths.size()], InputForm::context).context;
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
  if (sample(0, spec.longest, InputForm::context).inputs.cols() > 0) return;  // the task makes sequences itself
  const int full_stop = spec.words + 1, question_mark = spec.words + 2;
  for (std::uint64_t i = 0; i < 20; ++i) {
    const int length = lengths[i % lengths.size()];
    const Episode episode = sample(i, length, InputForm::context), sequence = sample(i, length);
    EXPECT_EQ(episode.inputs.cols(), 0);
    EXPECT_EQ(episode.steps(), episode.context.questions.size());
    EXPECT_TRUE(episode.context.sentences == sequence.context.sentences &&
                episode.context.questions == sequence.context.questions);
    std::vector<int> expected;
    const auto expect = [&](std::span<const int> sentence, int end) {
      expected.insert(expected.end(), sentence.begin(), sentence.end());
      expected.push_back(end);
    };
    for (int s = 0; s < episode.context.sentences.size(); ++s) expect(episode.context.sentences[s], full_stop);
    for (int q = 0; q < episode.context.questions.size(); ++q) {
      expect(episode.context.questions[q], question_mark);
      const int step = sequence.context.answered_at[static_cast<std::size_t>(q)];
      EXPECT_EQ(step, static_cast<int>(expected.size()) - 1);
      EXPECT_EQ(sequence.mask(0, step), 1);
      EXPECT_EQ(sequence.targets(0, step),
                episode.targets(0, episode.context.answered_at[static_cast<std::size_t>(q)]));
    }
    EXPECT_EQ(count_scored(sequence), episode.context.questions.size());
    ASSERT_EQ(sequence.steps(), static_cast<int>(expected.size()));
    for (int t = 0; t < sequence.steps(); ++t) EXPECT_EQ(sequence.inputs(0, t), expected[static_cast<std::size_t>(t)]);
  }
}

class SourceLaws : public TaskLaws {};
INSTANTIATE_TEST_SUITE_P(Tasks, SourceLaws, testing::ValuesIn(variants_with(&TaskSpec::has_sources)),
                         [](const auto& info) { return info.param.name; });

TEST_P(SourceLaws, SourcesAreAsTheSpecSays) {
  for (std::uint64_t i = 0; i < 100; ++i) {
    const Episode episode = sample(i, lengths[i % 3], InputForm::context);
    const Context& context = episode.context;
    ASSERT_GT(context.places(), 0);
    EXPECT_FALSE(context.has_questions());
    EXPECT_EQ(context.numbers.rows(), context.numbers.cols() == 0 ? 0 : spec.place_numbers);
    EXPECT_TRUE(spec.sentences == 0 || context.places() <= spec.sentences);
    if (spec.has_images()) {
      EXPECT_EQ(context.places() % spec.places_across, 0) << "the last row of an image is not full";
      EXPECT_EQ(spec.place_numbers % (spec.patch_height * spec.patch_width), 0) << "a pixel has too few channels";
    }
    for (int place = 0; place < context.sentences.size(); ++place) {
      ASSERT_EQ(context.sentences[place].size(), 1u) << "the words of a source come one by one";
      EXPECT_TRUE(context.sentences[place][0] >= 1 && context.sentences[place][0] <= spec.words);
    }
    const int answers = spec.one_answer ? 1 : episode.steps();
    ASSERT_EQ(context.answered_at.size(), static_cast<std::size_t>(answers));
    EXPECT_TRUE(context.supports.size() == 0 || context.supports.size() == answers);
    for (int t = 0; t < answers; ++t)
      for (const int place : context.supports_of(t)) EXPECT_TRUE(place >= 0 && place < context.places()) << place;
    EXPECT_TRUE(!spec.answers_end || episode.targets(0, episode.steps() - 1) == 0);
  }
}

// As a sequence, a source is its words in order, a mark, and as many empty steps as its answer has.
TEST_P(SourceLaws, TheSequenceOfASourceHasItsWordsAndAnswers) {
  if (sample(0, spec.longest, InputForm::context).inputs.cols() > 0) return;  // the task makes sequences itself
  for (std::uint64_t i = 0; i < 20; ++i) {
    const int length = lengths[i % lengths.size()];
    const Episode episode = sample(i, length, InputForm::context), sequence = sample(i, length);
    const int places = episode.context.places(), answers = episode.steps();
    ASSERT_EQ(sequence.steps(), places + 1 + answers);
    for (int t = 0; spec.words > 0 && t < sequence.steps(); ++t)
      EXPECT_EQ(sequence.inputs(0, t), t < places ? episode.context.sentences[t][0] : t == places ? spec.words + 1 : 0);
    for (int t = 0; t < answers; ++t) {
      EXPECT_EQ(sequence.context.answered_at[static_cast<std::size_t>(t)], places + 1 + t);
      EXPECT_TRUE(std::ranges::equal(sequence.targets.column(places + 1 + t), episode.targets.column(t)));
    }
    EXPECT_EQ(count_scored(sequence), count_scored(episode));
  }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
