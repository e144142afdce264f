// Stories of a user's own, in files with the format of bAbI.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/scratch.hpp"
#include "tests/support/task_sampler.hpp"

namespace memnet {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A folder with files of stories, and the task that reads them.
class OwnStories {
 public:
  // Writes a file with so many stories, whose place is that of the split.
  void write(const std::string& file, int stories, const std::string& place, const std::string& facts = "\t1") {
    std::ofstream out(scratch_ / file);
    for (int i = 0; i < stories; ++i)
      out << "1 Anna ran to the " << place << ".\n2 Ben left.\n3 Where is Anna?\t" << place << facts << "\n";
  }
  TaskSampler sampler(const std::string& tasks) const {
    return TaskSampler("babi", {{"tasks", tasks}, {"data", scratch_.path().string()}});
  }

 private:
  Scratch scratch_;
};

std::string answer_of(const Task& task, Split split, int i = 0) {
  Episode episode;
  task.fetch(split, i, episode);
  return task.word(static_cast<int>(episode.targets(0, 0)));
}

// There was no way to use a validation file, and no other name than the released ones.
TEST(OwnStories, AValidationFileIsUsedAsAWhole) {
  OwnStories files;
  files.write("qa1_train.txt", 20, "attic");
  files.write("qa1_valid.txt", 3, "porch");
  files.write("qa1_test.txt", 2, "cellar");
  const TaskSampler sampler = files.sampler("1");
  EXPECT_EQ(sampler.task->count(Split::train), 20);
  EXPECT_EQ(sampler.task->count(Split::validation), 3);
  EXPECT_EQ(sampler.task->count(Split::test), 2);
  EXPECT_EQ(answer_of(*sampler.task, Split::train, 19), "attic");
  EXPECT_EQ(answer_of(*sampler.task, Split::validation), "porch");
  EXPECT_EQ(answer_of(*sampler.task, Split::test), "cellar");
}

TEST(OwnStories, TasksMayHaveOtherNumbersAndNames) {
  OwnStories files;
  for (const char* split : {"train", "test"}) {
    files.write(std::string("qa21_my rooms_") + split + ".txt", 10, "roof space");
    files.write(std::string("qa300_") + split + ".txt", 10, "grenier-\u00e9t\u00e9");
  }
  const TaskSampler sampler = files.sampler("21,300");
  EXPECT_THAT(sampler.task->subtask_names(), ElementsAre("21-my-rooms", "300"));
  EXPECT_EQ(sampler.task->count(Split::validation), 2) << "a tenth of each training file";
  EXPECT_EQ(answer_of(*sampler.task, Split::test), "roof space");
  EXPECT_EQ(answer_of(*sampler.task, Split::test, 10), "grenier-\u00e9t\u00e9");
  EXPECT_THAT(
      sampler.task->warnings(),
      ElementsAre(HasSubstr("qa21_my rooms_train.txt: line 1 is the only supporting line"),
                  HasSubstr("qa21_my rooms_test.txt"), HasSubstr("qa300_train.txt"), HasSubstr("qa300_test.txt")));
  Episode episode;
  sampler.task->fetch(Split::test, 0, episode);
  EXPECT_NO_THROW(sampler.task->oracle(episode)) << "which has no rules for this task";
}

TEST(OwnStories, SupportingFactsMayBeUnknown) {
  OwnStories files;
  for (const char* split : {"train", "test"}) files.write(std::string("qa1_") + split + ".txt", 10, "attic", "");
  const TaskSampler sampler = files.sampler("1");
  EXPECT_THAT(sampler.task->warnings(), IsEmpty());
  Episode episode;
  sampler.task->fetch(Split::test, 0, episode);
  ASSERT_EQ(episode.context.supports.size(), 1);
  EXPECT_TRUE(episode.context.supports[0].empty());
}

TEST(OwnStories, WithoutFilesThereAreTheTwentyTasksAlone) {
  EXPECT_THAT(message_of(ErrorKind::usage,
                         [] {
                           TaskSampler("babi", {{"tasks", "21"}});
                         }),
              HasSubstr("there is no task 21"));
}

}  // namespace
}  // namespace memnet
