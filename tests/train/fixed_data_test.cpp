// Where there are only so many episodes: what is learned from, and what is only looked at.
#include "tests/support/fixed_data.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "memnet/train/trainer.hpp"
#include "tasks/babi/format/reader.hpp"

namespace memnet {
namespace {

constexpr int kTrain = 60, kTest = 25;

// Tasks 1 and 6 from files, and a small model that learns from them.
class Ready {
 public:
  explicit Ready(const std::string& validation = "20")
      : options_({{"task.data", files.folder(), "test"},
                  {"task.tasks", "1,6", "test"},
                  {"task.validation", validation, "test"},
                  {"model.slots", "5", "test"},
                  {"model.width", "4", "test"},
                  {"train.batch", "7", "test"},
                  {"train.shard", "3", "test"}}),
        task(make_task("babi")),
        model(make_model("memn2n")) {
    task.declare(options_.section("task"));
    model->declare(options_.section("model"));
    train.declare(options_.section("train"));
    model->build(params, task.spec());
    params.initialise(1);
    trainer = std::make_unique<Trainer>(train, task, *model, params, threads, 1);
  }

  const StoryFiles files{{1, 6}, kTrain, kTest};

 private:
  Options options_;

 public:
  NotedTask task;
  std::unique_ptr<Model> model;
  TrainOptions train;
  Params params;
  Threads threads{1};
  std::unique_ptr<Trainer> trainer;
};

// The questions of a file, each with the statements before it.
struct Question {
  int part;
  std::string answer;
  int said;
};
std::vector<Question> questions_of(const Ready& ready, int part, const char* split) {
  std::vector<Question> questions;
  for (const babi::Story& story : babi::read_stories(babi::find_file(ready.files.folder(), part == 0 ? 1 : 6, split))) {
    int said = 0;
    for (const babi::Line& line : story)
      if (line.is_question())
        questions.push_back({part, line.answer, said});
      else
        ++said;
  }
  return questions;
}

void expect_holds(const Ready& ready, Split split, const std::vector<Question>& expected) {
  ASSERT_EQ(ready.task.count(split), static_cast<int>(expected.size()));
  Episode episode;
  for (int i = 0; i < ready.task.count(split); ++i) {
    const Question& question = expected[static_cast<std::size_t>(i)];
    ready.task.fetch(split, i, episode);
    EXPECT_EQ(episode.part, question.part) << i;
    EXPECT_EQ(ready.task.word(static_cast<int>(episode.targets(0, 0))), question.answer) << i;
    EXPECT_EQ(episode.story.sentences.size(), question.said) << i;
  }
}

// Of each training file the last questions are for validation, and the test files are for the end.
TEST(FixedData, EachFileIsCutAtItsEnd) {
  const Ready ready;
  std::vector<Question> train, validation, test;
  for (const int part : {0, 1}) {
    const std::vector<Question> all = questions_of(ready, part, "train"), last = questions_of(ready, part, "test");
    ASSERT_EQ(all.size(), static_cast<std::size_t>(kTrain));
    const auto cut = all.begin() + kTrain * 8 / 10;
    train.insert(train.end(), all.begin(), cut);
    validation.insert(validation.end(), cut, all.end());
    test.insert(test.end(), last.begin(), last.end());
  }
  expect_holds(ready, Split::train, train);
  expect_holds(ready, Split::validation, validation);
  expect_holds(ready, Split::test, test);
}

TEST(FixedData, WithoutAValidationPartTheTrainingPartIsLookedAt) {
  const Ready ready("0");
  EXPECT_EQ(ready.task.count(Split::train), 2 * kTrain);
  EXPECT_EQ(ready.task.count(Split::validation), 2 * kTrain);
}

// From any of them, each as likely; and never from what is kept for later.
TEST(FixedData, TrainingDrawsFromTheTrainingPartAlone) {
  const Ready ready;
  for (int update = 0; update < 200; ++update) ready.trainer->step();
  const std::vector<int> drawn = ready.task.fetched(Split::train);
  EXPECT_EQ(drawn.size(), 200u * 7);
  EXPECT_EQ(std::set<int>(drawn.begin(), drawn.end()).size(), static_cast<std::size_t>(2 * kTrain * 8 / 10));
  EXPECT_FALSE(std::ranges::is_sorted(drawn));
  EXPECT_TRUE(ready.task.fetched(Split::validation).empty());
  EXPECT_TRUE(ready.task.fetched(Split::test).empty());
}

TEST(FixedData, AnsweringTakesOneAfterTheOtherAndThenBeginsAgain) {
  const Ready ready;
  for (const Split split : {Split::validation, Split::test}) {
    const int count = ready.task.count(split);
    ready.trainer->runner().answer("test", 0, std::vector<int>(static_cast<std::size_t>(count + 3), 1), split);
    std::vector<int> expected(static_cast<std::size_t>(count));
    std::iota(expected.begin(), expected.end(), 0);
    expected.insert(expected.end(), {0, 1, 2});
    EXPECT_EQ(ready.task.fetched(split), expected);
  }
  EXPECT_TRUE(ready.task.fetched(Split::train).empty());
}

}  // namespace
}  // namespace memnet
