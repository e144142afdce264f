// The commands help, list, describe, show, eval, table and bench; and the output of all commands.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/cells/cell.hpp"
#include "memnet/cells/wrappers/wrapper.hpp"
#include "memnet/data/task.hpp"
#include "memnet/encoders/encoder.hpp"
#include "memnet/memories/memory.hpp"
#include "memnet/memories/rules/write_rule.hpp"
#include "memnet/models/model.hpp"
#include "memnet/train/optimizer.hpp"
#include "program/commands/command.hpp"
#include "program/text/json.hpp"
#include "tests/support/program/json.hpp"
#include "tests/support/program/process.hpp"
#include "tests/support/program/run_contents.hpp"
#include "tests/support/program/shared_runs.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

// Requires that the command succeeds and prints these parts.
void expect_output(const Words& words, const Words& parts, const fs::path& folder) {
  const Outcome outcome = memnet(folder, words);
  EXPECT_EQ(outcome.code, 0) << words[0] << ": " << outcome.err;
  EXPECT_EQ(outcome.err, "") << words[0];
  for (const std::string& part : parts)
    EXPECT_THAT(outcome.out, HasSubstr(part)) << words[0] << " lacks '" << part << "':\n" << outcome.out;
}

// Returns the names of all tasks, models, schemes, stages, cells and optimizers.
Words all_names() {
  Words names;
  const auto take = [&](const auto& table) {
    for (const auto& entry : table) names.emplace_back(entry.name);
  };
  take(all_tasks());
  take(all_named_models());
  take(all_schemes());
  take(all_stages());
  take(all_cells());
  take(all_memories());
  take(all_encoders());
  take(all_write_rules());
  take(all_wrappers());
  take(all_optimizers());
  return names;
}

TEST(Commands, HelpShowsEveryCommand) {
  const Scratch scratch;
  Words names;
  for (const CommandEntry& entry : all_commands()) {
    names.emplace_back(entry.name);
    const std::string help = help_text(entry);
    EXPECT_TRUE(help.starts_with(fmt::format("memnet {}", entry.name))) << help;
    expect_output({"help", entry.name}, {help}, scratch.path());
    expect_output({entry.name, "--help"}, {help}, scratch.path());
  }
  for (const Words& words : {Words{"help"}, Words{"--help"}, Words{"-h"}}) expect_output(words, names, scratch.path());
  expect_output({"--version"}, {"memnet ", "HDF5", "Eigen"}, scratch.path());
  EXPECT_EQ(memnet(scratch.path(), {}).code, 0);
}

TEST(Commands, HelpExplainsEveryOptionOfACommand) {
  for (const CommandEntry& entry : all_commands()) {
    Options options;
    const std::unique_ptr<Command> command = entry.make();
    command->declare(options.top());
    for (const Options::Option& option : options.all()) {
      EXPECT_THAT(help_text(entry), HasSubstr(option.meaning)) << option.name;
      EXPECT_GE(count_of(option.meaning, " "), 2u) << entry.name << ": '" << option.meaning << "' is no phrase";
    }
  }
}

// Every hint names a command that exists and lists what the hint promises.
TEST(Commands, HintsAreCorrect) {
  const Scratch scratch;
  const auto refused = [&](const Words& words) {
    const Outcome outcome = memnet(scratch.path(), words);
    EXPECT_EQ(outcome.code, 2) << words[0];
    return outcome.err;
  };
  EXPECT_THAT(refused({"frobnicate"}),
              HasSubstr("there is no command 'frobnicate'; 'memnet help' shows what there is"));
  EXPECT_THAT(refused({"help", "shwo"}), HasSubstr("did you mean 'show'?"));
  for (const CommandEntry& entry : all_commands()) {
    const std::unique_ptr<Command> command = entry.make();
    Options options;
    command->declare(options.top());
    const std::string name = entry.name, message = refused({name, "--xyzzyplugh"});
    EXPECT_THAT(message, HasSubstr("xyzzyplugh"));
    EXPECT_THAT(message, Not(HasSubstr("print-config"))) << "the help of a command lists its own options";
    const bool takes_options = !options.all().empty() || command->takes_experiment_options();
    EXPECT_THAT(message, HasSubstr(takes_options ? "'memnet help " + name + "' lists "
                                                 : "memnet " + name + " takes no options"));
    EXPECT_EQ(memnet(scratch.path(), {name, "--print-config"}).code, name == "run" ? 0 : 2) << name;
  }
  for (const Words& words : {Words{"run", "--xyzzyplugh=3"}, Words{"bench", "--xyzzyplugh=3"},
                             Words{"compare", "--xyzzyplugh=3", "--dry-run"}})
    EXPECT_THAT(refused(words), HasSubstr("unknown option xyzzyplugh; 'memnet run --print-config' lists all options"));
}

TEST(Commands, DescribeShowsTheArgumentOfAStage) {
  const Scratch scratch;
  const std::string gate = memnet(scratch.path(), {"describe", "gate"}).out;
  EXPECT_TRUE(gate.starts_with("gate, a stage of addressing: ")) << gate;
  EXPECT_THAT(gate, HasSubstr("gate:ARGUMENT, or without"));
  EXPECT_THAT(gate, Not(HasSubstr("[")));
  EXPECT_THAT(memnet(scratch.path(), {"describe", "topk"}).out, HasSubstr("topk:ARGUMENT "));
}

TEST(Commands, DescribeShowsEveryMeaningOfAName) {
  const Scratch scratch;
  expect_output({"describe", "ntm"}, {"ntm, a preset of the model machine: ", "ntm, an addressing scheme: "},
                scratch.path());
  expect_output({"describe", "location"}, {"location, an addressing scheme: ", "location, a stage of addressing: "},
                scratch.path());
  expect_output({"describe", "lstm"}, {"lstm, a preset of the model machine: ", "lstm, a controller: "},
                scratch.path());
}

TEST(Commands, DescribeAnswersAnOldNameWithTheNewOne) {
  const Scratch scratch;
  EXPECT_THAT(memnet(scratch.path(), {"describe", "ntm-gate"}).err, HasSubstr("is now called 'ntm_no_gate'"));
}

TEST(Commands, ListAndDescribeHaveEveryName) {
  const Scratch scratch;
  expect_output({"list"}, all_names(), scratch.path());
  for (const std::string& name : all_names() + Words{"train", "evaluate"})
    expect_output({"describe", name}, {name}, scratch.path());
}

fs::path shared_run() { return only_run(folder_of_shared_run()); }

TEST(Commands, ShowDrawsAnEpisodeAndItsHeads) {
  const fs::path run = shared_run();
  for (const Words& words : {Words{"show", run.string()}, Words{"show", (run / "run.h5").string(), "--episode=0"}})
    expect_output(words, {"finished", "exactly right", "input |", "target |", "answer |", "read0", "write0"}, run);
  expect_output({"show", "run.h5"}, {" parameters, ", " million operations", "read0   attends to "}, run);
  EXPECT_THAT(memnet(run, {"show", "."}).out, Not(HasSubstr("memnet show"))) << "it recommends itself";
  EXPECT_EQ(memnet(run, {"show", ".", "--episode", "1"}).code, 2);
}

TEST(Commands, EvalPrintsALineForEachLength) {
  const fs::path run = shared_run();
  const auto before = bytes_of(run / "run.h5");
  const Words words = {"eval", run.string(), "--lengths", "1,3,2x,30", "--sequences=20"};
  expect_output(words, {"20 fresh sequences"}, run);
  const std::string table = memnet(run, words).out;
  EXPECT_EQ(count_lines(table), 2u + 4u + 1u) << table;
  for (const char* length : {"\n         1 ", "\n         3 ", "\n         8 ", "\n        30 "})
    EXPECT_THAT(table, HasSubstr(length));
  EXPECT_EQ(memnet(run, words + Words{"--threads=3"}).out, table);
  EXPECT_TRUE(bytes_of(run / "run.h5") == before);
}

// Evaluating stops no training, so it does not need the trained length. (It was refused.)
TEST(Commands, EvalTakesLengthsWithoutTheTrainedOne) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_run() + Words{"--evaluate.stop_after=2"}).code, 0);
  expect_output({"eval", only_run(scratch.path()).string(), "--lengths", "1,3", "--sequences=20"}, {"\n         3 "},
                scratch.path());
}

TEST(Commands, TableHasARowForEachRun) {
  const fs::path run = shared_run();
  expect_output({"table", run.parent_path().string()}, {"| seed |", "| 1 | finished | 2000 |"}, run);
  expect_output({"table", run.string(), (run / "run.h5").string()}, {"| 1 | finished | 2000 |"}, run);
}

TEST(Commands, TableComparesAnUncertainTaskWithTheBestPossibleAnswer) {
  for (const auto& [band, verdict] : {std::pair{"1e-9", "no"}, {"1000", "yes"}}) {
    const Scratch scratch;
    ASSERT_EQ(memnet(scratch.path(), {"run", "--task=dynamic_ngrams", "--model=lstm", "--train.sequences=16",
                                      "--evaluate.final_sequences=4", "--evaluate.lengths=1x",
                                      std::string("--expect.excess_bits=") + band})
                  .code,
              0);
    expect_output({"table", "runs"},
                  {"bits above the best at 200", "as expected", std::string(" | ") + verdict + " |\n"}, scratch.path());
  }
}

TEST(Commands, BenchPrintsARatioForEveryCombination) {
  const Scratch scratch;
  Words words = tiny_run() + Words{"--batches=1,4", "--workers=1,2", "--seconds=0.01"};
  words[0] = "bench";
  expect_output(words, {"ms/sequence", "wall ms", "spread", "GFLOP/s", "ratio", "peak memory"}, scratch.path());
  EXPECT_EQ(files_below(scratch.path()), Words{});
}

TEST(Output, InJsonIsOneObjectALine) {
  const Scratch scratch;
  for (int time = 0; time < 2; ++time) {  // the second time, the run is already finished
    const Outcome outcome = memnet(scratch.path(), tiny_run() + Words{"--log-format", "json"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_EQ(outcome.err, "");
    EXPECT_GE(count_lines(outcome.out), time == 0 ? 2u : 1u);
    for (const std::string& line : lines_of(outcome.out)) EXPECT_TRUE(is_json_object(line)) << line;
  }
}

TEST(Output, TheJsonParserRefusesInvalidText) {
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

TEST(Output, QuietPrintsOnlyTheResult) {
  const Scratch scratch;
  for (int time = 0; time < 2; ++time) {
    const Outcome outcome = memnet(scratch.path(), tiny_run() + Words{"--quiet"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_EQ(outcome.err, "");
    EXPECT_THAT(outcome.out, HasSubstr("exactly right"));
  }
}

TEST(Output, ToAFileHasNoEscapeSequences) {
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
