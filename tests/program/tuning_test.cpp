// memnet compare --tune and --against: which values are chosen, what is recorded, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <tuple>

#include "memnet/io/hdf5.hpp"
#include "memnet/io/run_file.hpp"
#include "program/comparison/plan.hpp"
#include "program/records/record.hpp"
#include "tests/support/program/run_contents.hpp"
#include "tests/support/program/tiny_compare.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

const Words kRates = {"0.001", "0.1", "1e+25"};  // the last one diverges

// Two schemes, three rates and two seeds each: 12 tuning runs, and 4 that are reported.
Words tuned_compare() {
  Words words = tiny_compare();
  std::erase_if(words, [](const std::string& word) { return word.starts_with("--addressing"); });
  return words + Words{"--addressing=ntm,lstm", "--train.optimizer=sgd", "--tune=train.learning_rate=1e-3,1e-1,1e25",
                       "--tuning-seeds=91..92"};
}

// Returns the plan of the tuning runs, or of those that are reported.
fs::path plan_in(const fs::path& folder, bool tuning) {
  fs::path found = folder / "none";
  for (const auto& entry : fs::directory_iterator(folder / "runs"))
    if (fs::exists(entry.path() / "plan.ini") &&
        contains(entry.path().filename().string(), "compare_tuning-") == tuning) {
      EXPECT_EQ(found, folder / "none") << "two plans";
      found = entry.path();
    }
  return found;
}

// A finished comparison, made once.
struct Made {
  Scratch scratch;
  Outcome outcome;
};
const Made& made() {
  static Made made;
  static const bool done = [] {
    made.outcome = memnet(made.scratch.path(), tuned_compare());
    return true;
  }();
  EXPECT_TRUE(done);
  EXPECT_EQ(made.outcome.code, 0) << made.outcome.err;
  return made;
}

std::string tables_in(const std::string& output) {
  return output.substr(0, std::min(output.find("From the bank"), output.find("\nAll numbers")));
}

// Chooses again, from the run files: the fewest diverged runs, then the smallest mean error.
TEST(Tuning, ChoosesTheValueOfEachSchemeByRunsThatAreNotReported) {
  const fs::path folder = made().scratch.path();
  std::map<std::string, std::map<std::string, std::tuple<int, double, std::size_t>>> tried;  // by scheme and rate
  const Plan tuning = read_plan(plan_in(folder, true)), plan = read_plan(plan_in(folder, false));
  EXPECT_EQ(tuning.runs.size(), 2u * 3 * 2);
  EXPECT_EQ(plan.runs.size(), 2u * 2);
  EXPECT_EQ(all_runs(folder).size(), 12u + 4);
  for (const PlannedRun& run : tuning.runs) {
    EXPECT_THAT(run.value("seed"), testing::AnyOf("91", "92"));
    const RunRecord record = read_run_file(folder / "runs" / run.name / "run.h5");
    const std::string rate = run.value("train.learning_rate");
    const auto number = static_cast<std::size_t>(std::ranges::find(kRates, rate) - kRates.begin());
    ASSERT_LT(number, kRates.size()) << rate;
    auto& [diverged, error, order] = tried[run.value("model")][rate];
    order = number;
    if (record.status == "diverged")
      ++diverged;
    else
      error += metric(record.final_sweep, "error_rate", 0) / 2;
  }
  for (const PlannedRun& run : plan.runs) {
    EXPECT_THAT(run.value("seed"), testing::AnyOf("1", "2"));
    const auto& rates = tried.at(run.value("model"));
    const auto best = std::ranges::min_element(rates, {}, [](const auto& rate) { return rate.second; });
    EXPECT_EQ(run.value("train.learning_rate"), best->first) << run.name;
    EXPECT_NE(run.value("train.learning_rate"), "1e+25");
  }
  EXPECT_EQ(std::get<0>(tried.at("ntm").at("1e+25")), 2) << "the test needs runs that diverge";
}

TEST(Tuning, IsRecordedInThePlanAndTheTables) {
  const fs::path folder = made().scratch.path(), plan = plan_in(folder, false), tuning = plan_in(folder, true);
  const std::string text = text_of(plan / "plan.ini");
  EXPECT_THAT(text, HasSubstr("tuned = train.learning_rate\ntuning = " + tuning.filename().string() + "\n"));
  EXPECT_THAT(text_of(tuning / "plan.ini"), Not(HasSubstr("tuned = ")));
  const std::string csv = text_of(plan / "compare.csv");
  EXPECT_THAT(csv, HasSubstr("task,scheme,train.learning_rate,seeds,"));
  EXPECT_THAT(text_of(tuning / "compare.csv"), HasSubstr("validation_error"));
  const auto bytes = bytes_of(plan / "compare.h5");
  EXPECT_EQ(Hdf5Reader(bytes, "compare.h5").shape("/tuned/train.learning_rate"), Hdf5Shape{2});
  const std::string rate = read_plan(plan).runs.back().value("train.learning_rate");
  EXPECT_THAT(csv, HasSubstr("copy,lstm," + rate + ",2,"));
  EXPECT_THAT(made().outcome.out, HasSubstr("Tuned on seeds that are not in these tables: train.learning_rate"));
  EXPECT_THAT(made().outcome.out, HasSubstr("  lstm    " + rate + "  of 0.001: "));
  EXPECT_THAT(made().outcome.out, HasSubstr("1e+25: - (2 diverged)"));
  for (const char* reference : {"(no memory)", "(guessing)", "(oracle)"})
    EXPECT_EQ(count_of(made().outcome.out, reference), 1u) << reference;
}

TEST(Tuning, TablesWithoutTrainingNeedTheTuningRuns) {
  const Words no_training = tuned_compare() + Words{"--no-training"};
  EXPECT_EQ(tables_in(memnet(made().scratch.path(), no_training).out), tables_in(made().outcome.out));
  const Scratch scratch;
  const Outcome outcome = memnet(scratch.path(), no_training);
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("some tuning runs are missing"));
}

TEST(Tuning, TheSameCommandOrPlanAgainTrainsNothing) {
  const fs::path folder = made().scratch.path(), plan = plan_in(folder, false);
  for (const Words& words : {tuned_compare(), Words{"compare", plan.string()}}) {
    const Outcome again = memnet(folder, words);
    EXPECT_EQ(again.code, 0) << again.err;
    EXPECT_THAT(again.err, HasSubstr("4 runs, 4 of them there already"));
    EXPECT_EQ(tables_in(again.out), tables_in(made().outcome.out));
  }
  EXPECT_EQ(all_runs(folder).size(), 16u);
}

// A run does not know why it has its options.
TEST(Tuning, ReportedRunsAreThoseOfAComparisonWithTheChosenValue) {
  const fs::path folder = made().scratch.path();
  const std::string rate = read_plan(plan_in(folder, false)).runs.front().value("train.learning_rate");
  Words words = tuned_compare();
  std::erase_if(words, [](const std::string& word) { return word.starts_with("--tun"); });
  std::ranges::replace(words, std::string("--addressing=ntm,lstm"), std::string("--addressing=ntm"));
  const Outcome outcome = memnet(folder, words + Words{"--dry-run", "--train.learning_rate=" + rate});
  EXPECT_THAT(outcome.out, HasSubstr("2 runs, 0 of them missing"));
}

TEST(Tuning, ADryRunListsBothKindsOfRuns) {
  const Scratch scratch;
  const Outcome before = memnet(scratch.path(), tuned_compare() + Words{"--dry-run"});
  ASSERT_EQ(before.code, 0) << before.err;
  EXPECT_THAT(before.out, HasSubstr("copy ntm 0.1 s92"));
  EXPECT_THAT(before.out, HasSubstr("with the train.learning_rate that the tuning runs will choose"));
  EXPECT_THAT(before.out, HasSubstr("16 runs, 16 of them missing; about "));
  EXPECT_THAT(before.out, HasSubstr(" of processor time, "));
  EXPECT_EQ(files_below(scratch.path()), Words{});
  const Outcome after = memnet(made().scratch.path(), tuned_compare() + Words{"--dry-run"});
  EXPECT_THAT(after.out, HasSubstr("16 runs, 0 of them missing"));
  EXPECT_THAT(after.out, Not(HasSubstr("will choose")));
  EXPECT_EQ(count_lines(memnet(scratch.path(), tuned_compare() + Words{"--commands"}).out), 12u);
}

TEST(Tuning, SeveralProcessesShareTheWork) {
  const Scratch scratch;
  Process first({.folder = scratch.path(), .output = ""}, tuned_compare()),
      second({.folder = scratch.path(), .output = ""}, tuned_compare() + Words{"--no-wait"});
  for (Process* process : {&first, &second}) {
    const Outcome outcome = process->wait();
    EXPECT_EQ(outcome.code, 0) << outcome.err;
  }
  EXPECT_EQ(tables_in(memnet(scratch.path(), tuned_compare()).out).substr(0, 1000),
            tables_in(made().outcome.out).substr(0, 1000));
  expect_same_runs(made().scratch.path(), scratch.path(), "with two processes");
}

TEST(Tuning, BanksHoldTheTuningRunsToo) {
  const fs::path folder = made().scratch.path();
  Words gather = tuned_compare();
  gather[0] = "gather";
  std::erase_if(gather, [](const std::string& word) { return word.starts_with("--jobs"); });
  const Outcome gathered = memnet(folder, gather);
  ASSERT_EQ(gathered.code, 0) << gathered.err;
  EXPECT_THAT(gathered.out, HasSubstr("12 runs by bits "));
  EXPECT_THAT(gathered.out, HasSubstr("4 runs by bits "));
  const Scratch scratch;
  fs::copy(folder / "results", scratch / "results", fs::copy_options::recursive);
  const Outcome banked = memnet(scratch.path(), tuned_compare());
  EXPECT_EQ(banked.code, 0) << banked.err;
  EXPECT_EQ(tables_in(banked.out), tables_in(made().outcome.out));
  EXPECT_TRUE(all_runs(scratch.path()).empty());
  for (const bool tuning : {true, false})
    EXPECT_TRUE(bytes_of(plan_in(scratch.path(), tuning) / "compare.csv") ==
                bytes_of(plan_in(folder, tuning) / "compare.csv"));
}

TEST(Tuning, NothingIsChosenAsLongAsATuningRunHasNoResult) {
  const Scratch scratch;
  fs::copy(made().scratch.path() / "runs", scratch / "runs", fs::copy_options::recursive);
  fs::remove_all(plan_in(scratch.path(), false));
  const std::string damaged = read_plan(plan_in(scratch.path(), true)).runs.front().name;
  std::ofstream(scratch / "runs" / damaged / "run.h5") << "no run file";
  const Outcome outcome = memnet(scratch.path(), tuned_compare());
  EXPECT_GE(outcome.code, 3) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("12 runs failed"));
  EXPECT_THAT(outcome.err, HasSubstr(damaged));
  EXPECT_EQ(plan_in(scratch.path(), false), scratch / "none");
}

TEST(Tuning, IsRefusedWhereItCouldMislead) {
  const Scratch scratch;
  std::ofstream(scratch / "tune.ini") << "[compare]\nseeds = 1..3\ntune = train.learning_rate=1e-3,1e-2\n"
                                         "tuning_seeds = 3..5\n";
  struct Case {
    Words words;
    std::string message;
  };
  for (const Case& wrong : std::vector<Case>{
           {{"tune.ini"}, "tune.ini:4: tuning_seeds = '3..5': seed 3 is also among the seeds that are reported"},
           {{"--tune=train.batch=1,2"}, "tune needs tuning_seeds"},
           {{"--tuning-seeds=91"}, "tuning_seeds has no effect without tune"},
           {{"--tune=model=ntm,lstm", "--tuning-seeds=91"}, "tune cannot choose model"},
           {{"--tune=train.learning_rat=1,2", "--tuning-seeds=91"}, "did you mean train.learning_rate?"},
           {{"--tune=1,2", "--tuning-seeds=91"}, "tune = '1,2' is not possible"},
           {{"tune.ini", "--tuning-seeds=91", "--grid=train.learning_rate=1,2"}, "is given as an axis twice"},
           {{"tune.ini", "--tuning-seeds=91", "--against=tape"}, "against = tape: this scheme is not compared"}}) {
    const Outcome outcome = memnet(scratch.path(), Words{"compare"} + wrong.words);
    EXPECT_EQ(outcome.code, 2) << wrong.words[0] << ": " << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(wrong.message));
    EXPECT_EQ(files_below(scratch.path()), Words{"tune.ini"}) << wrong.words[0];
  }
}

TEST(Tuning, AFileMayAskForIt) {
  const Scratch scratch;
  std::ofstream(scratch / "tune.ini") << "[compare]\naddressing = ntm\nseeds = 1..2\nagainst = ntm\n"
                                         "tune = train.learning_rate=1e-3,1e-2; train.batch=4,8\n"
                                         "tuning_seeds = 91..92\n";
  const Outcome outcome = memnet(scratch.path(), {"compare", "tune.ini", "--dry-run"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("copy ntm 0.01 4 s92"));
  EXPECT_THAT(outcome.out, HasSubstr("10 runs, 10 of them missing"));
  EXPECT_EQ(count_of(memnet(scratch.path(), {"compare", "tune.ini", "--dry-run", "--tune", ""}).out, "~"), 2u);
}

TEST(Compare, AgainstShowsDifferencesPairedBySeed) {
  const Scratch scratch;
  const Outcome outcome = memnet(scratch.path(), tiny_compare() + Words{"--against=lstm"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Against lstm, paired by seed"));
  EXPECT_EQ(count_of(outcome.out, "errors beyond"), 2u);
  for (const std::string& line : lines_of(outcome.out))
    EXPECT_TRUE(line.size() <= 100 || line.starts_with("All numbers")) << line;
  const std::string csv = text_of(only_plan(scratch.path()) / "differences.csv");
  EXPECT_EQ(count_lines(csv), 1u + 2 * 3) << csv;
  EXPECT_THAT(csv, HasSubstr("task,scheme,against,outcome,seeds,difference,low,high,p,p_holm"));
  EXPECT_THAT(csv, HasSubstr("copy,ntm,lstm,solved,2,0,"));
  EXPECT_THAT(memnet(scratch.path(), {"compare", only_plan(scratch.path()), "--against=content"}).out,
              HasSubstr("Against content"));
}

}  // namespace
}  // namespace memnet
