// Interrupted and resumed, a run ends with the bits of one that nobody disturbed. Real processes, real signals.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <thread>

#include "tests/support/program/process.hpp"
#include "tests/support/program/run_contents.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

constexpr int kMostLegs = 5;

RunContents undisturbed(const Words& run = tiny_run(kLongRun)) {
  const Scratch scratch;
  EXPECT_EQ(memnet(scratch.path(), run).code, 0);
  return contents_of(only_run(scratch.path()));
}

// The words that go on with a run, for leg 1, 2, ...
using GoOn = std::function<Words(const fs::path& run, int leg)>;

// Lets a run go on for a while, sends it a signal, and so on; the last leg is left alone. Gives the number of
// interruptions.
int disturb(const fs::path& folder, const Words& first, const GoOn& go_on, int signal) {
  int interruptions = 0;
  for (int leg = 0; leg < kMostLegs; ++leg) {
    Process process({.folder = folder, .output = ""}, leg == 0 ? first : go_on(only_run(folder), leg));
    EXPECT_TRUE(process.has_spoken());
    sleep_milliseconds(10 + 17 * leg);
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
  const Outcome last = memnet(folder, go_on(only_run(folder), kMostLegs));
  EXPECT_EQ(last.code, 0) << last.err;
  return interruptions;
}

void expect_undisturbed(const fs::path& folder, const std::string& when, const Words& run = tiny_run(kLongRun)) {
  EXPECT_EQ(status_of(only_run(folder)), "finished") << when;
  expect_same(undisturbed(run), contents_of(only_run(folder)), when);
}

TEST(Resume, AfterInterruptionsEndsWithTheSameBits) {
  const Scratch scratch;
  const Words run = tiny_run(kLongRun);
  const GoOn resume = [](const fs::path& folder, int leg) {
    return Words{"resume", folder.string(), "--threads", std::to_string(1 + leg % 3)};
  };
  EXPECT_GE(disturb(scratch.path(), run, resume, SIGINT), 2) << "the run was too short to be interrupted";
  expect_undisturbed(scratch.path(), "SIGINT and memnet resume");
  EXPECT_EQ(files_below(only_run(scratch.path())), Words{"run.h5"});
}

// Noise in what is heard, and attention that is linear for the first half: both are where they were.
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
  const GoOn resume = [](const fs::path& folder, int leg) {
    return Words{"resume", folder.string(), "--threads", std::to_string(1 + leg % 3)};
  };
  EXPECT_GE(disturb(scratch.path(), run, resume, SIGINT), 2) << "the run was too short to be interrupted";
  expect_undisturbed(scratch.path(), "a run on stories", run);
}

TEST(Resume, TheSameCommandAgainGoesOn) {
  const Scratch scratch;
  const Words run = tiny_run(kLongRun);
  const GoOn again = [&](const fs::path&, int leg) {
    return run + Words{"--threads=" + std::to_string(1 + leg % 2), "--publish-seconds=0.1"};
  };
  EXPECT_GE(disturb(scratch.path(), run, again, SIGTERM), 2) << "the run was too short to be interrupted";
  expect_undisturbed(scratch.path(), "SIGTERM and memnet run");
}

// Killed at any moment there is a whole file or none, and what was computed since is computed again.
TEST(Resume, AfterBeingKilledEndsWithTheSameBits) {
  const Scratch scratch;
  const Words run = tiny_run(kLongRun) + Words{"--publish_seconds", "0.02"};
  const GoOn again = [&](const fs::path& folder, int leg) {
    EXPECT_TRUE(!fs::exists(folder / "run.h5") || status_of(folder) == "running");
    return leg == kMostLegs ? tiny_run(kLongRun) : run;
  };
  EXPECT_GE(disturb(scratch.path(), run, again, SIGKILL), 2) << "the run was too short to be killed";
  expect_undisturbed(scratch.path(), "SIGKILL and memnet run");
}

TEST(Resume, BeforeAnythingWasPublishedStartsFromNothing) {
  const Scratch scratch;
  EXPECT_EQ(memnet(scratch.path(), tiny_run(kLongRun)).code, 0);
  fs::remove(only_run(scratch.path()) / "run.h5");
  EXPECT_EQ(memnet(scratch.path(), tiny_run(kLongRun)).code, 0);
  expect_undisturbed(scratch.path(), "an empty folder of a run");
}

TEST(Resume, ASecondSignalEndsAtOnceAndLeavesAWholeFile) {
  const Scratch scratch;
  Process process({.folder = scratch.path(), .output = ""}, tiny_run(kLongRun) + Words{"--publish_seconds=0"});
  ASSERT_TRUE(process.has_spoken());
  sleep_milliseconds(50);
  process.send(SIGINT);
  process.send(SIGINT);
  EXPECT_EQ(process.wait().code, 128 + SIGINT);
  EXPECT_NE(status_of(only_run(scratch.path())), "finished");
}

TEST(Resume, OfAllSeedsStopsAtTheSignal) {
  const Scratch scratch;
  Process process({.folder = scratch.path(), .output = ""}, tiny_run(4 * kLongRun) + Words{"--seeds", "1..100"});
  ASSERT_TRUE(process.has_spoken());
  process.send(SIGINT);
  const Outcome outcome = process.wait();
  EXPECT_EQ(outcome.code, 130) << outcome.err;
  EXPECT_LT(files_below(scratch / "runs").size(), 100u) << "it trained all seeds";
}

TEST(Resume, FromWithinItsFolder) {
  const Scratch scratch;
  Process process({.folder = scratch.path(), .output = ""}, tiny_run(kLongRun));
  ASSERT_TRUE(process.has_spoken());
  process.send(SIGINT);
  ASSERT_EQ(process.wait().code, 130);
  const fs::path run = only_run(scratch.path());
  fs::copy_file(run / "run.h5", run / "copy.h5");
  EXPECT_EQ(memnet(run, {"resume", "copy.h5"}).code, 2) << "would have gone on with a run of another name";
  const Outcome outcome = memnet(run, {"resume", "run.h5"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(status_of(run), "finished");
}

TEST(Resume, RefusesWhatWouldChangeTheResult) {
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
