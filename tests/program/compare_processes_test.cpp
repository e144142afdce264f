// memnet compare with many processes on one plan, and with processes that are killed: the results have the same bits as
// those of a comparison without interruptions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>

#include "memnet/io/run_file.hpp"
#include "memnet/os/folder_lock.hpp"
#include "tests/support/program/run_contents.hpp"
#include "tests/support/program/tiny_compare.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

std::vector<pid_t> children_of(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/task/" + std::to_string(process) + "/children");
  std::vector<pid_t> children;
  for (pid_t child = 0; file >> child;) children.push_back(child);
  return children;
}

// Waits for the children of a comparison, and until they have started to train.
std::vector<pid_t> wait_for_children(const Process& process) {
  for (int attempt = 0; attempt < 2000; ++attempt, sleep_milliseconds(5))
    if (const std::vector<pid_t> children = children_of(process.id()); children.size() >= 2) {
      sleep_milliseconds(60);
      return children_of(process.id());
    }
  ADD_FAILURE() << "no runs were started";
  return {};
}

bool alive(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/stat");
  std::string id, name, state;
  return (status >> id >> name >> state) && state != "Z";
}

const Scratch& uninterrupted_comparison() {
  static const Scratch scratch;
  static const int code = memnet(scratch.path(), tiny_compare(kLongRun)).code;
  EXPECT_EQ(code, 0);
  return scratch;
}

// Requires that the same command again completes all runs, with the same bits.
void expect_completed(const Scratch& scratch, const std::string& when) {
  const Outcome outcome = memnet(scratch.path(), tiny_compare(kLongRun));
  EXPECT_EQ(outcome.code, 0) << when << ": " << outcome.err;
  expect_same_runs(uninterrupted_comparison().path(), scratch.path(), when);
  for (const fs::path& run : all_runs(scratch.path())) EXPECT_EQ(files_below(run), Words{"run.h5"}) << when;
}

// Compares, sends a signal to the first run that is trained, and waits for the end.
Outcome compare_with_signal_to_one_run(const Scratch& scratch, int signal) {
  Process process({.folder = scratch.path(), .output = ""}, tiny_compare(kLongRun));
  const std::vector<pid_t> children = wait_for_children(process);
  EXPECT_FALSE(children.empty());
  if (!children.empty()) ::kill(children.front(), signal);
  return process.wait();
}

TEST(CompareProcesses, ARunThatIsKilledIsTheOnlyOneThatFails) {
  const Scratch scratch;
  const Outcome outcome = compare_with_signal_to_one_run(scratch, SIGKILL);
  EXPECT_EQ(outcome.code, 5) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("FAILED: ended by signal 9 (Killed)"));
  EXPECT_THAT(outcome.err, HasSubstr("1 of 6 runs failed"));
  expect_completed(scratch, "after a killed run");
}

// A run that was told to stop, alone, has saved its state; it was once counted as failed.
TEST(CompareProcesses, ARunThatGetsASignalIsSavedAndTheOthersGoOn) {
  const Scratch scratch;
  const Outcome outcome = compare_with_signal_to_one_run(scratch, SIGTERM);
  EXPECT_EQ(outcome.code, 128 + SIGTERM) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("interrupted by signal 15 (Terminated) and saved"));
  EXPECT_THAT(outcome.err, Not(HasSubstr("FAILED")));
  EXPECT_EQ(all_runs(scratch.path()).size(), 6u);
  expect_completed(scratch, "after a signal to one run");
}

TEST(CompareProcesses, AKilledComparisonEndsItsRunsAndCanBeCompleted) {
  const Scratch scratch;
  for (int time = 0; time < 3; ++time) {
    Process process({.folder = scratch.path(), .output = ""}, tiny_compare(kLongRun) + Words{"--publish_seconds=0.02"});
    const std::vector<pid_t> children = wait_for_children(process);
    sleep_milliseconds(40 * time);
    process.send(SIGKILL);
    EXPECT_TRUE(process.wait().by_signal);
    for (int attempt = 0; attempt < 1000 && std::ranges::any_of(children, alive); ++attempt) sleep_milliseconds(5);
    EXPECT_FALSE(std::ranges::any_of(children, alive)) << "a run continues without its comparison";
  }
  expect_completed(scratch, "after kills");
}

TEST(CompareProcesses, AnInterruptedComparisonIsSavedAndCanBeContinued) {
  const Scratch scratch;
  for (const int signal : {SIGINT, SIGTERM, SIGINT}) {
    Process process({.folder = scratch.path(), .output = ""}, tiny_compare(kLongRun));
    wait_for_children(process);
    process.send(signal);
    const Outcome outcome = process.wait();
    EXPECT_EQ(outcome.code, 128 + signal) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("interrupted and saved; the same command again continues"));
    EXPECT_THAT(outcome.err, Not(HasSubstr("FAILED")));
  }
  int interrupted = 0;
  for (const fs::path& run : all_runs(scratch.path())) interrupted += status_of(run) == "interrupted" ? 1 : 0;
  EXPECT_GE(interrupted, 1);
  expect_completed(scratch, "after interruptions");
}

TEST(CompareProcesses, FailFastEndsAfterAFailureInAnotherProcess) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_compare()).code, 0);
  std::vector<fs::path> others;  // the first two runs of the plan; this process locks them
  for (const char* start : {"copy-ntm-s1-", "copy-content-s1-"})
    for (const fs::path& run : all_runs(scratch.path()))
      if (run.filename().string().starts_with(start)) others.push_back(run);
  ASSERT_EQ(others.size(), 2u);
  RunRecord record = read_run_file(others[0] / "run.h5");
  for (const fs::path& run : others) fs::remove(run / "run.h5");
  const FolderLock first(others[0]), second(others[1]);
  Process process({.folder = scratch.path(), .output = ""}, tiny_compare() + Words{"--fail-fast"});
  EXPECT_TRUE(process.wait_for_message());
  record.status = "diverged";
  record.message = "diverged elsewhere";
  write_run_file(others[0] / "run.h5", record);
  const Outcome outcome = process.wait();
  EXPECT_EQ(outcome.code, 4) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("FAILED: diverged elsewhere"));
}

TEST(CompareProcesses, ItEndsWhenSigchldIsIgnored) {
  const Scratch scratch;
  std::string command = "cd '" + scratch.path().string() + "' && trap '' CHLD && exec '" MEMNET_PROGRAM "'";
  for (const std::string& word : tiny_compare()) command += " '" + word + "'";
  EXPECT_EQ(std::system((command + " > output 2>&1").c_str()), 0);
  EXPECT_EQ(all_runs(scratch.path()).size(), 6u);
}

// In containers every comparison is process 1. Their temporary files had the same names, and most of them failed.
TEST(CompareProcesses, WithEqualNumbersDoNotDisturbEachOther) {
  if (std::system("unshare --pid --fork true 2>/dev/null") != 0) GTEST_SKIP() << "only root may start such processes";
  const Scratch scratch;
  std::string command = "unshare --pid --fork '" MEMNET_PROGRAM "'";
  for (const std::string& word : tiny_compare()) command += " '" + word + "'";
  const std::string line = "cd '" + scratch.path().string() + "'; for i in 1 2 3 4 5 6 7 8; do (" + command +
                           " > output$i 2>&1; echo $? >> codes) & done; wait";
  EXPECT_EQ(std::system(line.c_str()), 0);
  EXPECT_EQ(text_of(scratch / "codes"), "0\n0\n0\n0\n0\n0\n0\n0\n");
  EXPECT_EQ(all_runs(scratch.path()).size(), 6u);
  EXPECT_EQ(files_below(only_plan(scratch.path())), (Words{"compare.csv", "compare.h5", "plan.ini", "runs.csv"}));
  for (const fs::path& run : all_runs(scratch.path())) EXPECT_EQ(files_below(run), Words{"run.h5"});
}

// Counts the lines that report that a run was trained, by run.
void count_trained(const std::string& text, std::map<std::string, int>& times) {
  for (const std::string& line : lines_of(text)) {
    const std::size_t from = line.find("] "), to = line.find(": not solved, trained on");
    if (from != line.npos && to != line.npos) ++times[line.substr(from + 2, to - from - 2)];
  }
}

TEST(CompareProcesses, SixtyFourProcessesTrainEveryRunOnce) {
  constexpr int kProcesses = 64;
  const Scratch scratch, alone;
  Words words = tiny_compare(400);
  std::ranges::replace(words, std::string("--seeds=1..2"), std::string("--seeds=1..6"));
  std::ranges::replace(words, std::string("--jobs=2"), std::string("--jobs=1"));
  std::vector<std::unique_ptr<Process>> processes;
  for (int i = 0; i < kProcesses; ++i)
    processes.push_back(std::make_unique<Process>(Process::Setup{.folder = scratch.path(), .output = ""}, words));
  std::map<std::string, int> times;
  std::string tables;
  for (const std::unique_ptr<Process>& process : processes) {
    const Outcome outcome = process->wait();
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    count_trained(outcome.err, times);
    if (tables.empty()) tables = outcome.out;
    EXPECT_EQ(outcome.out, tables) << "every process prints the whole summary";
  }
  EXPECT_EQ(times.size(), 3u * 6);
  for (const auto& [run, trained] : times) EXPECT_EQ(trained, 1) << run;
  ASSERT_EQ(memnet(alone.path(), words).code, 0);
  expect_same_runs(alone.path(), scratch.path(), "64 at once");
}

}  // namespace
}  // namespace memnet
