// What lies where a run is expected: comparisons, folders of runs, empty folders, FIFOs, archives that cannot be
// written, file systems without locks. Each gets an answer; no command waits for ever.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "program/comparison/plan.hpp"
#include "tests/support/program/run_contents.hpp"
#include "tests/support/program/shared_runs.hpp"
#include "tests/support/program/tiny_compare.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

class Places : public testing::Test {
 protected:
  Places() {
    fs::copy(folder_of_run_and_comparison(), scratch_.path(), fs::copy_options::recursive);
    run_ = fs::directory_iterator(scratch_ / "one")->path();
    plan_ = only_plan(scratch_.path());
  }

  Outcome memnet(const Words& words) const { return memnet::memnet(scratch_.path(), words); }
  // Requires that a command is refused with one line.
  void expect_refused(const Words& words, int code, const std::string& message) const {
    const Outcome outcome = memnet(words);
    EXPECT_EQ(outcome.code, code) << testing::PrintToString(words) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(message));
    EXPECT_EQ(count_lines(outcome.err), 1u) << outcome.err;
  }
  void make_fifo(const fs::path& path) const {
    fs::remove(path);
    ASSERT_EQ(::mkfifo(path.c_str(), 0666), 0);
  }

  Scratch scratch_;
  fs::path run_, plan_;
};

// These commands said that PLAN/run.h5 cannot be opened.
TEST_F(Places, APlanIsNoRun) {
  for (const std::string command : {"show", "resume", "eval", "ask"})
    expect_refused({command, plan_}, 2, "is a comparison, not a run");
  expect_refused({"show", plan_ / "plan.ini"}, 2, "is a comparison, not a run");
  expect_refused({"diff", run_, plan_}, 2, "is a comparison, not a run");
  EXPECT_EQ(memnet({"watch", plan_}).code, 0);
  EXPECT_EQ(memnet({"table", plan_}).out, memnet({"table", "runs"}).out);
}

TEST_F(Places, AFolderOfRunsIsNoRun) {
  for (const std::string command : {"show", "resume", "eval", "ask", "watch", "report", "export"})
    expect_refused({command, "runs"}, 2, "runs: is a folder of runs; give one of them, such as runs/");
}

// `export runs/*` failed because of the plan's folder.
TEST_F(Places, ExportReadsTheRunsOfAPlanOnce) {
  Words runs;
  for (const fs::path& run : all_runs(scratch_.path())) runs.push_back(run.lexically_relative(scratch_.path()));
  const Outcome all = memnet(Words{"export"} + runs);
  EXPECT_EQ(all.code, 0) << all.err;
  const std::string plan = plan_.lexically_relative(scratch_.path());
  EXPECT_EQ(memnet(Words{"export"} + runs + Words{plan}).out, all.out);
  EXPECT_EQ(count_lines(memnet({"export", plan}).out), count_lines(all.out));
}

// One empty folder, as a run leaves that was killed before it saved anything, stopped the report of all others.
TEST_F(Places, RunsThatCannotBeReadDoNotStopTheOthers) {
  fs::create_directories(scratch_ / "runs/copy-empty");
  std::ofstream(scratch_ / "runs/copy-empty/.lock").close();
  Words runs = {"runs/copy-empty"};
  for (const fs::path& run : all_runs(scratch_.path())) runs.push_back(run.lexically_relative(scratch_.path()));
  const Words others(runs.begin() + 1, runs.end());
  for (const std::string command : {"report", "export"}) {
    ASSERT_EQ(memnet(Words{command} + others + Words{"-o", "others"}).code, 0);
    const Outcome outcome = memnet(Words{command} + runs + Words{"-o", "all"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.err, "memnet: runs/copy-empty: nothing is saved in this folder; it is left out\n");
    EXPECT_TRUE(fs::exists(scratch_ / "all"));
    EXPECT_EQ(text_of(scratch_ / "all") == text_of(scratch_ / "others"), command == "export");  // pages have titles
    for (const char* file : {"all", "others"}) fs::remove(scratch_ / file);
  }
  expect_refused({"report", "runs/copy-empty"}, 5, "there is no run.h5 in this folder");
  expect_refused({"show", "runs/copy-empty"}, 5, "there is no run.h5 in this folder");

  std::ofstream(scratch_ / "runs/copy-empty/run.h5") << "damaged";
  for (const std::string command : {"report", "export", "table"}) {
    const Outcome outcome = memnet(Words{command} + runs + (command == "table" ? Words{} : Words{"-o", "all"}));
    EXPECT_EQ(outcome.code, 3) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("copy-empty/run.h5"));
    EXPECT_EQ(count_lines(outcome.err), 1u) << outcome.err;
    EXPECT_EQ(fs::remove(scratch_ / "all"), command != "table");
  }
}

// Each of them waited for ever for a process that writes to the FIFO.
TEST_F(Places, AFifoIsRefusedEverywhere) {
  Words train = tiny_run(2000) + Words{"--out=one"};
  make_fifo(run_ / "run.h5");
  for (const Words& words : {Words{"show", run_},
                             {"resume", run_},
                             {"report", run_},
                             {"watch", run_},
                             {"export", run_},
                             {"diff", run_, run_},
                             {"eval", run_},
                             {"figure", run_},
                             train})
    expect_refused(words, 5, "is a FIFO, not a file");
  EXPECT_THAT(memnet({"ls", "one"}).err, HasSubstr("is a FIFO, not a file"));

  make_fifo(scratch_ / "runs/.catalog");
  EXPECT_EQ(memnet({"ls"}).code, 0);
  const fs::path planned = all_runs(scratch_.path()).front();
  make_fifo(planned / ".lock");
  EXPECT_EQ(memnet({"status", plan_}).code, 0);
  EXPECT_EQ(memnet({"watch", planned}).code, 0);
  make_fifo(plan_ / "hypotheses.csv");
  expect_refused({"report", plan_}, 5, "is a FIFO, not a file");
  make_fifo(scratch_ / "story");
  expect_refused({"report", plan_, "--hypotheses", "story"}, 5, "is a FIFO, not a file");
  make_fifo(plan_ / "plan.ini");
  for (const std::string command : {"status", "compare", "report", "watch", "ls", "table"})
    expect_refused({command, plan_}, 5, "is a FIFO, not a file");
}

// A plan with such a cell made `ls` read a run anywhere.
TEST_F(Places, APlanCannotNameRunsElsewhere) {
  const Plan plan = read_plan(plan_);
  for (const std::string& name : {"../one/" + run_.filename().string(), std::string(".."), run_.string()}) {
    std::vector<PlannedRun> runs = plan.runs;
    runs.front().name = name;
    const Plan forged = make_plan("forged", plan.axes, runs);
    message_of(ErrorKind::data, [&] { write_plan(forged, scratch_ / "runs"); });
    for (const std::string command : {"ls", "status", "report", "watch", "compare", "export", "table"})
      expect_refused({command, "runs/" + forged.name}, 3, "is no name of a run");
  }
}

// Shows what is there, as a user who may not write it.
TEST_F(Places, AnArchiveIsShown) {
  fs::permissions(scratch_.path(), fs::perms(0755));
  for (const auto& entry : fs::recursive_directory_iterator(scratch_.path()))
    fs::permissions(entry.path(), entry.is_directory() ? fs::perms(0555) : fs::perms(0444));
  const auto show = [&](const Words& words) {
    return Process({.folder = scratch_.path(), .output = "", .as_nobody = true}, words).wait();
  };
  const Outcome run = show(tiny_run(2000) + Words{"--out=one"});
  if (run.code == 126 || run.code == 127) GTEST_SKIP() << "the program may not be started by others";
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("already finished"));
  for (const Words& words : {tiny_compare(), Words{"compare", plan_}}) {
    const Outcome comparison = show(words);
    EXPECT_EQ(comparison.code, 0) << comparison.err;
    EXPECT_THAT(comparison.out, HasSubstr("compare.csv, runs.csv, compare.h5 (not written again: read-only)"));
    EXPECT_THAT(comparison.out, HasSubstr("content"));
  }
  EXPECT_EQ(show({"show", run_}).code, 0);
  EXPECT_EQ(show({"ls"}).code, 0);
  EXPECT_EQ(show({"status", plan_}).code, 0);
  for (const auto& entry : fs::recursive_directory_iterator(scratch_.path()))
    if (entry.is_directory()) fs::permissions(entry.path(), fs::perms(0755));
}

// Where flock() fails, `run` said that another process works on the run, and `compare` waited for ever.
TEST(WithoutLocks, TrainingGoesOnAndSaysSo) {
  if (std::string(MEMNET_FAULTS).empty()) GTEST_SKIP() << "sanitizers have to be the first library";
  for (const int error : {ENOLCK, EOPNOTSUPP, ENOSYS})
    for (const Words& words : {tiny_run(), tiny_compare()}) {
      const Scratch scratch;
      const Outcome outcome = Process({.folder = scratch.path(),
                                       .output = "",
                                       .environment = {std::string("LD_PRELOAD=") + MEMNET_FAULTS,
                                                       "MEMNET_FAULT_LOCKS=" + std::to_string(error)}},
                                      words)
                                  .wait();
      EXPECT_EQ(outcome.code, 0) << outcome.err;
      EXPECT_EQ(count_of(outcome.err, "folders cannot be locked on this file system"), 1u) << outcome.err;
      for (const fs::path& run : all_runs(scratch.path())) {
        EXPECT_EQ(status_of(run), "finished");
        EXPECT_EQ(files_below(run), Words{"run.h5"});
      }
    }
}

TEST(DeletedFolder, IsAnErrorWithASentence) {
  const Scratch scratch;
  fs::create_directory(scratch / "gone");
  std::string line = "cd '" + (scratch / "gone").string() + "' && rmdir ../gone && exec '" MEMNET_PROGRAM "'";
  for (const std::string& word : tiny_run()) line += " '" + word + "'";
  const int status =
      std::system((line + " > '" + (scratch / "out").string() + "' 2> '" + (scratch / "err").string() + "'").c_str());
  EXPECT_EQ(WEXITSTATUS(status), 5);
  EXPECT_EQ(count_lines(text_of(scratch / "err")), 1u) << text_of(scratch / "err");

  Process process({.folder = scratch.path(), .output = ""}, tiny_run(2000000));
  const auto saved = [&] {
    const std::vector<std::string> files = files_below(scratch.path());
    return std::ranges::any_of(files, [](const std::string& file) { return file.ends_with("/run.h5"); });
  };
  for (int attempt = 0; attempt < 12000 && !saved(); ++attempt) sleep_milliseconds(5);
  ASSERT_TRUE(saved());
  fs::rename(scratch / "runs", scratch / "moved");
  const Outcome outcome = process.wait();
  EXPECT_EQ(outcome.code, 5);
  EXPECT_THAT(outcome.err, HasSubstr("its folder is gone"));
}

TEST(DeletedFolder, IsCalledGoneAtTheLastStepOfASaveToo) {
  if (std::string(MEMNET_FAULTS).empty()) GTEST_SKIP() << "sanitizers have to be the first library";
  const Scratch scratch;
  const Outcome outcome =
      Process({.folder = scratch.path(),
               .output = "",
               .environment = {std::string("LD_PRELOAD=") + MEMNET_FAULTS, "MEMNET_FAULT_MOVED=runs"}},
              tiny_run())
          .wait();
  EXPECT_EQ(outcome.code, 5);
  EXPECT_THAT(outcome.err, HasSubstr("its folder is gone"));
}

}  // namespace
}  // namespace memnet
