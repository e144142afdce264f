// Tests that have parts: what runs, tables and banks say of each, with the length of each answer given and without.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "memnet/io/run_file.hpp"
#include "program/comparison/run_result.hpp"
#include "program/records/record.hpp"
#include "tests/support/program/process.hpp"

namespace memnet {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

const char* const kPlan =
    "[compare]\ntask = scan\nmodel = rnnsearch\nseeds = 1..2\n"
    "[task]\nsplit = length\n"
    "[model]\nembedding = 4\n[model.encoder]\nsize = 4\n[model.controller]\nsize = 4\n"
    "[train]\nsequences = 64\nbatch = 16\n"
    "[evaluate]\nevery = 64\ntraces = 1\n";

// Returns a folder with a comparison on the split of SCAN by length, made once, and its bank.
const fs::path& compared() {
  static const Scratch scratch;
  static const bool made = [] {
    std::ofstream(scratch / "parts.ini") << kPlan;
    const Outcome trained = memnet(scratch.path(), {"compare", "parts.ini", "--quiet"});
    EXPECT_EQ(trained.code, 0) << trained.err;
    EXPECT_EQ(memnet(scratch.path(), {"gather", "parts.ini"}).code, 0);
    return true;
  }();
  EXPECT_TRUE(made);
  return scratch.path();
}

const RunRecord::Column& column(const RunRecord::NamedColumns& table, const std::string& name) {
  const auto found = std::ranges::find(table.columns, name, &RunRecord::Column::name);
  if (found == table.columns.end()) throw std::runtime_error("there is no column " + name);
  return *found;
}

TEST(PartsOfATest, AreInTheRunFile) {
  const RunRecord record = read_run_file(all_runs(compared()).front() / "run.h5");
  EXPECT_THAT(record.parts.names, ElementsAre("all", "seen-phrases", "unseen-phrase"));
  const std::vector<double>& sequences = column(record.parts, "sequences").values;
  EXPECT_THAT(sequences, ElementsAre(3920, 776, 3144));
  for (const char* name : {"exact", "before_error", "exact_told_length", "before_error_told_length"}) {
    const std::vector<double>& shares = column(record.parts, name).values;
    EXPECT_NEAR(shares[0] * sequences[0], shares[1] * sequences[1] + shares[2] * sequences[2], 1e-6) << name;
  }
  for (const char* name : {"exact", "before_error"})
    EXPECT_NEAR(column(record.parts, name).values[0], metric(record.final_sweep, name, 0), 1e-12) << name;
}

TEST(PartsOfATest, AreShownReportedAndExported) {
  const fs::path run = all_runs(compared()).front();
  for (const Words& words : {Words{"show", run.string()}, Words{"eval", run.string()}}) {
    const Outcome outcome = memnet(compared(), words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    for (const char* part :
         {"part of the test", "told length", "seen-phrases                776", "unseen-phrase              3144"})
      EXPECT_THAT(outcome.out, HasSubstr(part)) << words[0];
    EXPECT_THAT(outcome.out, HasSubstr("forced")) << words[0];
  }
  EXPECT_THAT(memnet(compared(), {"export", run.string()}).out, HasSubstr("parts,,,unseen-phrase/exact_told_length,"));
  ASSERT_EQ(memnet(compared(), {"report", run.string(), "-o", "page.html"}).code, 0);
  EXPECT_THAT(text_of(compared() / "page.html"), HasSubstr("unseen-phrase"));
}

// Of one part alone there is one row, which is all of it.
TEST(PartsOfATest, AreLeftOutIfTheyHaveNoSequences) {
  const Outcome outcome = memnet(compared(), {"eval", all_runs(compared()).front().string(), "--task.part=seen"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("seen-phrases                776"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("unseen-phrase")));
}

TEST(PartsOfATest, AreComparedFromRunsAndBanks) {
  const std::string plan = only_plan(compared()).string();
  const auto files = [&] {
    std::string text;
    for (const char* name : {"compare.csv", "runs.csv"}) text += text_of(fs::path(plan) / name);
    return text;
  };
  const std::string made = files();
  for (const char* name : {"exact_of_all", "exact_of_unseen-phrase", "exact_told_length_of_seen-phrases"})
    EXPECT_THAT(made, HasSubstr(name));
  const Outcome tables = memnet(compared(), {"compare", plan, "--no-training"});
  EXPECT_EQ(tables.code, 0) << tables.err;
  EXPECT_THAT(tables.out, HasSubstr("all   told  seen-phrases          told  unseen-phrase           told"));
  const Scratch elsewhere;
  fs::copy(compared() / "results", elsewhere / "results", fs::copy_options::recursive);
  std::ofstream(elsewhere / "parts.ini") << kPlan;
  const Outcome banked = memnet(elsewhere.path(), {"compare", "parts.ini", "--no-training"});
  EXPECT_EQ(banked.code, 0) << banked.err;
  const fs::path other = only_plan(elsewhere.path());
  std::string text;
  for (const char* name : {"compare.csv", "runs.csv"}) text += text_of(other / name);
  EXPECT_EQ(text, made);
}

// Tuning took the evaluation at the end, which is on the test split, unless the data were read from files.
TEST(PartsOfATest, AreNotWhatTuningChoosesBy) {
  RunRecord record = read_run_file(all_runs(compared()).front() / "run.h5");
  for (RunRecord::Column& metric : record.evaluation.metrics)
    if (metric.name == "exact") std::ranges::fill(metric.values, 0.25);
  EXPECT_EQ(result_of(record).validation_error, 0.75);
}

// A task without parts has one row; a model that does not write answers has none.
TEST(PartsOfATest, AreOneWhereTheTaskNamesNone) {
  for (const auto& [model, rows] : {std::pair("rnnsearch", 1u), std::pair("lstm", 0u)}) {
    const Scratch scratch;
    Words words = {"run",
                   "--task=addition",
                   "--train.sequences=32",
                   "--evaluate.every=32",
                   "--evaluate.sequences=5",
                   "--evaluate.final_sequences=10",
                   "--evaluate.traces=0",
                   "--model.controller.size=4",
                   "--quiet",
                   std::string("--model=") + model};
    ASSERT_EQ(memnet(scratch.path(), words).code, 0);
    EXPECT_EQ(read_run_file(only_run(scratch.path()) / "run.h5").parts.names.size(), rows) << model;
  }
}

}  // namespace
}  // namespace memnet
