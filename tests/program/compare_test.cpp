// memnet compare: which runs are trained and which are kept, its output, and its errors.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "memnet/io/hdf5.hpp"
#include "tests/support/program/json.hpp"
#include "tests/support/program/run_contents.hpp"
#include "tests/support/program/tiny_compare.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

void expect_contains(const std::string& text, const Words& parts) {
  for (const std::string& part : parts) EXPECT_THAT(text, HasSubstr(part));
}

TEST(Compare, TrainsEveryRunAndPrintsTheResults) {
  const Scratch scratch;
  const Outcome outcome = memnet(scratch.path(), tiny_compare());
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(all_runs(scratch.path()).size(), 6u);
  const fs::path plan = only_plan(scratch.path());
  EXPECT_EQ(files_below(plan), (Words{"compare.csv", "compare.h5", "plan.ini", "runs.csv"}));
  expect_contains(outcome.out, {"Seeds that solve", "copy", "ntm ", "content ", "lstm ", "0/2", "WARNING: only 2 seeds",
                                "compare.csv"});
  EXPECT_EQ(count_of(outcome.err, "not solved, trained on 64 sequences"), 6u) << outcome.err;
  expect_contains(outcome.err, {"[1/6] copy ", "[6/6] copy "});
  EXPECT_EQ(count_lines(text_of(plan / "compare.csv")), 1u + 3u);
  EXPECT_EQ(count_lines(text_of(plan / "runs.csv")), 1u + 6u);
  for (const std::string& line : lines_of(outcome.out))
    EXPECT_TRUE(line.size() <= 100 || line.starts_with("All numbers")) << line;
}

TEST(Compare, PrintsTheTablesOfWhatIsThereWithoutTraining) {
  const Scratch scratch;
  const Words no_training = tiny_compare() + Words{"--no-training"};
  const Outcome nothing = memnet(scratch.path(), no_training);
  EXPECT_EQ(nothing.code, 3);
  expect_contains(nothing.err, {"no run has ended yet"});
  ASSERT_EQ(memnet(scratch.path(), tiny_compare()).code, 0);
  fs::remove_all(all_runs(scratch.path()).front());
  const Outcome outcome = memnet(scratch.path(), no_training);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  expect_contains(outcome.out, {"0/1", "0/2"});
  EXPECT_EQ(all_runs(scratch.path()).size(), 5u);
  EXPECT_EQ(count_lines(text_of(only_plan(scratch.path()) / "runs.csv")), 1u + 5u);
}

TEST(Compare, TheSameCommandAgainTrainsNothingAndPrintsTheSame) {
  const Scratch scratch;
  const Outcome first = memnet(scratch.path(), tiny_compare());
  const fs::path plan = only_plan(scratch.path());
  const auto csv = bytes_of(plan / "compare.csv"), h5 = bytes_of(plan / "compare.h5"),
             text = bytes_of(plan / "plan.ini");
  const auto time = fs::last_write_time(all_runs(scratch.path()).front() / "run.h5");
  for (const Words& words :
       {tiny_compare(), Words{"compare", plan.string()}, Words{"compare", (plan / "plan.ini").string()}}) {
    const Outcome again = memnet(scratch.path(), words);
    ASSERT_EQ(again.code, 0) << again.err;
    EXPECT_EQ(again.out.substr(0, again.out.find("All numbers")), first.out.substr(0, first.out.find("All numbers")));
    expect_contains(again.err, {"6 runs, 6 of them there already"});
    EXPECT_EQ(count_lines(again.err), 1u) << again.err;
    EXPECT_TRUE(bytes_of(plan / "compare.csv") == csv);
    EXPECT_TRUE(bytes_of(plan / "compare.h5") == h5);
    EXPECT_TRUE(bytes_of(plan / "plan.ini") == text);
  }
  EXPECT_TRUE(fs::last_write_time(all_runs(scratch.path()).front() / "run.h5") == time);
}

TEST(Compare, TrainsOnlyMissingRuns) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_compare()).code, 0);
  Words more = tiny_compare();
  std::ranges::replace(more, std::string("--seeds=1..2"), std::string("--seeds=1..3"));
  const Outcome outcome = memnet(scratch.path(), more);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_contains(outcome.err, {"9 runs, 6 of them there already"});
  EXPECT_EQ(all_runs(scratch.path()).size(), 9u);
}

TEST(Compare, UsesRunsOfMemnetRun) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_run() + Words{"--seed=2", "--model.addressing=content"}).code, 0);
  const Outcome outcome = memnet(scratch.path(), tiny_compare());
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_contains(outcome.err, {"6 runs, 1 of them there already"});
}

TEST(Compare, ABaselineHasNoWriteMode) {
  const Scratch scratch;
  const Outcome outcome = memnet(scratch.path(), tiny_compare() + Words{"--write_mode=append,learned"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(all_runs(scratch.path()).size(), 2u * (2 * 2 + 1));
  expect_contains(outcome.out, {"ntm append", "ntm learned", "content append"});
  const auto bytes = bytes_of(only_plan(scratch.path()) / "compare.h5");
  const Hdf5Reader file(bytes, "compare.h5");
  EXPECT_EQ(file.shape("/solved"), (Hdf5Shape{1, 3, 3}));
  EXPECT_EQ(file.shape("/exact"), (Hdf5Shape{1, 3, 3, 2}));
  EXPECT_EQ(file.shape("/overall/better"), (Hdf5Shape{5, 5}));
}

TEST(Compare, ADryRunListsMissingRunsAndWritesNothing) {
  const Scratch scratch;
  const Outcome before = memnet(scratch.path(), tiny_compare() + Words{"--dry-run"});
  ASSERT_EQ(before.code, 0) << before.err;
  expect_contains(before.out, {"6 runs, 6 of them missing; about ", "copy content s2"});
  EXPECT_EQ(files_below(scratch.path()), Words{});
  ASSERT_EQ(memnet(scratch.path(), tiny_compare()).code, 0);
  const Outcome after = memnet(scratch.path(), tiny_compare() + Words{"--dry-run"});
  expect_contains(after.out, {"6 runs, 0 of them missing"});
  EXPECT_EQ(count_of(after.out, "done "), 6u) << after.out;
}

TEST(Compare, AnIniFileCanDefineTheWholeGrid) {
  const Scratch scratch;
  std::ofstream(scratch / "matrix.ini") << R"(# A small matrix.
[compare]
task = copy, reverse
addressing = content; cosine | softmax | gate | shift:1,1, lstm
seeds = 1
jobs = 1
grid = train.learning_rate=1e-3,3e-4

[copy]
task.bits = 2

[reverse]
task.bits = 3
train.sequences = 16

[ntm]
model.slots = 8
model.width = 6

[content]
model.width = 5

[model.controller]
size = 8

[train]
sequences = 32
batch = 8

[evaluate]
final_sequences = 4
sequences = 2
)";
  const Outcome outcome = memnet(scratch.path(), {"compare", "matrix.ini", "--task.max_length=3"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(all_runs(scratch.path()).size(), 2u * 3 * 2);
  EXPECT_TRUE(only_plan(scratch.path()).filename().string().starts_with("matrix-"));
  const std::string plan = text_of(only_plan(scratch.path()) / "plan.ini");
  expect_contains(plan,
                  {"axes = task, model, model.addressing, train.learning_rate", "task.max_length = 3", "task.bits = 2",
                   "task.bits = 3", "train.sequences = 16", "model.width = 5", "model.width = 6",
                   "model.addressing = cosine | softmax | gate | shift:1,1", "evaluate.lengths = 1x,1.5x,2x,3x,4x"});
  expect_contains(outcome.out, {"copy", "reverse", "0.001", "0.0003", "1.5x"});
  EXPECT_EQ(memnet(scratch.path(), {"run", "matrix.ini"}).code, 2);
}

// Returns a comparison in which half of the runs diverge: their learning rate is far too high.
Words half_diverges() {
  return tiny_compare() + Words{"--train.optimizer=sgd", "--grid=train.learning_rate=1e-3,1e25"};
}

TEST(Compare, ARunThatFailsIsReportedAndDoesNotStopTheOthers) {
  const Scratch scratch;
  for (int time = 0; time < 2; ++time) {  // the second time, these runs are not trained again
    const Outcome outcome = memnet(scratch.path(), half_diverges());
    EXPECT_EQ(outcome.code, 4) << outcome.err;
    EXPECT_EQ(count_of(outcome.err, "FAILED: diverged"), time == 0 ? 6u : 0u) << outcome.err;
    expect_contains(outcome.err, {"6 of 12 runs failed", "diverged at sequence", "memnet run --out=runs --"});
    EXPECT_EQ(all_runs(scratch.path()).size(), 12u);
  }
  // The command in the message fails in the same way.
  const Outcome outcome = memnet(scratch.path(), half_diverges());
  const std::size_t at = outcome.err.find("memnet run ");
  const std::string command = outcome.err.substr(at + 7, outcome.err.find('\n', at) - at - 7);
  EXPECT_NE(
      std::system(("cd '" + scratch.path().string() + "' && '" + MEMNET_PROGRAM "' " + command + " 2> output").c_str()),
      0);
  expect_contains(text_of(scratch / "output"), {"diverged"});
  EXPECT_EQ(all_runs(scratch.path()).size(), 12u) << command;
}

TEST(Compare, FailFastStopsAtTheFirst) {
  const Scratch scratch;
  const Outcome outcome = memnet(scratch.path(), half_diverges() + Words{"--fail-fast"});
  EXPECT_EQ(outcome.code, 4) << outcome.err;
  EXPECT_LT(all_runs(scratch.path()).size(), 12u);
  EXPECT_LE(count_of(outcome.err, "FAILED: diverged"), 2u) << outcome.err;
}

TEST(Compare, ADamagedRunFileIsReportedAndKept) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_compare()).code, 0);
  const fs::path damaged = all_runs(scratch.path()).front() / "run.h5";
  std::ofstream(damaged) << "no run file";
  const Outcome outcome = memnet(scratch.path(), tiny_compare());
  EXPECT_EQ(outcome.code, 3) << outcome.err;
  expect_contains(outcome.err, {"FAILED: ", damaged.parent_path().filename().string(), "1 of 6 runs failed"});
  EXPECT_EQ(text_of(damaged), "no run file");
}

TEST(Compare, APlanHasItsOwnFolder) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_compare()).code, 0);
  const Outcome outcome = memnet(scratch.path(), {"compare", only_plan(scratch.path()).string(), "--out=elsewhere"});
  EXPECT_EQ(outcome.code, 2);
  expect_contains(outcome.err, {"the runs of a plan are beside it; leave out --out"});
  EXPECT_FALSE(fs::exists(scratch / "elsewhere"));
}

TEST(Compare, AxesMayHaveTheSameLastPart) {
  const Scratch scratch;
  Words words = tiny_compare();
  std::erase_if(words, [](const std::string& word) { return word.find(".sequences=") != word.npos; });
  const Outcome outcome = memnet(scratch.path(), words + Words{"--grid=train.sequences=32,64; evaluate.sequences=5,6"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const auto bytes = bytes_of(only_plan(scratch.path()) / "compare.h5");
  EXPECT_EQ(Hdf5Reader(bytes, "compare.h5").shape("/solved"), (Hdf5Shape{1, 3, 2, 2}));
}

TEST(Compare, APlanThatWasEditedIsRefused) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_compare()).code, 0);
  const fs::path file = only_plan(scratch.path()) / "plan.ini";
  std::string text = text_of(file);
  const std::size_t at = text.find("train.batch = 8");
  ASSERT_NE(at, text.npos);
  std::ofstream(file) << text.replace(at, 15, "train.batch = 4");
  for (const Words& words : {tiny_compare(), Words{"compare", file.string()}}) {
    const Outcome outcome = memnet(scratch.path(), words);
    EXPECT_EQ(outcome.code, 3) << outcome.err;
    expect_contains(outcome.err, {"plan.ini: this plan is not as memnet compare wrote it"});
  }
}

TEST(Compare, InJsonIsOneObjectALine) {
  const Scratch scratch;
  const Outcome outcome = memnet(scratch.path(), half_diverges() + Words{"--log-format=json"});
  EXPECT_EQ(outcome.code, 4);
  const Words lines = lines_of(outcome.out);
  for (const std::string& line : lines) EXPECT_TRUE(is_json_object(line)) << line;
  EXPECT_EQ(lines.size(), 1u + 12 + 12) << outcome.out;
  for (const char* kind : {"compare_start", "cell_start", "cell_end", "cell_failed"})
    expect_contains(outcome.out, {kind});
}

TEST(Compare, RefusesInvalidOptions) {
  const Scratch scratch;
  std::ofstream(scratch / "typo.ini") << "[compare]\nadressing = ntm\n";
  struct Case {
    Words words;
    Words messages;
  };
  for (const Case& wrong : std::vector<Case>{
           {{"--addressing=cosine|softmix"}, {"stage 2, 'softmix', is unknown; did you mean 'softmax'?"}},
           {{"--addressing=ntm,sharpen | cosine"}, {"stage 1, 'sharpen', takes a weighting"}},
           {{"--task=copy,revers"}, {"revers", "one of"}},
           {{"--grid=train.learning_rat=1,2"},
            {"no run has an option train.learning_rat; did you mean train.learning_rate?"}},
           {{"--grid=1e-3,3e-4"}, {"grid = '1e-3,3e-4' is not possible"}},
           {{"--task=,"}, {"task is an empty list"}},
           {{"--seeds=3..1"}, {"seeds = '3..1'"}},
           {{"--model=lstm,ntm", "--model.slots=8"}, {"unknown option model.slots", "runs of lstm on copy"}},
           {{"typo.ini"}, {"typo.ini:2: [compare] has no adressing; did you mean addressing?"}},
           {{"typo.ini", "typo.ini"}, {"expected one experiment file"}},
           {{"none.ini"}, {"none.ini"}}}) {
    const Outcome outcome = memnet(scratch.path(), Words{"compare"} + wrong.words);
    EXPECT_EQ(outcome.code, 2) << wrong.words[0] << ": " << outcome.err;
    expect_contains(outcome.err, wrong.messages);
    EXPECT_EQ(files_below(scratch.path()), Words{"typo.ini"}) << wrong.words[0];
  }
}

}  // namespace
}  // namespace memnet
