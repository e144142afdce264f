// memnet watch: the progress of runs and comparisons.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "memnet/os/folder_lock.hpp"
#include "tests/support/program/shared_runs.hpp"
#include "tests/support/program/tiny_compare.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

TEST(Watch, PrintsTheProgressOfRunsAndPlans) {
  const Outcome run = memnet(folder_of_run_and_comparison(), {"watch", run_beside_comparison()});
  EXPECT_EQ(run.code, 0);
  EXPECT_THAT(run.out, HasSubstr(": finished, 2000 sequences\n  loss "));
  EXPECT_THAT(run.out, HasSubstr("without an error:"));
  const Outcome plan =
      memnet(folder_of_run_and_comparison(), {"watch", only_plan(folder_of_run_and_comparison()).string()});
  EXPECT_EQ(plan.code, 0);
  EXPECT_THAT(plan.out, HasSubstr(": 6 runs: 6 finished\n"));
  EXPECT_EQ(memnet(folder_of_run_and_comparison(), {"watch", "nowhere"}).code, 5);
}

TEST(Watch, FollowsARunOfAnotherProcess) {
  const Scratch scratch;
  Process training({.folder = scratch.path(), .output = ""}, tiny_run(5 * kLongRun));
  while (!fs::exists(scratch / "runs") || fs::is_empty(scratch / "runs")) sleep_milliseconds(5);
  const Outcome watched = memnet(scratch.path(), {"watch", only_run(scratch.path()).string(), "--every=0.05"});
  EXPECT_EQ(training.wait().code, 0);
  EXPECT_EQ(watched.code, 0);
  EXPECT_THAT(watched.err, HasSubstr("running"));
  EXPECT_THAT(watched.out, HasSubstr(fmt::format("finished, {} sequences", 5 * kLongRun)));
}

TEST(Watch, ReportsARunThatNoProcessWorksOn) {
  const Scratch scratch;
  Process training({.folder = scratch.path(), .output = ""}, tiny_run(2000000));
  while (!fs::exists(scratch / "runs") || fs::is_empty(scratch / "runs") ||
         !fs::exists(only_run(scratch.path()) / "run.h5"))
    sleep_milliseconds(5);
  training.send(SIGKILL);
  training.wait();
  const Outcome watched = memnet(scratch.path(), {"watch", only_run(scratch.path()).string(), "--every=0.05"});
  EXPECT_THAT(watched.out, HasSubstr("stopped, no process works on it"));
  // These said "running", and a filter for running runs selected the dead.
  const std::string run = only_run(scratch.path()).string();
  EXPECT_THAT(memnet(scratch.path(), {"show", run}).out, HasSubstr(": stopped\n"));
  EXPECT_THAT(memnet(scratch.path(), {"ls"}).out, HasSubstr("  stopped  "));
  EXPECT_THAT(memnet(scratch.path(), {"ls", "--where", "status=running"}).out, HasSubstr("none of 1 runs"));
  const FolderLock lock(run);
  EXPECT_THAT(memnet(scratch.path(), {"show", run}).out, HasSubstr(": running\n"));
  EXPECT_THAT(memnet(scratch.path(), {"ls"}).out, HasSubstr("  running  "));
}

}  // namespace
}  // namespace memnet
