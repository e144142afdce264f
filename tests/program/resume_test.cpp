// A run that is interrupted and resumed ends with the same bits as one without interruptions. Real processes and
// signals.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <functional>

#include "tests/support/program/process.hpp"
#include "tests/support/program/run_contents.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

constexpr int kMostParts = 5;

RunContents uninterrupted_run(const Words& run = tiny_run(kLongRun)) {
  const Scratch scratch;
  EXPECT_EQ(memnet(scratch.path(), run).code, 0);
  return contents_of(only_run(scratch.path()));
}

// The command line that continues a run, for parts 1, 2, ... of its training.
using Continuation = std::function<Words(const fs::path& run, int part)>;

// Trains a run in parts, each of which ends with a signal; the last one is not interrupted. Returns the number of
// interruptions.
int interrupt(const fs::path& folder, const Words& first, const Continuation& continuation, int signal) {
  int interruptions = 0;
  for (int part = 0; part < kMostParts; ++part) {
    Process process({.folder = folder, .output = ""}, part == 0 ? first : continuation(only_run(folder), part));
    EXPECT_TRUE(process.wait_for_message());
    sleep_milliseconds(10 + 17 * part);
    process.send(signal);
    const Outcome outcome = process.wait();
    if (outcome.code == 0) break;
    EXPECT_EQ(outcome.code, 128 + signal) << outcome.err;
    ++interruptions;
    EXPECT_EQ(outcome.by_signal, signal == SIGKILL);
    if (signal == SIGKILL) continue;
    EXPECT_EQ(status_of(only_run(folder)), "interrupted");
    EXPECT_THAT(outcome.err, HasSubstr("go on with: memnet resume"));
  }
  const Outcome last = memnet(folder, continuation(only_run(folder), kMostParts));
  EXPECT_EQ(last.code, 0) << last.err;
  return interruptions;
}

void expect_uninterrupted_result(const fs::path& folder, const std::string& when,
                                 const Words& run = tiny_run(kLongRun)) {
  EXPECT_EQ(status_of(only_run(folder)), "finished") << when;
  expect_same(uninterrupted_run(run), contents_of(only_run(folder)), when);
}

TEST(Resume, AfterInterruptionsEndsWithTheSameBits) {
  const Scratch scratch;
  const Words run = tiny_run(kLongRun);
  const Continuation resume = [](const fs::path& folder, int part) {
    return Words{"resume", folder.string(), "--threads", std::to_string(1 + part % 3)};
  };
  EXPECT_GE(interrupt(scratch.path(), run, resume, SIGINT), 2) << "the run was too short to be interrupted";
  expect_uninterrupted_result(scratch.path(), "SIGINT and memnet resume");
  EXPECT_EQ(files_below(only_run(scratch.path())), Words{"run.h5"});
}

// The bound of the loss is such that the longest length doubles within the run.
TEST(Resume, OfACurriculumEndsWithTheSameBits) {
  const Scratch scratch;
  const Words run = tiny_run(kLongRun) + Words{"--train.curriculum=double:1,0.69,200"};
  const Continuation resume = [](const fs::path& folder, int part) {
    return Words{"resume", folder.string(), "--threads", std::to_string(1 + part % 3)};
  };
  EXPECT_GE(interrupt(scratch.path(), run, resume, SIGINT), 2) << "the run was too short to be interrupted";
  expect_uninterrupted_result(scratch.path(), "a curriculum that doubles", run);
}

// The noise in the input and the linear start of the attention continue where they stopped.
TEST(Resume, OfStoriesEndsWithTheSameBits) {
  const Scratch scratch;
  const Words run = {"run",
                     "--task=babi",
                     "--task.tasks=1,2",
                     "--model=memn2n",
                     "--model.slots=20",
                     "--model.random_noise=0.5",
                     "--model.linear_start=0.5",
                     "--train.sequences=16000",
                     "--train.batch=8",
                     "--train.shard=4",
                     "--evaluate.every=2000",
                     "--evaluate.sequences=20",
                     "--evaluate.final_sequences=50",
                     "--evaluate.traces=1"};
  const Continuation resume = [](const fs::path& folder, int part) {
    return Words{"resume", folder.string(), "--threads", std::to_string(1 + part % 3)};
  };
  EXPECT_GE(interrupt(scratch.path(), run, resume, SIGINT), 2) << "the run was too short to be interrupted";
  expect_uninterrupted_result(scratch.path(), "a run on stories", run);
}

TEST(Resume, TheSameCommandAgainContinues) {
  const Scratch scratch;
  const Words run = tiny_run(kLongRun);
  const Continuation again = [&](const fs::path&, int part) {
    return run + Words{"--threads=" + std::to_string(1 + part % 2), "--publish-seconds=0.1"};
  };
  EXPECT_GE(interrupt(scratch.path(), run, again, SIGTERM), 2) << "the run was too short to be interrupted";
  expect_uninterrupted_result(scratch.path(), "SIGTERM and memnet run");
}

// After a kill, there is a complete file or none, and what was computed since that file is computed again.
TEST(Resume, AfterBeingKilledEndsWithTheSameBits) {
  const Scratch scratch;
  const Words run = tiny_run(kLongRun) + Words{"--publish_seconds", "0.02"};
  const Continuation again = [&](const fs::path& folder, int part) {
    EXPECT_TRUE(!fs::exists(folder / "run.h5") || status_of(folder) == "running");
    return part == kMostParts ? tiny_run(kLongRun) : run;
  };
  EXPECT_GE(interrupt(scratch.path(), run, again, SIGKILL), 2) << "the run was too short to be killed";
  expect_uninterrupted_result(scratch.path(), "SIGKILL and memnet run");
}

TEST(Resume, WithoutARunFileStartsAgain) {
  const Scratch scratch;
  EXPECT_EQ(memnet(scratch.path(), tiny_run(kLongRun)).code, 0);
  fs::remove(only_run(scratch.path()) / "run.h5");
  EXPECT_EQ(memnet(scratch.path(), tiny_run(kLongRun)).code, 0);
  expect_uninterrupted_result(scratch.path(), "an empty folder of a run");
}

TEST(Resume, ASecondSignalEndsAtOnceAndKeepsACompleteFile) {
  const Scratch scratch;
  Process process({.folder = scratch.path(), .output = ""}, tiny_run(kLongRun) + Words{"--publish_seconds=0"});
  ASSERT_TRUE(process.wait_for_message());
  sleep_milliseconds(50);
  process.send(SIGINT);
  process.send(SIGINT);
  EXPECT_EQ(process.wait().code, 128 + SIGINT);
  EXPECT_NE(status_of(only_run(scratch.path())), "finished");
}

TEST(Resume, OfAllSeedsStopsAtTheSignal) {
  const Scratch scratch;
  Process process({.folder = scratch.path(), .output = ""}, tiny_run(4 * kLongRun) + Words{"--seeds", "1..100"});
  ASSERT_TRUE(process.wait_for_message());
  process.send(SIGINT);
  const Outcome outcome = process.wait();
  EXPECT_EQ(outcome.code, 130) << outcome.err;
  EXPECT_LT(files_below(scratch / "runs").size(), 100u) << "it trained all seeds";
}

TEST(Resume, FromWithinItsFolder) {
  const Scratch scratch;
  Process process({.folder = scratch.path(), .output = ""}, tiny_run(kLongRun));
  ASSERT_TRUE(process.wait_for_message());
  process.send(SIGINT);
  ASSERT_EQ(process.wait().code, 130);
  const fs::path run = only_run(scratch.path());
  fs::copy_file(run / "run.h5", run / "copy.h5");
  EXPECT_EQ(memnet(run, {"resume", "copy.h5"}).code, 2) << "would continue a run of another name";
  const Outcome outcome = memnet(run, {"resume", "run.h5"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(status_of(run), "finished");
}

TEST(Resume, RefusesOptionsThatChangeTheResult) {
  const Scratch scratch;
  const Words diverging = {"--train.learning_rate=1e25", "--train.optimizer=sgd"};
  ASSERT_EQ(memnet(scratch.path(), tiny_run() + diverging).code, 4);
  const Outcome outcome =
      memnet(scratch.path(), {"resume", only_run(scratch.path()).string(), "--train.learning_rate", "1e-3"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("would change the result"));
}

}  // namespace
}  // namespace memnet
