// Tasks with a limited number of episodes: which of them training and evaluation use.
#include "tests/support/fixed_data.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "tasks/babi/format/reader.hpp"
#include "tests/support/training.hpp"

namespace memnet {
namespace {

constexpr int kTrain = 60, kTest = 25;

// bAbI tasks 1 and 6 from files, and a small model that is trained on them.
class FromFiles {
 public:
  explicit FromFiles(const std::string& validation = "20")
      : training_({{"task.data", files.folder(), "test"},
                   {"task.tasks", "1,6", "test"},
                   {"task.validation", validation, "test"},
                   {"model.slots", "5", "test"},
                   {"model.width", "4", "test"},
                   {"train.batch", "7", "test"},
                   {"train.shard", "3", "test"}},
                  std::make_unique<RecordingTask>(make_task("babi")), make_model("memn2n")) {}

  const RecordingTask& task() const { return static_cast<const RecordingTask&>(*training_.task); }
  Trainer& trainer() const { return *training_.trainer; }

  const StoryFiles files{{1, 6}, kTrain, kTest};

 private:
  Training training_;
};

// The questions of a file, each with the statements before it.
struct Question {
  int subtask;
  std::string answer;
  int statements;
};
std::vector<Question> questions_of(const FromFiles& data, int subtask, const char* split) {
  std::vector<Question> questions;
  for (const babi::StoryText& story :
       babi::read_stories(babi::find_file(data.files.folder(), subtask == 0 ? 1 : 6, split))) {
    int statements = 0;
    for (const babi::Line& line : story)
      if (line.is_question())
        questions.push_back({subtask, line.answer, statements});
      else
        ++statements;
  }
  return questions;
}

void expect_holds(const FromFiles& data, Split split, const std::vector<Question>& expected) {
  ASSERT_EQ(data.task().count(split), static_cast<int>(expected.size()));
  Episode episode;
  for (int i = 0; i < data.task().count(split); ++i) {
    const Question& question = expected[static_cast<std::size_t>(i)];
    data.task().fetch(split, i, episode);
    EXPECT_EQ(episode.subtask, question.subtask) << i;
    EXPECT_EQ(data.task().word(static_cast<int>(episode.targets(0, 0))), question.answer) << i;
    EXPECT_EQ(episode.context.sentences.size(), question.statements) << i;
  }
}

// The last questions of each training file are for validation; the test files are for the final evaluation.
TEST(FixedData, EachFileIsCutAtItsEnd) {
  const FromFiles data;
  std::vector<Question> train, validation, test;
  for (const int subtask : {0, 1}) {
    const std::vector<Question> all = questions_of(data, subtask, "train"), last = questions_of(data, subtask, "test");
    ASSERT_EQ(all.size(), static_cast<std::size_t>(kTrain));
    const auto cut = all.begin() + kTrain * 8 / 10;
    train.insert(train.end(), all.begin(), cut);
    validation.insert(validation.end(), cut, all.end());
    test.insert(test.end(), last.begin(), last.end());
  }
  expect_holds(data, Split::train, train);
  expect_holds(data, Split::validation, validation);
  expect_holds(data, Split::test, test);
}

TEST(FixedData, WithoutAValidationPartTheTrainingPartIsUsedForIt) {
  const FromFiles data("0");
  EXPECT_EQ(data.task().count(Split::train), 2 * kTrain);
  EXPECT_EQ(data.task().count(Split::validation), 2 * kTrain);
}

// Each training question is equally likely, and no question of the other splits is used.
TEST(FixedData, TrainingSamplesFromTheTrainingPartAlone) {
  const FromFiles data;
  for (int update = 0; update < 200; ++update) data.trainer().step();
  const std::vector<int> sampled = data.task().fetched(Split::train);
  EXPECT_EQ(sampled.size(), 200u * 7);
  EXPECT_EQ(std::set<int>(sampled.begin(), sampled.end()).size(), static_cast<std::size_t>(2 * kTrain * 8 / 10));
  EXPECT_FALSE(std::ranges::is_sorted(sampled));
  EXPECT_TRUE(data.task().fetched(Split::validation).empty());
  EXPECT_TRUE(data.task().fetched(Split::test).empty());
}

TEST(FixedData, EvaluationUsesOneAfterTheOtherAndThenStartsAgain) {
  const FromFiles data;
  for (const Split split : {Split::validation, Split::test}) {
    const int count = data.task().count(split);
    data.trainer().runner().evaluate("test", 0, std::vector<int>(static_cast<std::size_t>(count + 3), 1), split);
    std::vector<int> expected(static_cast<std::size_t>(count));
    std::iota(expected.begin(), expected.end(), 0);
    expected.insert(expected.end(), {0, 1, 2});
    EXPECT_EQ(data.task().fetched(split), expected);
  }
  EXPECT_TRUE(data.task().fetched(Split::train).empty());
}

}  // namespace
}  // namespace memnet
