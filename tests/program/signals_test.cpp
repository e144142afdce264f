// Signals as systems send them: to a whole group, twice, and within long pieces of work. Real processes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "memnet/io/run_file.hpp"
#include "memnet/os/child_process.hpp"
#include "memnet/os/folder_lock.hpp"
#include "program/records/record.hpp"
#include "program/terminal/signals.hpp"
#include "tests/support/program/json.hpp"
#include "tests/support/program/run_contents.hpp"
#include "tests/support/program/tiny_compare.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

constexpr int kEverySignal[] = {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU};

// A system may send its signal twice: `timeout` does, and a login shell that ends.
void send_twice_to_group(Process& process, int signal) {
  process.send_to_group(signal);
  process.send_to_group(signal);
}

// A run was lost if its process got the signal of the group and then that of its parent.
TEST(Signals, ToTheGroupOfAComparisonLoseNoRun) {
  const Scratch scratch, whole;
  const Words words = tiny_compare(kLongRun);
  int interruptions = 0;
  for (const int signal : kEverySignal) {
    Process process({.folder = scratch.path(), .output = "", .own_group = true}, words);
    ASSERT_TRUE(process.wait_for_message());
    sleep_milliseconds(20 + 31 * interruptions);
    send_twice_to_group(process, signal);
    const Outcome outcome = process.wait();
    EXPECT_THAT(outcome.err, Not(HasSubstr("FAILED"))) << signal;
    for (const auto& entry : fs::directory_iterator(scratch / "runs")) {
      if (!fs::exists(entry.path() / ".lock")) continue;
      ASSERT_TRUE(fs::exists(entry.path() / "run.h5")) << "lost after signal " << signal << ": " << entry.path();
      EXPECT_THAT(status_of(entry.path()), testing::AnyOf("interrupted", "finished")) << signal;
    }
    if (outcome.code == 0) break;
    ++interruptions;
    EXPECT_EQ(outcome.code, 128 + signal) << outcome.err;
    EXPECT_FALSE(outcome.by_signal);
  }
  EXPECT_GE(interruptions, 2) << "the runs were too short to be interrupted";
  EXPECT_EQ(memnet(scratch.path(), words).code, 0);
  ASSERT_EQ(memnet(whole.path(), words).code, 0);
  expect_same_runs(whole.path(), scratch.path(), "after signals");
}

TEST(Signals, SaveARunAndEndIt) {
  for (const int signal : kEverySignal) {
    const Scratch scratch;
    Process process({.folder = scratch.path(), .output = "", .own_group = true}, tiny_run(100 * kLongRun));
    ASSERT_TRUE(process.wait_for_message());
    send_twice_to_group(process, signal);
    const Outcome outcome = process.wait();
    EXPECT_EQ(outcome.code, 128 + signal) << outcome.err;
    EXPECT_FALSE(outcome.by_signal);
    EXPECT_EQ(status_of(only_run(scratch.path())), "interrupted") << signal;
  }
}

// Each of these takes minutes. A signal was only looked at after an update, and never in the evaluation at the end.
TEST(Signals, AreAnsweredWithinAnUpdateAndWithinAnEvaluation) {
  for (const Words& work :
       {Words{"--train.batch=100000", "--evaluate.sequences=20", "--evaluate.final_sequences=20"},
        Words{"--train.batch=8", "--evaluate.sequences=1000000", "--evaluate.final_sequences=20"},
        Words{"--train.batch=8", "--evaluate.sequences=20", "--evaluate.final_sequences=1000000"}}) {
    const Scratch scratch;
    Process process({.folder = scratch.path(), .output = ""},
                    Words{"run", "--task.max_length=10", "--train.sequences=8", "--evaluate.every=8",
                          "--evaluate.lengths=1x", "--evaluate.traces=0"} +
                        work);
    ASSERT_TRUE(process.wait_for_message());
    sleep_milliseconds(200);
    process.send(SIGTERM);
    EXPECT_EQ(process.wait().code, 128 + SIGTERM) << work.back();
    const RunRecord record = read_run_file(only_run(scratch.path()) / "run.h5");
    EXPECT_EQ(record.status, "interrupted") << work.back();
    EXPECT_LE(recorded_number(record.counters, "sequences"), 8) << work.back();
    EXPECT_TRUE(record.final_sweep.lengths.empty()) << work.back();
  }
}

// Sends a signal to a process of its own: twice within a moment, and once more after it. Returns how that ended.
ExitStatus end_of_process_with(int signal) {
  ChildProcess child(SIGKILL, [&](int) {
    std::signal(signal, SIG_DFL);
    catch_signals();
    std::raise(signal);
    std::raise(signal);
    sleep_milliseconds(600);
    std::raise(signal);
    return signal_caught();
  });
  return child.wait();
}

TEST(Signals, ASecondOneFromAPersonEndsAtOnce) {
  for (const int signal : {SIGINT, SIGTERM}) EXPECT_EQ(end_of_process_with(signal).signal, signal);
}

// The system repeats SIGXCPU each second.
TEST(Signals, ASecondOneFromTheSystemIsIgnored) {
  for (const int signal : {SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU}) EXPECT_EQ(end_of_process_with(signal).code, signal);
}

TEST(Signals, EndWithTheCodeThatAsksForARequeue) {
  const Scratch scratch;
  const Words code = {"--requeue-code=85"};
  const auto code_after_signal = [&](const Words& words) {
    Process process({.folder = scratch.path(), .output = ""}, words + code);
    EXPECT_TRUE(process.wait_for_message());
    process.send(SIGUSR1);
    return process.wait().code;
  };
  EXPECT_EQ(code_after_signal(tiny_run(100 * kLongRun)), 85);
  EXPECT_EQ(code_after_signal(tiny_run(100 * kLongRun) + Words{"--seeds=1..3"}), 85);
  EXPECT_EQ(code_after_signal({"resume", only_run(scratch.path()).string()}), 85);
  fs::remove_all(scratch / "runs");
  EXPECT_EQ(code_after_signal(tiny_compare(100 * kLongRun)), 85);
  EXPECT_EQ(memnet(scratch.path(), tiny_run() + code).code, 0) << "without a signal";
}

TEST(JsonEvents, NameTheDivergenceOfARun) {
  const Scratch scratch;
  const Words diverging = {"--train.learning_rate=1e25", "--train.optimizer=sgd", "--log-format=json"};
  const auto expect_event = [](const Outcome& outcome, const std::string& kind) {
    EXPECT_EQ(outcome.code, 4) << outcome.err;
    EXPECT_THAT(outcome.out, testing::ContainsRegex("\"event\":\"" + kind +
                                                    "\",[^\n]*\"status\":\"diverged\",[^\n]*\"sequences\":[0-9]+"));
    EXPECT_THAT(outcome.out, HasSubstr("\"message\":\"diverged "));
    for (const std::string& line : lines_of(outcome.out)) EXPECT_TRUE(is_json_object(line)) << line;
  };
  expect_event(memnet(scratch.path(), tiny_run() + diverging), "run_end");
  expect_event(memnet(scratch.path(), {"resume", only_run(scratch.path()).string(), "--log-format=json"}), "run_end");
  const Scratch compared;
  expect_event(memnet(compared.path(), tiny_compare() + diverging), "cell_failed");
}

TEST(Workers, WithoutWaitingLeaveWhatOthersTrain) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_compare()).code, 0);
  const fs::path other = all_runs(scratch.path()).front(), missing = all_runs(scratch.path()).back();
  for (const fs::path& run : {other, missing}) fs::remove(run / "run.h5");
  {
    const FolderLock lock(other);
    const Outcome outcome = memnet(scratch.path(), tiny_compare() + Words{"--no-wait"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("other processes still train 1 run\n"));
    EXPECT_EQ(outcome.out, "") << "tables of a part of the runs";
  }
  EXPECT_TRUE(fs::exists(missing / "run.h5"));
  EXPECT_FALSE(fs::exists(other / "run.h5"));
  const Outcome rest = memnet(scratch.path(), tiny_compare() + Words{"--no-wait"});
  EXPECT_EQ(rest.code, 0) << rest.err;
  EXPECT_TRUE(fs::exists(other / "run.h5")) << "it was not trained after the signal";
  EXPECT_THAT(rest.out, HasSubstr("All numbers: ")) << "the last worker prints the tables";
}

TEST(Workers, ThatAreQuietPrintNothing) {
  const Scratch scratch;
  const Outcome outcome = memnet(scratch.path(), tiny_compare() + Words{"--quiet"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out + outcome.err, "");
  EXPECT_TRUE(fs::exists(only_plan(scratch.path()) / "compare.csv"));
}

TEST(Workers, CanBeGivenOneCommandForEachRun) {
  const Scratch scratch;
  Words few = tiny_run() + Words{"--addressing=ntm,content", "--seeds=1..2", "--out=it's here", "--commands"};
  few[0] = "compare";
  const Outcome outcome = memnet(scratch.path(), few);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(lines_of(outcome.out).size(), 4u);
  EXPECT_THAT(lines_of(outcome.out).front(), testing::StartsWith("memnet run --out='it'\\''s here' --"));
  EXPECT_EQ(files_below(scratch.path()), Words{}) << "it trains nothing";
}

TEST(Status, InJsonIsOneObject) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_compare()).code, 0);
  fs::remove(all_runs(scratch.path()).front() / "run.h5");
  const Outcome outcome = memnet(scratch.path(), {"status", only_plan(scratch.path()).string(), "--json"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_EQ(count_lines(outcome.out), 1u);
  EXPECT_TRUE(is_json_object(lines_of(outcome.out).front())) << outcome.out;
  EXPECT_THAT(outcome.out, HasSubstr("\"done\":5,\"failed\":0,\"running\":0,\"stopped\":0,\"missing\":1,\"runs\":["));
  EXPECT_EQ(count_of(outcome.out, "\"status\":\"done\""), 5u);
  EXPECT_THAT(outcome.out, HasSubstr("\"axes\":{\"task\":\"copy\",\"scheme\":\"ntm\"},\"seed\":1,"));
}

}  // namespace
}  // namespace memnet
