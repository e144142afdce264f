// memnet generate: the files that it writes, and its errors.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>
#include <set>

#include "memnet/data/task.hpp"
#include "memnet/io/hdf5.hpp"
#include "memnet/os/atomic_file.hpp"
#include "tasks/babi/format/reader.hpp"
#include "tasks/babi/released_files.hpp"
#include "tasks/pairs/reader.hpp"
#include "tests/support/program/process.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

Words generate(const Words& more) {
  return Words{"generate", "babi", "--questions", "50", "--test-questions", "20"} + more;
}

int questions_in(const fs::path& file) {
  int questions = 0;
  for (const babi::StoryText& story : babi::read_stories(file))
    for (const babi::Line& line : story) questions += line.is_question() ? 1 : 0;
  return questions;
}

TEST(Generate, WritesATrainingAndATestFileForEachTask) {
  const Scratch scratch;
  const Outcome outcome = memnet(scratch.path(), generate({"--out", "new/stories"}));
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  for (int task = 1; task <= 20; ++task) {
    EXPECT_EQ(questions_in(babi::find_file(scratch / "new/stories", task, "train")), 50) << task;
    EXPECT_EQ(questions_in(babi::find_file(scratch / "new/stories", task, "test")), 20) << task;
  }
  EXPECT_THAT(outcome.out, HasSubstr(" 3 three-supporting-facts"));
  EXPECT_THAT(outcome.out, HasSubstr("50 questions in 10 stories"));
}

TEST(Generate, TheSameSeedWritesTheSameBytes) {
  const Scratch scratch;
  for (const char* folder : {"a", "b"})
    EXPECT_EQ(memnet(scratch.path(), generate({"--tasks", "2,15-16", "--out", folder})).code, 0);
  EXPECT_EQ(memnet(scratch.path(), generate({"--tasks", "2", "--out", "c", "--seed", "2"})).code, 0);
  for (const int task : {2, 15, 16})
    for (const char* split : {"train", "test"})
      EXPECT_EQ(text_of(scratch / "a" / babi::file_name(task, split)),
                text_of(scratch / "b" / babi::file_name(task, split)));
  const std::string file = babi::file_name(2, "train");
  EXPECT_NE(text_of(scratch / "a" / file), text_of(scratch / "c" / file));
  EXPECT_NE(text_of(scratch / "a" / file), text_of(scratch / "a" / babi::file_name(2, "test")));
  EXPECT_EQ(std::distance(fs::directory_iterator(scratch / "a"), fs::directory_iterator()), 6);
}

TEST(Generate, DoesNotOverwriteOtherFiles) {
  const Scratch scratch;
  const Words words = generate({"--tasks", "1", "--out", "a"});
  EXPECT_EQ(memnet(scratch.path(), words).code, 0);
  EXPECT_EQ(memnet(scratch.path(), words).code, 0) << "the same files may be there";
  const fs::path file = scratch / "a" / babi::file_name(1, "train");
  const std::string before = text_of(file);
  const Outcome outcome = memnet(scratch.path(), words + Words{"--seed", "2"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("qa1_single-supporting-fact_train.txt: exists with other content"));
  EXPECT_EQ(text_of(file), before);
}

TEST(Generate, CanMakeStoriesMoreDifficult) {
  const Scratch scratch;
  const Outcome outcome =
      memnet(scratch.path(), generate({"--tasks", "1", "--out", "a", "--story-questions", "10", "--actors", "12"}));
  EXPECT_THAT(outcome.out, HasSubstr("50 questions in 5 stories")) << outcome.out << outcome.err;
  EXPECT_THAT(text_of(scratch / "a" / babi::file_name(1, "train")), HasSubstr("Robert"));
}

TEST(Generate, WritesEpisodesOfEveryTaskAsArrays) {
  const Scratch scratch;
  for (const TaskEntry& task : all_tasks()) {
    if (std::string(task.name) == "babi") continue;
    const Outcome first = memnet(scratch.path(), {"generate", task.name, "--out", "a.h5", "--episodes", "3"}),
                  second = memnet(scratch.path(), {"generate", task.name, "--out", "b.h5", "--episodes", "3"});
    ASSERT_EQ(first.code, 0) << task.name << ": " << first.err;
    EXPECT_EQ(text_of(scratch / "a.h5"), text_of(scratch / "b.h5")) << task.name;
    const std::vector<std::byte> bytes = read_file(scratch / "a.h5");
    Hdf5Reader file(bytes, "a.h5");
    const Hdf5Shape inputs = file.shape("/inputs"), mask = file.shape("/mask");
    ASSERT_EQ(inputs.size(), 3u) << task.name;
    EXPECT_EQ(inputs[0], 3u);
    EXPECT_EQ(mask, (Hdf5Shape{3, inputs[1]}));
    for (const char* name : {"a.h5", "b.h5"}) fs::remove(scratch / name);
  }
}

TEST(Generate, WritesATaskOfWordsAsPairs) {
  const Scratch scratch;
  const Words words{"generate", "addition", "--episodes", "50", "--validation-episodes", "10", "--test-episodes", "20"};
  const Outcome first = memnet(scratch.path(), words + Words{"--out", "a"}),
                second = memnet(scratch.path(), words + Words{"--out", "b"});
  ASSERT_EQ(first.code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("50 in train.txt, 10 in validation.txt, 20 in test.txt"));
  std::set<std::string> texts;
  for (const auto& [file, count] : {std::pair("train.txt", 50u), {"validation.txt", 10u}, {"test.txt", 20u}}) {
    EXPECT_EQ(pairs::read_pairs(scratch / "a" / file).size(), count);
    EXPECT_EQ(text_of(scratch / "a" / file), text_of(scratch / "b" / file));
    texts.insert(text_of(scratch / "a" / file).substr(0, 50));
  }
  EXPECT_EQ(texts.size(), 3u) << "each file has episodes of its own";
  EXPECT_THAT(text_of(scratch / "a" / "train.txt"), HasSubstr(" + "));
}

TEST(Generate, WritesASplitAsAWhole) {
  const Scratch scratch;
  const Outcome outcome = memnet(scratch.path(), {"generate", "scan", "--out", "a", "--task.split", "length"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(pairs::read_pairs(scratch / "a" / "test.txt").size(), 3920u);
  const Outcome refused = memnet(scratch.path(), {"generate", "scan", "--out", "b", "--episodes", "5"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("--episodes has no effect on the pairs of scan, all of which are written"));
  EXPECT_THAT(memnet(scratch.path(), {"generate", "scan", "--out", "b", "--seed", "5"}).err,
              HasSubstr("--seed has no effect on the pairs of scan"));
}

TEST(Generate, ReplacesNoFileThatHasOtherContents) {
  const Scratch scratch;
  const Words words{"generate", "copy", "--out", "a.h5", "--episodes", "3"};
  ASSERT_EQ(memnet(scratch.path(), words).code, 0);
  EXPECT_EQ(memnet(scratch.path(), words).code, 0) << "the same bytes are there already";
  const std::string before = text_of(scratch / "a.h5");
  const Outcome other = memnet(scratch.path(), words + Words{"--seed", "2"});
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("exists with other content"));
  EXPECT_EQ(text_of(scratch / "a.h5"), before);
}

TEST(Generate, RefusesInvalidOptions) {
  const Scratch scratch;
  const auto refused = [&](const Words& words, const std::string& why) {
    const Outcome outcome = memnet(scratch.path(), words);
    EXPECT_EQ(outcome.code, 2) << why;
    EXPECT_THAT(outcome.err, HasSubstr(why));
  };
  refused({"generate"}, "expected what to generate: a task");
  refused({"generate", "shakespeare"}, "expected --out");
  refused({"generate", "babi"}, "expected --out");
  refused(generate({"--out", "a", "--tasks", "0"}), "there is no task 0");
  refused(generate({"--out", "a", "--tasks", "1-21"}), "there is no task 21");
  refused(generate({"--out", "a", "--tasks", "1,,2"}), "'1,,2' is no list of bAbI tasks");
  refused(generate({"--out", "a", "--tasks", "5-2"}), "--tasks = 5-2 counts down; expected 2-5");
  refused(generate({"--out", "a", "--rooms", "8"}), "task 15 (basic-deduction) fix its rooms");
  refused(generate({"--out", "a", "--room", "8"}), "did you mean");
  refused(generate({"--out", "a", "--task.bits", "8"}), "unknown option task.bits");
  refused({"generate", "shakespeare", "--out", "a"}, "there is no task 'shakespeare'");
  refused({"generate", "copy", "--out", "a", "--task.bit", "8"}, "did you mean task.bits");
  refused({"generate", "copy", "--out", "a", "--tasks", "1"}, "--tasks has no effect");
  refused(generate({"--out", "a", "--episodes", "5"}), "--episodes has no effect");
  refused({"generate", "copy", "--out", "a", "--test-episodes", "5"}, "no effect on a file of arrays");
  refused({"generate", "addition", "--out", "a.h5", "--test-episodes", "5"}, "no effect on a file of arrays");
  refused({"generate", "needle", "--out", "a", "--length", "65"}, "needs as many different keys");
  refused({"generate", "copy", "--out", "a"}, "such as --out copy.h5, but found --out a");
  refused({"generate", "copy", "--out", "a.h5", "--length", "100000", "--episodes", "1000000"}, "more than 200000000");
  EXPECT_FALSE(fs::exists(scratch / "a") || fs::exists(scratch / "a.h5"));
}

}  // namespace
}  // namespace memnet
