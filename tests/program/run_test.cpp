// memnet run: runs that finish, that are already finished, that two processes start at once, and that diverge.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "memnet/io/hdf5.hpp"
#include "memnet/io/run_file.hpp"
#include "tests/support/program/process.hpp"
#include "tests/support/program/run_contents.hpp"
#include "tests/support/program/run_datasets.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

TEST(Run, WritesOneFileWithAllResults) {
  const Scratch scratch;
  const Outcome outcome = memnet(scratch.path(), tiny_run());
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("finished"));
  const fs::path run = only_run(scratch.path());
  EXPECT_EQ(files_below(run), Words{"run.h5"});
  const RunRecord record = read_run_file(run / "run.h5");
  EXPECT_EQ(record.name, run.filename());
  EXPECT_EQ(record.status, "finished");
  EXPECT_EQ(record.message, "");
  EXPECT_THAT(record.config_given, HasSubstr("task.bits = 3"));
  EXPECT_THAT(record.config, HasSubstr("bits = 3"));
  EXPECT_EQ(record.train[0].values.back(), 64);
  EXPECT_EQ(record.final_sweep.lengths, (std::vector<double>{4, 8}));
  ASSERT_EQ(record.traces.size(), 1u);
  for (const char* name : {"inputs", "targets", "mask", "outputs", "read0/weighting", "write0/erase", "write0/add"})
    EXPECT_TRUE(std::ranges::count(record.traces[0].panels, name, &RunRecord::Trace::Panel::path) == 1) << name;
  for (const char* name : {"git_commit", "compiler", "command"})
    EXPECT_TRUE(std::ranges::any_of(record.provenance, [&](const auto& p) { return p.name.starts_with(name); }))
        << name;
}

TEST(Run, WritesTheOffsetsFromMinusRToR) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_run() + Words{"--model.addressing=previous | shift:2 | sharpen"}).code, 0);
  const std::vector<std::byte> bytes = bytes_of(only_run(scratch.path()) / "run.h5");
  std::vector<double> offsets(5);
  Hdf5Reader(bytes, "run.h5").read("/trace/0/read0/offset", {5}, offsets);
  EXPECT_EQ(offsets, (std::vector<double>{-2, -1, 0, 1, 2}));
}

// They were ignored.
TEST(Run, ThatIsFinishedCannotBeResumedWithOtherOptions) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_run()).code, 0);
  const std::string run = only_run(scratch.path());
  for (const char* option : {"--train.sequences=96", "--seed=3", "--expect.errors=1", "--out=elsewhere"}) {
    const Outcome outcome = memnet(scratch.path(), {"resume", run, option});
    EXPECT_EQ(outcome.code, 2) << option;
    EXPECT_THAT(outcome.err, HasSubstr("since the run was started with")) << option;
  }
  const Outcome same = memnet(scratch.path(), {"resume", run, "--train.sequences=64", "--threads=2", "--quiet"});
  EXPECT_EQ(same.code, 0) << same.err;
}

// The value was cut at the '#', silently.
TEST(Run, KeepsAHashInAValue) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_run() + Words{"--out=runs#2", "--expect.source= a # b"}).code, 0);
  const fs::path run = fs::directory_iterator(scratch / "runs#2")->path();
  const RunRecord record = read_run_file(run / "run.h5");
  EXPECT_THAT(record.config, HasSubstr("out = runs#2\n"));
  EXPECT_THAT(record.config, HasSubstr("source = \" a # b\"\n"));
  EXPECT_THAT(record.config_given, HasSubstr("expect.source = \" a # b\"  # command line\n"));
  EXPECT_EQ(memnet(scratch.path(), {"eval", run}).code, 0);
}

// Two spellings were two runs.
TEST(Run, IsTheSameInEverySpellingOfItsValues) {
  const Scratch scratch;
  for (const Words& spelling : {Words{"--evaluate.lengths=1x,8", "--model.addressing=content"},
                                Words{"--evaluate.lengths=1.0x, 8.0", "--model.addressing=cosine|softmax"}})
    EXPECT_EQ(memnet(scratch.path(), {"run", "--task.max_length=4", "--print-config", spelling[0], spelling[1]}).out,
              memnet(scratch.path(), {"run", "--task.max_length=4", "--print-config", "--evaluate.lengths=1x,8,",
                                      "--model.addressing= cosine  | softmax"})
                  .out);
}

// Returns one column of a traced [step, ...] dataset.
std::vector<double> at_step(const fs::path& run, const std::string& name, std::size_t step) {
  Hdf5Shape shape;
  const std::vector<double> numbers = dataset_of(run, "/trace/0/read0/" + name, &shape);
  const std::size_t size = shape.size() > 1 ? shape[1] : 1;
  return {numbers.begin() + static_cast<std::ptrdiff_t>(step * size),
          numbers.begin() + static_cast<std::ptrdiff_t>((step + 1) * size)};
}

std::vector<double> shifted(const std::vector<double>& w, const std::vector<double>& shift) {
  const std::size_t N = w.size(), R = shift.size() / 2;
  std::vector<double> result(N, 0.0);
  for (std::size_t from = 0; from < N; ++from)
    for (std::size_t j = 0; j < shift.size(); ++j) result[(from + j + N - R) % N] += shift[j] * w[from];
  return result;
}

std::vector<double> sharpened(std::vector<double> w, double gamma) {
  double sum = 0;
  for (double& weight : w) sum += weight = std::pow(weight, gamma);
  for (double& weight : w) weight /= sum;
  return w;
}

// Each stage that occurs twice has two traces, from which the weighting follows. (The second one replaced the first.)
TEST(Run, TracesEveryStageOfAPipeline) {
  const Scratch scratch;
  const Outcome outcome =
      memnet(scratch.path(),
             tiny_run() + Words{"--model.addressing=cosine | softmax | shift:1 | shift:2 | sharpen | sharpen"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const fs::path run = only_run(scratch.path());
  Hdf5Shape shape;
  dataset_of(run, "/trace/0/read0/weighting", &shape);
  for (std::size_t step = 0; step < shape[0]; ++step) {
    std::vector<double> w = at_step(run, "content", step);
    const auto expect = [&](const char* name) {
      const std::vector<double> traced = at_step(run, name, step);
      for (std::size_t slot = 0; slot < w.size(); ++slot) EXPECT_NEAR(traced[slot], w[slot], 1e-5) << name;
    };
    w = shifted(w, at_step(run, "shift", step)), expect("shifted");
    w = shifted(w, at_step(run, "shift2", step)), expect("shifted2");
    w = sharpened(w, at_step(run, "sharpening", step).front()), expect("sharpened");
    w = sharpened(w, at_step(run, "sharpening2", step).front()), expect("sharpened2");
    expect("weighting");
  }
}

TEST(Run, ThatIsFinishedIsNotChanged) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_run()).code, 0);
  const fs::path run = only_run(scratch.path()), file = run / "run.h5";
  const auto bytes = bytes_of(file);
  const auto time = fs::last_write_time(file);
  for (const Words& words : {tiny_run(), tiny_run() + Words{"--threads=3"}, Words{"resume", run.string()}}) {
    const Outcome outcome = memnet(scratch.path(), words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("already finished"));
    EXPECT_THAT(outcome.out, HasSubstr("exactly right"));
    EXPECT_TRUE(bytes_of(file) == bytes);
    EXPECT_TRUE(fs::last_write_time(file) == time);
  }
  EXPECT_EQ(only_run(scratch.path()), run);
}

TEST(Run, WithOtherOptionsIsAnotherRun) {
  const Scratch scratch;
  for (const char* other : {"--seed=1", "--seed=2", "--train.learning_rate=1e-5"})
    EXPECT_EQ(memnet(scratch.path(), tiny_run() + Words{other}).code, 0);
  EXPECT_EQ(files_below(scratch / "runs").size(), 3u);
}

// Guessing loses less than 3 bits against the oracle on short sequences, and more on long ones.
TEST(Run, OfAnUncertainTaskStopsWhenItsExcessIsSmall) {
  for (const auto& [length, sequences] : {std::pair{"4", 40.0}, {"100", 80.0}}) {
    const Scratch scratch;
    const Words words = {"run",
                         "--task=dynamic_ngrams",
                         "--task.context=1",
                         "--model=lstm",
                         "--train.sequences=80",
                         "--train.batch=8",
                         "--train.learning_rate=1e-9",
                         "--evaluate.every=40",
                         "--evaluate.lengths=1x",
                         "--evaluate.sequences=20",
                         "--evaluate.final_sequences=20",
                         "--evaluate.stop_after=1",
                         std::string("--task.min_length=") + length,
                         std::string("--task.max_length=") + length};
    const Outcome outcome = memnet(scratch.path(), words);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("above best"));
    const RunRecord record = read_run_file(only_run(scratch.path()) / "run.h5");
    EXPECT_EQ(record.evaluation.sequences.back(), sequences);
    const auto column = std::ranges::find(record.evaluation.metrics, "excess_bits", &RunRecord::Column::name);
    ASSERT_NE(column, record.evaluation.metrics.end());
    EXPECT_EQ(column->values.front() <= 3, sequences == 40) << column->values.front();
  }
}

// A single bit is right by chance in half of the evaluations, which must not stop the training.
TEST(Run, StopsEarlyOnlyIfItsFinalEvaluationIsSolved) {
  const Scratch scratch;
  const Outcome outcome = memnet(
      scratch.path(), {"run", "--model=lstm", "--task.bits=1", "--task.max_length=1", "--train.sequences=20000",
                       "--train.optimizer=adam", "--train.learning_rate=1e-3", "--evaluate.every=20", "--train.batch=4",
                       "--evaluate.lengths=1x", "--evaluate.sequences=1", "--evaluate.stop_after=1"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const RunRecord record = read_run_file(only_run(scratch.path()) / "run.h5");
  EXPECT_LT(record.final_sweep.sequences.front(), 20000);
  const auto exact = [](const RunRecord::Sweeps& sweeps) {
    return std::ranges::find(sweeps.metrics, "exact", &RunRecord::Column::name)->values;
  };
  EXPECT_GE(exact(record.final_sweep).front(), 0.99);
  EXPECT_GT(std::ranges::count(exact(record.evaluation), 1.0), 1) << "no evaluation was right by chance";
}

TEST(Run, OfALengthThatIsNotPossibleDoesNotStart) {
  const Scratch scratch;
  const Outcome outcome = memnet(scratch.path(), {"run", "--task=key_value", "--evaluate.lengths=1x,257"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err,
              HasSubstr("key_value: length 257 needs as many different codes, and task.key_bits = 8 gives 256"));
}

TEST(Run, OfSeveralSeedsIsTheRunOfEach) {
  const Scratch one, many;
  ASSERT_EQ(memnet(one.path(), tiny_run() + Words{"--seed=3"}).code, 0);
  ASSERT_EQ(memnet(many.path(), tiny_run() + Words{"--seeds=1,3"}).code, 0);
  const fs::path run = only_run(one.path());
  EXPECT_EQ(files_below(many / "runs").size(), 2u);
  expect_same(contents_of(run), contents_of(many / "runs" / run.filename().string()), "--seeds");
}

// The second process fails, or it starts late enough to find the run finished. The file is that of a single process.
TEST(Run, InOneFolderIsTrainedByOneProcess) {
  constexpr int kSequences = 4000;
  const Scratch scratch, alone;
  const Words words = tiny_run(kSequences) + Words{"--publish_seconds=0.01"};
  Process first({.folder = scratch.path(), .output = ""}, words),
      second({.folder = scratch.path(), .output = ""}, words);
  int done = 0;
  for (Process* process : {&first, &second}) {
    const Outcome outcome = process->wait();
    done += outcome.code == 0 ? 1 : 0;
    if (outcome.code == 0) continue;
    EXPECT_EQ(outcome.code, 5) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("another process is working on this run"));
  }
  EXPECT_GE(done, 1);
  EXPECT_EQ(files_below(only_run(scratch.path())), Words{"run.h5"});
  ASSERT_EQ(memnet(alone.path(), tiny_run(kSequences)).code, 0);
  expect_same(contents_of(only_run(alone.path())), contents_of(only_run(scratch.path())), "two at once");
}

TEST(Run, ThatDivergesReportsTheOperationAndKeepsTheLastFiniteState) {
  const Scratch scratch;
  const Words words = tiny_run() + Words{"--train.optimizer=sgd", "--train.learning_rate=1e25"};
  for (int time = 0; time < 2; ++time) {  // the second time, the run continues from its file and diverges again
    const Outcome outcome = memnet(scratch.path(), words);
    EXPECT_EQ(outcome.code, 4);
    for (const char* part : {"memnet: diverged", " of affine at time step ", "is not finite", "try a lower"})
      EXPECT_THAT(outcome.err, HasSubstr(part));
    const RunRecord record = read_run_file(only_run(scratch.path()) / "run.h5");
    EXPECT_EQ(record.status, "diverged");
    EXPECT_THAT(record.message, HasSubstr("at time step"));
    for (const RunRecord::Values& parameter : record.parameters)
      EXPECT_TRUE(std::ranges::all_of(parameter.numbers, [](Scalar x) { return std::isfinite(x); })) << parameter.name;
  }
  const Outcome seeds = memnet(scratch.path(), words + Words{"--seeds=1..2"});
  EXPECT_EQ(seeds.code, 4);
  EXPECT_EQ(files_below(scratch / "runs").size(), 2u) << "the second seed was not run";
}

}  // namespace
}  // namespace memnet
