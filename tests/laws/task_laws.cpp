// The laws of tasks: every line of tasks/table.def has to keep all of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <ostream>
#include <set>

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "program/records/record.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

namespace {

// A task, with its defaults or with settings that change what its episodes are.
struct Variant {
  std::string task, name;
  std::vector<Setting> settings;
};

void PrintTo(const Variant& variant, std::ostream* out) { *out << variant.name; }

std::vector<Variant> variants() {
  std::vector<Variant> all;
  for (const TaskEntry& entry : all_tasks()) all.push_back({entry.name, entry.name, {}});
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  const auto add = [&](const std::string& task, const std::string& how, const Pairs& options) {
    all.push_back({task, task + "_" + how, {}});
    for (const auto& [name, value] : options) all.back().settings.push_back({"task." + name, value, "test"});
  };
  add("copy", "of_one_bit", {{"bits", "1"}, {"max_length", "1"}});
  add("repeat_copy", "beyond_training", {{"repeats", "20"}});
  add("repeat_copy", "twice", {{"min_repeats", "2"}, {"max_repeats", "2"}});
  add("associative_recall", "of_short_items", {{"bits", "5"}, {"item_length", "1"}});
  add("dynamic_ngrams", "of_short_sequences", {{"context", "2"}, {"min_length", "3"}, {"max_length", "9"}});
  add("priority_sort", "of_all", {{"percent", "100"}, {"min_length", "1"}, {"max_length", "10"}});
  add("priority_sort", "by_bit", {{"by_bit", "yes"}, {"max_length", "20"}});
  add("stride_copy", "of_every_third", {{"stride", "3"}});
  add("key_value", "two_way", {{"two_way", "yes"}});
  add("key_value", "few_queries", {{"queries", "3"}, {"key_bits", "6"}, {"value_bits", "2"}});
  add("pointer_chase", "far", {{"min_hops", "3"}, {"max_hops", "5"}, {"queries", "2"}, {"min_length", "1"}});
  add("read_index", "one_query", {{"queries", "1"}});
  add("reuse", "of_one_size", {{"min_vectors", "4"}, {"max_vectors", "4"}});
  for (int number = 2; number <= 20; ++number)  // the first is the default
    add("babi", "of_task_" + std::to_string(number), {{"tasks", std::to_string(number)}});
  add("babi", "of_all_tasks", {{"tasks", "1-20"}});
  add("babi", "of_many", {{"tasks", "1,2"}, {"actors", "8"}, {"rooms", "10"}, {"statements", "5"}});
  return all;
}

class TaskLaws : public testing::TestWithParam<Variant> {
 protected:
  TaskLaws() {
    task->declare(options.section("task"));
    options.finish();
    spec = task->spec();
    // Trained lengths, and some far beyond.
    lengths = {spec.shortest, (spec.shortest + spec.longest) / 2, spec.longest};
    if (spec.can_be_longer) lengths.insert(lengths.end(), {2 * spec.longest, 5 * spec.longest});
  }

  bool answers_words() const { return spec.answers == TargetKind::word; }

  // As a sequence where nothing else is asked for: a story is spelled.
  void fill(Episode& episode, std::uint64_t index, int length, InputForm form = InputForm::sequence) const {
    sample_episode(*task, {8, "train", index, length, Split::train}, form, episode);
  }
  Episode sample(std::uint64_t index, int length, InputForm form = InputForm::sequence) const {
    Episode episode;
    fill(episode, index, length, form);
    return episode;
  }

  Options options{GetParam().settings};
  const std::unique_ptr<Task> task = make_task(GetParam().task);
  TaskSpec spec;
  std::vector<int> lengths;
};

INSTANTIATE_TEST_SUITE_P(Tasks, TaskLaws, testing::ValuesIn(variants()),
                         [](const auto& info) { return info.param.name; });

void expect_same(const Episode& one, const Episode& other) {
  EXPECT_EQ(one.inputs, other.inputs);
  EXPECT_EQ(one.targets, other.targets);
  EXPECT_EQ(one.mask, other.mask);
  EXPECT_EQ(one.item_shown, other.item_shown);
  EXPECT_EQ(one.item_asked, other.item_asked);
  EXPECT_EQ(one.answers, other.answers);
  EXPECT_EQ(one.subtask, other.subtask);
  EXPECT_TRUE(one.story == other.story);
}

TEST_P(TaskLaws, EpisodesAreAsTheSpecSays) {
  ASSERT_GE(spec.shortest, 1);
  ASSERT_LE(spec.shortest, spec.longest);
  const int parts = std::max(1, static_cast<int>(task->subtask_names().size()));
  for (const int length : lengths) {
    const Episode episode = sample(1, length);
    EXPECT_EQ(episode.inputs.rows(), spec.inputs);
    EXPECT_EQ(episode.inputs.cols(), episode.steps());
    EXPECT_EQ(episode.answers, spec.answers);
    EXPECT_EQ(episode.targets.rows(), answers_words() ? 1 : spec.outputs);
    EXPECT_EQ(episode.mask.rows(), 1);
    EXPECT_EQ(episode.mask.cols(), episode.steps());
    EXPECT_TRUE(episode.subtask >= 0 && episode.subtask < parts) << episode.subtask;
    for (const Scalar x : episode.inputs.numbers()) EXPECT_TRUE(std::isfinite(x));
    for (const Scalar m : episode.mask.numbers()) EXPECT_TRUE(m == 0 || m == 1);
    for (int t = 0; t < episode.steps(); ++t)
      for (const Scalar y : episode.targets.column(t)) {
        if (answers_words() && episode.mask(0, t) == 1)
          EXPECT_TRUE(y >= 1 && y < spec.outputs && y == std::floor(y)) << y << " is no word";
        else
          EXPECT_TRUE(y == 0 || y == 1);
      }
  }
}

// What cannot be made is refused by check_length(), before any work is done.
TEST_P(TaskLaws, EveryLengthIsRefusedOrPossible) {
  for (const int length : lengths) EXPECT_NO_THROW(task->check_length(length));
  for (const int length : {1, 2, 3, 3 * spec.longest, 10 * spec.longest}) {
    try {
      task->check_length(length);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage) << error.what();
      continue;
    }
    for (std::uint64_t i = 0; i < 20; ++i) EXPECT_NO_THROW(sample(i, length)) << "length " << length;
  }
}

TEST_P(TaskLaws, SomethingIsAskedAndNothingElseHasATarget) {
  for (const int length : lengths) {
    const Episode episode = sample(2, length);
    EXPECT_GT(count_scored(episode), 0);
    for (int t = 0; t < episode.steps(); ++t)
      for (const Scalar y : episode.targets.column(t)) EXPECT_TRUE(episode.mask(0, t) == 1 || y == 0) << "step " << t;
  }
}

// What somebody knows who has to answer: neither answers nor what they rest on.
Episode without_answers(Episode episode) {
  for (Matrix* part : {&episode.targets, &episode.item_shown, &episode.item_asked})
    std::ranges::fill(part->numbers(), Scalar(0));
  episode.story.supports.clear();
  for (int i = 0; i < episode.story.questions.size(); ++i) episode.story.supports.begin_list();
  return episode;
}

// What is certain costs nothing; the rest costs less than guessing bits, or words.
TEST_P(TaskLaws, TheOracleFindsTheTargetsFromTheInputs) {
  double cost = 0, scored = 0;
  for (std::uint64_t i = 0; i < 100; ++i)
    for (const InputForm form : {InputForm::sequence, InputForm::story}) {
      const Episode episode = sample(i, lengths[i % lengths.size()], form);
      const Matrix answer = task->oracle(without_answers(episode));
      ASSERT_EQ(answer.rows(), spec.outputs);
      ASSERT_EQ(answer.cols(), episode.steps());
      cost += negative_log_likelihood(answer, episode);
      scored += count_scored(episode);
      ASSERT_TRUE(cost == 0 || !task->has_certain_answers()) << task->render(episode, answer);
    }
  EXPECT_LT(cost, std::log(answers_words() ? spec.outputs : 2) * scored);
}

TEST_P(TaskLaws, ItemsAreNumberedAsTheyAreShownAndAskedForLater) {
  for (const int length : lengths) {
    const Episode episode = sample(2, length);
    Scalar shown = 0;
    for (int t = 0; t < episode.steps(); ++t) {
      const Scalar item = episode.item_shown(0, t), asked = episode.item_asked(0, t);
      EXPECT_TRUE(item == 0 || item == shown + 1) << "step " << t << " shows item " << item << " after " << shown;
      EXPECT_LE(asked, shown) << "step " << t << " asks for what was not shown before";
      EXPECT_TRUE(asked == 0 || episode.mask(0, t) == 1) << "step " << t << " asks for an item, and scores nothing";
      shown = std::max(shown, item);
    }
  }
}

// Bits are guessed with a coin, words from those that are an answer in this part of the task.
TEST_P(TaskLaws, ChanceIsWhatGuessingGets) {
  constexpr std::uint64_t kEpisodes = 400, kHeard = 4000;
  std::map<int, std::set<Scalar>> heard;  // answers, by part
  for (std::uint64_t i = 0; answers_words() && i < kHeard; ++i) {
    const Episode episode = sample(kEpisodes + i, lengths[i % 3], InputForm::story);
    for (const Scalar word : episode.targets.numbers()) heard[episode.subtask].insert(word);
  }
  RandomStream guesses(9, "coins");
  const auto guess = [&](const Episode& episode) -> Scalar {
    if (!answers_words()) return guesses.coin() ? 1 : 0;
    const std::set<Scalar>& words = heard[episode.subtask];
    return *std::next(words.begin(), guesses.between(0, static_cast<int>(words.size()) - 1));
  };
  for (const int length : {spec.shortest, spec.longest}) {
    double sum = 0, squares = 0;
    for (std::uint64_t i = 0; i < kEpisodes; ++i) {
      const Episode episode = sample(i, length, InputForm::story);
      int wrong = 0;
      for (int t = 0; t < episode.steps(); ++t)
        for (int row = 0; row < episode.targets.rows() && episode.mask(0, t) == 1; ++row)
          wrong += guess(episode) != episode.targets(row, t) ? 1 : 0;
      sum += wrong;
      squares += static_cast<double>(wrong) * wrong;
    }
    const double mean = sum / kEpisodes;
    const double error = std::sqrt((squares / kEpisodes - mean * mean) / kEpisodes);
    EXPECT_NEAR(mean, task->chance_errors(length), 4 * error) << "length " << length;
  }
}

// Those that tell stories.
std::vector<Variant> storytellers() {
  std::vector<Variant> some = variants();
  std::erase_if(some, [](const Variant& variant) {
    Options options(variant.settings);
    const std::unique_ptr<Task> task = make_task(variant.task);
    task->declare(options.section("task"));
    return task->spec().words == 0;
  });
  return some;
}

class StoryLaws : public TaskLaws {};
INSTANTIATE_TEST_SUITE_P(Tasks, StoryLaws, testing::ValuesIn(storytellers()),
                         [](const auto& info) { return info.param.name; });

// Every story is made of the task's words, and as small as the task says.
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

// Word by word, a story is the sequence of its words, each sentence with a full stop, each question with a question
// mark where its answer is scored.
TEST_P(StoryLaws, AStoryThatIsSpelledSaysTheSame) {
  if (sample(0, spec.longest, InputForm::story).inputs.cols() > 0) return;  // is a sequence already
  const int full_stop = spec.words + 1, question_mark = spec.words + 2;
  for (std::uint64_t i = 0; i < 20; ++i) {
    const int length = lengths[i % lengths.size()];
    const Episode told = sample(i, length, InputForm::story), spelled = sample(i, length);
    EXPECT_EQ(told.inputs.cols(), 0);
    EXPECT_EQ(told.steps(), told.story.questions.size());
    EXPECT_TRUE(told.story.sentences == spelled.story.sentences && told.story.questions == spelled.story.questions);
    std::vector<int> expected;
    const auto say = [&](std::span<const int> sentence, int end) {
      expected.insert(expected.end(), sentence.begin(), sentence.end());
      expected.push_back(end);
    };
    for (int s = 0; s < told.story.sentences.size(); ++s) say(told.story.sentences[s], full_stop);
    for (int q = 0; q < told.story.questions.size(); ++q) {
      say(told.story.questions[q], question_mark);
      const int step = spelled.story.answered_at[static_cast<std::size_t>(q)];
      EXPECT_EQ(step, static_cast<int>(expected.size()) - 1);
      EXPECT_EQ(spelled.mask(0, step), 1);
      EXPECT_EQ(spelled.targets(0, step), told.targets(0, told.story.answered_at[static_cast<std::size_t>(q)]));
    }
    EXPECT_EQ(count_scored(spelled), told.story.questions.size());
    ASSERT_EQ(spelled.steps(), static_cast<int>(expected.size()));
    for (int t = 0; t < spelled.steps(); ++t)
      for (int channel = 0; channel < spec.inputs; ++channel)
        EXPECT_EQ(spelled.inputs(channel, t), channel + 1 == expected[static_cast<std::size_t>(t)] ? 1 : 0);
  }
}

TEST_P(TaskLaws, TheSameStreamGivesTheSameEpisode) {
  for (const int length : lengths)
    for (const InputForm form : {InputForm::sequence, InputForm::story})
      expect_same(sample(3, length, form), sample(3, length, form));
  EXPECT_FALSE(sample(3, spec.longest).inputs == sample(4, spec.longest).inputs);
}

TEST_P(TaskLaws, AnUsedEpisodeBecomesTheSameAsAFreshOne) {
  Episode used = sample(5, lengths.back());
  const int steps = used.steps();
  const Scalar* memory = used.inputs.numbers().data();
  for (Matrix* part : {&used.inputs, &used.targets, &used.mask, &used.item_shown, &used.item_asked})
    std::ranges::fill(part->numbers(), Scalar(7));
  fill(used, 6, spec.longest);
  const Episode fresh = sample(6, spec.longest);
  expect_same(used, fresh);
  EXPECT_TRUE(used.inputs.numbers().data() == memory || fresh.steps() > steps)
      << "sampling a shorter episode took new memory";
}

TEST_P(TaskLaws, DrawingShowsAnEpisodeLineByLine) {
  for (const InputForm form : {InputForm::sequence, InputForm::story}) {
    const Episode episode = sample(7, spec.shortest, form);
    const std::string picture = task->render(episode, task->oracle(episode));
    EXPECT_GE(std::ranges::count(picture, '\n'), 3) << picture;
    EXPECT_EQ(picture.back(), '\n');
  }
}

TEST_P(TaskLaws, LengthsAreDrawnFromAllThatAreTrained) {
  RandomStream stream(10, "lengths");
  int shortest = spec.longest, longest = spec.shortest;
  for (int i = 0; i < 100 * (spec.longest - spec.shortest + 1); ++i) {
    const int length = sample_length(spec, stream);
    shortest = std::min(shortest, length);
    longest = std::max(longest, length);
  }
  EXPECT_EQ(shortest, spec.shortest);
  EXPECT_EQ(longest, spec.longest);
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
