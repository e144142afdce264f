// The laws of tasks: every line of tasks/table.def has to keep all of them.
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

#include "memnet/base/error.hpp"
#include "tests/laws/task_variants.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

INSTANTIATE_TEST_SUITE_P(Tasks, TaskLaws, testing::ValuesIn(task_variants()),
                         [](const auto& info) { return info.param.name; });

void expect_same(const Episode& one, const Episode& other) {
  EXPECT_EQ(one.inputs, other.inputs);
  EXPECT_EQ(one.targets, other.targets);
  EXPECT_EQ(one.mask, other.mask);
  EXPECT_EQ(one.item_shown, other.item_shown);
  EXPECT_EQ(one.item_asked, other.item_asked);
  EXPECT_EQ(one.answers, other.answers);
  EXPECT_EQ(one.input_words, other.input_words);
  EXPECT_EQ(one.subtask, other.subtask);
  EXPECT_EQ(one.subtasks, other.subtasks);
  EXPECT_TRUE(one.context == other.context);
}

TEST_P(TaskLaws, EpisodesAreAsTheSpecSays) {
  ASSERT_GE(spec.shortest, 1);
  ASSERT_LE(spec.shortest, spec.longest);
  for (const std::string& name : task->subtask_names())
    EXPECT_EQ(name.find(' '), name.npos) << "run files hold the names as a list with blanks between them: " << name;
  const int parts = std::max(1, static_cast<int>(task->subtask_names().size()));
  for (const int length : lengths) {
    const Episode episode = sample(1, length);
    EXPECT_EQ(episode.input_words, spec.input_words);
    EXPECT_TRUE(spec.input_words == 0 || spec.input_words == spec.inputs);
    EXPECT_EQ(episode.inputs.rows(), spec.input_words > 0 ? 1 : spec.inputs);
    EXPECT_EQ(episode.inputs.cols(), episode.steps());
    EXPECT_EQ(episode.answers, spec.answers);
    EXPECT_EQ(episode.targets.rows(), entry_of(spec.answers).target_rows(spec.outputs));
    EXPECT_EQ(episode.mask.rows(), 1);
    EXPECT_EQ(episode.mask.cols(), episode.steps());
    for (int t = 0; t < episode.steps(); ++t)
      EXPECT_TRUE(episode.subtask_at(t) >= 0 && episode.subtask_at(t) < parts) << episode.subtask_at(t);
    for (const Scalar x : episode.inputs.numbers()) {
      EXPECT_TRUE(std::isfinite(x));
      EXPECT_TRUE(spec.input_words == 0 || (x >= 0 && x <= spec.input_words && x == std::floor(x))) << x;
    }
    for (const Scalar m : episode.mask.numbers()) EXPECT_TRUE(m == 0 || m == 1);
    for (int t = 0; t < episode.steps(); ++t)
      for (const Scalar y : episode.targets.column(t)) {
        if (answers_words() && episode.mask(0, t) == 1)
          EXPECT_TRUE(y >= (spec.answers_end && t + 1 == episode.steps() ? 0 : 1) && y < spec.outputs &&
                      y == std::floor(y))
              << y << " is no word";
        else
          EXPECT_TRUE(spec.answers == TargetKind::numbers ? std::isfinite(y) : y == 0 || y == 1);
      }
  }
}

// A length that is not possible is refused by check_length(), before an episode is sampled.
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

TEST_P(TaskLaws, SomeStepsAreScoredAndOnlyTheseHaveTargets) {
  for (const int length : lengths) {
    const Episode episode = sample(2, length);
    EXPECT_GT(count_scored(episode), 0);
    for (int t = 0; t < episode.steps(); ++t)
      for (const Scalar y : episode.targets.column(t)) EXPECT_TRUE(episode.mask(0, t) == 1 || y == 0) << "step " << t;
  }
}

// Returns the episode as a model may see it: without targets, item numbers and supporting facts.
Episode without_answers(Episode episode) {
  for (Matrix* part : {&episode.targets, &episode.item_shown, &episode.item_asked})
    std::ranges::fill(part->numbers(), Scalar(0));
  episode.context.supports.clear();
  for (int i = 0; i < episode.context.questions.size(); ++i) episode.context.supports.begin_list();
  return episode;
}

// Certain answers have no loss; others have a smaller loss than random bits or words.
TEST_P(TaskLaws, TheOracleFindsTheTargetsFromTheInputs) {
  double loss = 0, guessing = 0;
  for (std::uint64_t i = 0; i < 100; ++i)
    for (const InputForm form : {InputForm::sequence, InputForm::context}) {
      const int length = lengths[i % lengths.size()];
      const Episode episode = sample(i, length, form);
      const Matrix answer = task->oracle(without_answers(episode));
      ASSERT_EQ(answer.rows(), spec.outputs);
      ASSERT_EQ(answer.cols(), episode.steps());
      loss += negative_log_likelihood(answer, episode);
      guessing += task->chance_bits(length) * std::numbers::ln2;
      ASSERT_TRUE(loss == 0 || !task->has_certain_answers()) << task->render(episode, answer);
    }
  EXPECT_LT(loss, guessing);
}

TEST_P(TaskLaws, ItemsAreNumberedAsTheyAreShownAndAskedForLater) {
  for (const int length : lengths) {
    const Episode episode = sample(2, length);
    Scalar shown = 0;
    for (int t = 0; t < episode.steps(); ++t) {
      const Scalar item = episode.item_shown(0, t), asked = episode.item_asked(0, t);
      EXPECT_TRUE(item == 0 || item == shown + 1) << "step " << t << " shows item " << item << " after " << shown;
      EXPECT_LE(asked, shown) << "step " << t << " needs item " << asked << ", which was not shown before";
      EXPECT_TRUE(asked == 0 || episode.mask(0, t) == 1) << "step " << t << " needs an item, but is not scored";
      shown = std::max(shown, item);
    }
  }
}

// A random bit is a guess; so is a random word among the answers of the subtask, and the mean of a number.
TEST_P(TaskLaws, ChanceIsWhatGuessingGets) {
  constexpr std::uint64_t kEpisodes = 400, kMore = 4000;
  std::map<int, std::set<Scalar>> words;  // by subtask
  for (std::uint64_t i = 0; answers_words() && i < kMore; ++i) {
    const Episode episode = sample(kEpisodes + i, lengths[i % 3], InputForm::context);
    for (int t = 0; t < episode.steps(); ++t)
      if (episode.mask(0, t) == 1) words[episode.subtask_at(t)].insert(episode.targets(0, t));
  }
  RandomStream guesses(9, "coins");
  const auto guess = [&](int subtask, std::span<const double> means) {
    std::vector<Scalar> answer;
    if (answers_words()) {
      const std::set<Scalar>& known = words[subtask];
      const Scalar word = *std::next(known.begin(), guesses.between(0, static_cast<int>(known.size()) - 1));
      answer.resize(static_cast<std::size_t>(spec.outputs));
      answer[static_cast<std::size_t>(word)] = 1;
    } else {
      for (const double mean : means)
        answer.push_back(static_cast<Scalar>(spec.answers == TargetKind::numbers ? mean : guesses.coin() ? 1 : 0));
    }
    return answer;
  };
  for (const int length : {spec.shortest, spec.longest}) {
    const std::vector<double> means = means_of_targets(kEpisodes, length);
    double sum = 0, squares = 0;
    for (std::uint64_t i = 0; i < kEpisodes; ++i) {
      const Episode episode = sample(i, length, InputForm::context);
      double wrong = 0;
      for (int t = 0; t < episode.steps(); ++t)
        if (episode.mask(0, t) == 1)
          wrong += entry_of(spec.answers)
                       .wrong(guess(episode.subtask_at(t), means), episode.targets.column(t), AnswerForm::probabilities,
                              spec.tolerance);
      sum += wrong;
      squares += wrong * wrong;
    }
    const double mean = sum / kEpisodes;
    const double error = std::sqrt((squares / kEpisodes - mean * mean) / kEpisodes);
    EXPECT_NEAR(mean, task->chance_errors(length), 4 * error + 1e-9) << "length " << length;
  }
}

TEST_P(TaskLaws, TheSameStreamGivesTheSameEpisode) {
  for (const int length : lengths)
    for (const InputForm form : {InputForm::sequence, InputForm::context})
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

TEST_P(TaskLaws, RenderingGivesSeveralLines) {
  for (const InputForm form : {InputForm::sequence, InputForm::context}) {
    const Episode episode = sample(7, spec.shortest, form);
    const std::string picture = task->render(episode, task->oracle(episode));
    EXPECT_GE(std::ranges::count(picture, '\n'), 3) << picture;
    EXPECT_EQ(picture.back(), '\n');
  }
}

TEST_P(TaskLaws, ShortestAndLongestLengthsAreSampled) {
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
