// The other commands: help, list, describe, show, eval, table, bench; and how much is said, and where.
#include <gtest/gtest.h>

#include <sstream>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/cells/cell.hpp"
#include "memnet/data/task.hpp"
#include "memnet/models/model.hpp"
#include "memnet/train/optimizer.hpp"
#include "program/text/json.hpp"
#include "tests/support/program/json.hpp"
#include "tests/support/program/process.hpp"
#include "tests/support/program/run_contents.hpp"

namespace memnet {

#define MEMNET_COMMAND(name, meaning) extern const char* const kHelp_##name;
#include "program/commands/table.def"
#undef MEMNET_COMMAND

namespace {

namespace fs = std::filesystem;

// Has to end well and say this.
void expect_says(const Words& words, const Words& parts, const fs::path& folder) {
  const Outcome outcome = memnet(folder, words);
  EXPECT_EQ(outcome.code, 0) << words[0] << ": " << outcome.err;
  EXPECT_EQ(outcome.err, "") << words[0];
  for (const std::string& part : parts)
    EXPECT_NE(outcome.out.find(part), std::string::npos) << words[0] << " lacks '" << part << "':\n" << outcome.out;
}

// A program that lists names has all of them.
Words all_names() {
  Words names;
  const auto take = [&](const auto& table) {
    for (const auto& entry : table) names.emplace_back(entry.name);
  };
  take(all_tasks());
  take(all_models());
  take(all_schemes());
  take(all_stages());
  take(all_cells());
  take(all_optimizers());
  return names;
}

TEST(Commands, HelpShowsEveryCommand) {
  const Scratch scratch;
  Words names;
  const auto check = [&](const std::string& name, const std::string& help) {
    names.push_back(name);
    EXPECT_TRUE(help.starts_with("memnet " + name)) << help;
    expect_says({"help", name}, {help}, scratch.path());
    expect_says({name, "--help"}, {help}, scratch.path());
  };
#define MEMNET_COMMAND(name, meaning) check(#name, kHelp_##name);
#include "program/commands/table.def"
#undef MEMNET_COMMAND
  for (const Words& words : {Words{"help"}, Words{"--help"}, Words{"-h"}}) expect_says(words, names, scratch.path());
  expect_says({"--version"}, {"memnet ", "HDF5", "Eigen"}, scratch.path());
  EXPECT_EQ(memnet(scratch.path(), {}).code, 0);
}

TEST(Commands, ListAndDescribeKnowEveryName) {
  const Scratch scratch;
  expect_says({"list"}, all_names(), scratch.path());
  for (const std::string& name : all_names() + Words{"train", "evaluate"})
    expect_says({"describe", name}, {name}, scratch.path());
}

// A finished run that these tests share.
const fs::path& shared_run() {
  static const Scratch scratch;
  static const fs::path run = [] {
    EXPECT_EQ(memnet(scratch.path(), tiny_run(2000)).code, 0);
    return only_run(scratch.path());
  }();
  return run;
}

TEST(Commands, ShowDrawsAnEpisodeAndItsHeads) {
  const fs::path run = shared_run();
  for (const Words& words : {Words{"show", run.string()}, Words{"show", (run / "run.h5").string(), "--episode=0"}})
    expect_says(words, {"finished", "exactly right", "input |", "target |", "answer |", "read0", "write0"}, run);
  expect_says({"show", "run.h5"}, {" parameters, ", " million operations", "read0   looks at ", "its best score leads"},
              run);
  EXPECT_EQ(memnet(run, {"show", "."}).out.find("memnet show"), std::string::npos) << "it points to itself";
  EXPECT_EQ(memnet(run, {"show", ".", "--episode", "1"}).code, 2);
}

TEST(Commands, EvalPrintsALineForEachLength) {
  const fs::path run = shared_run();
  const auto before = bytes_of(run / "run.h5");
  const Words words = {"eval", run.string(), "--lengths", "1,3,2x,30", "--sequences=20"};
  expect_says(words, {"20 fresh sequences"}, run);
  const std::string table = memnet(run, words).out;
  EXPECT_EQ(count_lines(table), 2u + 4u) << table;
  for (const char* length : {"\n         1 ", "\n         3 ", "\n         8 ", "\n        30 "})
    EXPECT_NE(table.find(length), std::string::npos) << table;
  EXPECT_EQ(memnet(run, words + Words{"--threads=3"}).out, table);
  EXPECT_TRUE(bytes_of(run / "run.h5") == before);
}

TEST(Commands, TableHasARowForEachRun) {
  const fs::path run = shared_run();
  expect_says({"table", run.parent_path().string()}, {"| seed |", "| 1 | finished | 2000 |"}, run);
  expect_says({"table", run.string(), (run / "run.h5").string()}, {"| 1 | finished | 2000 |"}, run);
}

TEST(Commands, TableHoldsAnUncertainTaskAgainstTheBestPossibleAnswer) {
  for (const auto& [band, verdict] : {std::pair{"1e-9", "no"}, {"1000", "yes"}}) {
    const Scratch scratch;
    ASSERT_EQ(memnet(scratch.path(), {"run", "--task=dynamic_ngrams", "--model=lstm", "--train.sequences=16",
                                      "--evaluate.final_sequences=4", "--evaluate.lengths=1x",
                                      std::string("--expect.excess_bits=") + band})
                  .code,
              0);
    expect_says({"table", "runs"}, {"bits above the best at 200", "as expected", std::string(" | ") + verdict + " |\n"},
                scratch.path());
  }
}

TEST(Commands, BenchPrintsARatioForEveryCombination) {
  const Scratch scratch;
  Words words = tiny_run() + Words{"--batches=1,4", "--workers=1,2", "--seconds=0.01"};
  words[0] = "bench";
  expect_says(words, {"ms/sequence", "wall ms", "spread", "GFLOP/s", "ratio", "peak memory"}, scratch.path());
  EXPECT_EQ(files_below(scratch.path()), Words{});
}

TEST(Output, InJsonIsOneObjectALine) {
  const Scratch scratch;
  for (int time = 0; time < 2; ++time) {  // the second one finds it finished
    const Outcome outcome = memnet(scratch.path(), tiny_run() + Words{"--log-format", "json"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_EQ(outcome.err, "");
    EXPECT_GE(count_lines(outcome.out), time == 0 ? 2u : 1u);
    std::istringstream lines(outcome.out);
    for (std::string line; std::getline(lines, line);) EXPECT_TRUE(is_json_object(line)) << line;
  }
}

TEST(Output, TheReaderOfJsonCanFail) {
  for (const char* good : {"{}", R"({"a":-0.5e-3,"b":[1,{}],"c":"\"\u00e9","d":null})"})
    EXPECT_TRUE(is_json_object(good)) << good;
  for (const char* bad : {"", "{", "[]", "{} ", R"({"a":nan})", R"({"a":inf})", R"({"a":1,})", R"({"a"})", R"({a:1})",
                          R"({"a":"\x"})", "{\"a\":\"\n\"}", R"({"a":01})", R"({"a":1}{"b":2})"})
    EXPECT_FALSE(is_json_object(bad)) << bad;
}

TEST(Output, TextBecomesAJsonString) {
  EXPECT_EQ(json_string("a \"b\" \\c\n\x01"), R"("a \"b\" \\c\u000a\u0001")");
  EXPECT_TRUE(is_json_object("{\"a\":" + json_string("\"\\\n\t\x1f/") + "}"));
}

TEST(Output, QuietSaysNothingButTheResult) {
  const Scratch scratch;
  for (int time = 0; time < 2; ++time) {
    const Outcome outcome = memnet(scratch.path(), tiny_run() + Words{"--quiet"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_EQ(outcome.err, "");
    EXPECT_NE(outcome.out.find("exactly right"), std::string::npos) << outcome.out;
  }
}

TEST(Output, WhatIsNoTerminalGetsNoEscapes) {
  for (const Words& environment : {Words{"TERM=xterm"}, Words{"TERM=dumb", "NO_COLOR=1"}}) {
    const Scratch scratch;
    Process process({.folder = scratch.path(), .output = "", .environment = environment}, tiny_run(4000));
    const Outcome outcome = process.wait();
    EXPECT_EQ(outcome.code, 0);
    for (const char escape : {'\033', '\r'})
      EXPECT_EQ((outcome.err + outcome.out).find(escape), std::string::npos) << outcome.err;
    EXPECT_GE(count_lines(outcome.err), 2u) << outcome.err;
  }
}

}  // namespace
}  // namespace memnet
