// A run is known by all that defines its results, the contents of its data files included; a run file counts only as
// the run that it is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "memnet/io/hdf5.hpp"
#include "memnet/io/run_file.hpp"
#include "program/experiment/experiment.hpp"
#include "tests/support/fixed_data.hpp"
#include "tests/support/program/run_contents.hpp"
#include "tests/support/program/tiny_compare.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

void expect_failure(const Outcome& outcome, int code, const Words& parts) {
  EXPECT_EQ(outcome.code, code) << outcome.out << outcome.err;
  for (const std::string& part : parts) EXPECT_THAT(outcome.err, HasSubstr(part));
}

// Existing runs are found only as long as these names stay.
TEST(Identity, NamesStayAsTheyAre) {
  EXPECT_EQ(Experiment({}).name(), "copy-ntm-s1-ae31d44580d33b55");
  EXPECT_EQ(Experiment({{"train.learning_rate", "1e-3", ""}, {"seed", "7", ""}, {"model", "lstm", ""}}).name(),
            "copy-lstm-s7-c752663c148e9faf");
}

// Names leave out options at their defaults, so a default that changes would give new results an old name.
TEST(Identity, DefaultsAreThoseOfTheirVersion) {
  std::ifstream lines(fs::path(MEMNET_RUN_FILES) / "defaults.txt");
  std::string line;
  std::getline(lines, line);
  ASSERT_EQ(line, "# version " + std::to_string(kDefaultsVersion))
      << "write tests/data/defaults.txt anew: scripts/defaults build/release/bin/memnet > tests/data/defaults.txt";
  std::unique_ptr<Experiment> experiment;
  std::string made;
  int checked = 0;
  for (std::string selection, name, equals; lines >> selection >> name >> equals;) {
    std::getline(lines, line);
    const std::string value = line.empty() ? "" : line.substr(1);
    if (selection != made) {
      const std::size_t slash = selection.find('/');
      experiment = std::make_unique<Experiment>(std::vector<Setting>{{"task", selection.substr(0, slash), "test"},
                                                                     {"model", selection.substr(slash + 1), "test"}});
      made = selection;
    }
    const Options::Option* option = experiment->options.find(name);
    if (option == nullptr) continue;  // it was removed, so no run has it
    EXPECT_EQ(option->default_value, value) << selection << " " << name << ": raise kDefaultsVersion";
    ++checked;
  }
  EXPECT_GT(checked, 100);
}

Words run_on_files(const std::string& data) {
  return {"run",
          "--quiet",
          "--task=babi",
          "--task.data=" + data,
          "--model=memn2n",
          "--model.slots=10",
          "--train.batch=8",
          "--train.sequences=64",
          "--evaluate.every=64",
          "--evaluate.traces=1"};
}

void replace_word(const std::string& folder, const std::string& from, const std::string& to) {
  for (const fs::directory_entry& file : fs::directory_iterator(folder)) {
    std::string text = text_of(file.path());
    for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size())
      text.replace(at, from.size(), to);
    std::ofstream(file.path()) << text;
  }
}

// The same command after a change of the files gave the numbers of the old files.
TEST(Identity, OtherDataMakeAnotherRun) {
  const StoryFiles files({1}, 40, 20);
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), run_on_files(files.folder())).code, 0);
  const fs::path before = only_run(scratch.path());
  replace_word(files.folder(), "kitchen", "library");
  ASSERT_EQ(memnet(scratch.path(), run_on_files(files.folder())).code, 0);
  EXPECT_EQ(all_runs(scratch.path()).size(), 2u);

  // The words are of the same number, so nothing but their comparison can tell.
  expect_failure(memnet(scratch.path(), {"eval", before}), 3, {"have changed", "--task.data"});
  expect_failure(memnet(scratch.path(), {"resume", before}), 3, {"have changed"});
  expect_failure(memnet(scratch.path(), {"eval", before, "--task.data=" + files.folder()}), 3,
                 {"was 'kitchen' in training", "'library' now"});
  const Outcome asked = memnet(scratch.path(), {"ask", before}, "Mary went to the kitchen.\nWhere is Mary?\n");
  EXPECT_EQ(asked.code, 0) << asked.err << "the run file knows its words";
  EXPECT_EQ(memnet(scratch.path(), {"show", before}).code, 0);
}

TEST(Identity, TheSameDataElsewhereAreTheSameRun) {
  const StoryFiles files({1}, 40, 20);
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), run_on_files(files.folder())).code, 0);
  fs::copy(files.folder(), scratch / "moved");
  const Outcome again = memnet(scratch.path(), run_on_files("moved"));
  EXPECT_EQ(again.code, 0);
  only_run(scratch.path());
  fs::remove_all(files.folder());
  fs::create_directory(files.folder());  // the Scratch of the files removes it
  const std::string run = only_run(scratch.path());
  for (const Words& words :
       {Words{"show", run}, {"report", run}, {"ls"}, {"table", run}, {"export", run}, {"figure", run}})
    EXPECT_EQ(memnet(scratch.path(), words).code, 0) << words.front();
  EXPECT_EQ(memnet(scratch.path(), {"ask", run}, "Mary went to the kitchen.\nWhere is Mary?\n").code, 0);
  expect_failure(memnet(scratch.path(), {"eval", run}), 3, {"--task.data"});
  EXPECT_EQ(memnet(scratch.path(), {"eval", run, "--task.data=moved"}).code, 0);
}

// A file in the folder of another run counted as that run: `run` reported it as finished, and tables had it twice.
TEST(Identity, ACopiedRunFileIsNotTheOtherRun) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_compare()).code, 0);
  const fs::path plan = only_plan(scratch.path());
  const std::vector<fs::path> runs = all_runs(scratch.path());
  const fs::path victim = runs.front(), other = runs.back();
  fs::copy_file(other / "run.h5", victim / "run.h5", fs::copy_options::overwrite_existing);
  const std::string name = other.filename();

  const Outcome compared = memnet(scratch.path(), {"compare", plan});
  expect_failure(compared, 3, {"is the file of another run, " + name});
  EXPECT_THAT(memnet(scratch.path(), {"status", plan}).out, HasSubstr("1 failed"));
  expect_failure(memnet(scratch.path(), {"table", "runs"}), 3, {"is the file of another run, " + name});
  EXPECT_THAT(memnet(scratch.path(), {"ls"}).out, HasSubstr("unreadable"));
  expect_failure(memnet(scratch.path(), {"resume", victim}), 3, {"is the file of another run"});
}

// With 32 bits of a hash, two experiments could share a folder, and the second one got the results of the first.
TEST(Identity, WhatLiesInTheFolderIsComparedWithWhatWasAsked) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_run()).code, 0);
  const fs::path run = only_run(scratch.path());
  RunRecord record = read_run_file(run / "run.h5");
  record.identity[31] = record.identity[31] == '0' ? '1' : '0';
  for (NamedText& option : record.options)
    if (option.name == "train.learning_rate") option.text = "0.5";
  write_run_file(run / "run.h5", record);
  expect_failure(memnet(scratch.path(), tiny_run()), 3, {"is not the file of", "its train.learning_rate is 0.5"});
}

TEST(Identity, ResumeRefusesWhatWouldChangeTheResultAlsoOfAFinishedRun) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_run()).code, 0);
  const std::string run = only_run(scratch.path());
  expect_failure(memnet(scratch.path(), {"resume", run, "--train.sequences=128"}), 2, {"train.sequences = 128"});
  expect_failure(memnet(scratch.path(), {"resume", run, "--seed=3"}), 2, {"seed = 3"});
  EXPECT_EQ(memnet(scratch.path(), {"resume", run, "--threads=2"}).code, 0);
}

// Gives a run the status "interrupted", and another build as the one that worked on it.
void make_work_of_other_build(const fs::path& run, const std::string& status = "interrupted") {
  RunRecord record = read_run_file(run / "run.h5");
  record.builds = {{"bits 0, GNU 3, sse", "0123abc"}};
  record.status = status;
  write_run_file(run / "run.h5", record);
}

// Builds were mixed without a word, and the file named the first one only.
TEST(Builds, AreNotMixedInOneRun) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_run()).code, 0);
  const fs::path run = only_run(scratch.path());
  const std::vector<RunRecord::Build> own = read_run_file(run / "run.h5").builds;
  ASSERT_EQ(own.size(), 1u);
  make_work_of_other_build(run);
  for (const Words& words : {tiny_run(), Words{"resume", run}})
    expect_failure(memnet(scratch.path(), words), 2, {"another build of memnet (bits 0, GNU 3, sse", "--other-build"});
  ASSERT_EQ(memnet(scratch.path(), {"resume", run, "--other-build"}).code, 0);
  const RunRecord mixed = read_run_file(run / "run.h5");
  EXPECT_EQ(mixed.builds, (std::vector<RunRecord::Build>{{"bits 0, GNU 3, sse", "0123abc"}, own.front()}));
}

TEST(Builds, AreNotMixedInOneComparison) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_compare()).code, 0);
  const fs::path plan = only_plan(scratch.path());
  const std::vector<fs::path> runs = all_runs(scratch.path());
  EXPECT_THAT(memnet(scratch.path(), {"compare", plan}).out, HasSubstr("Builds: 6 runs by bits "));
  make_work_of_other_build(runs[0], "finished");
  const Outcome complete = memnet(scratch.path(), {"compare", plan});
  EXPECT_EQ(complete.code, 0) << complete.err;
  EXPECT_THAT(complete.out, HasSubstr("Builds: 5 runs by bits "));
  EXPECT_THAT(complete.out, HasSubstr("; 1 run by bits 0, GNU 3, sse"));
  EXPECT_THAT(memnet(scratch.path(), {"table", "runs"}).out, HasSubstr("1 run by bits 0, GNU 3, sse"));

  fs::remove_all(runs[1]);
  expect_failure(memnet(scratch.path(), {"compare", plan}), 2, {"1 run by bits 0, GNU 3, sse", "--other-build"});
  EXPECT_FALSE(fs::exists(runs[1]));
  EXPECT_EQ(memnet(scratch.path(), {"compare", plan, "--other-build"}).code, 0);
  EXPECT_TRUE(fs::exists(runs[1]));
}

TEST(Numbers, OfOptionsAreNumbersInFilesAndInJson) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_run() + Words{"--train.learning_rate=1e-3"}).code, 0);
  const fs::path run = only_run(scratch.path());
  const std::vector<std::byte> bytes = bytes_of(run / "run.h5");
  const Hdf5Reader file(bytes, "run.h5");
  EXPECT_EQ(file.attribute_integer("/config", "model.slots"), 8);
  EXPECT_EQ(file.attribute_number("/config", "train.learning_rate"), 1e-3);
  EXPECT_EQ(file.attribute_text("/config", "model.initial_memory"), "random");
  EXPECT_GT(file.attribute_number("/timing", "seconds"), 0);
  const std::string json = memnet(scratch.path(), {"ls", "--json"}).out;
  EXPECT_THAT(json, HasSubstr("\"model.slots\":8,"));
  EXPECT_THAT(json, HasSubstr("\"train.learning_rate\":0.001,"));
}

}  // namespace
}  // namespace memnet
