// From the settings of a comparison to its plan.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "memnet/base/error.hpp"
#include "memnet/base/ini.hpp"
#include "program/comparison/grid.hpp"
#include "program/text/lists.hpp"
#include "tests/support/scratch.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;
using testing::Not;

using Names = std::vector<std::string>;

Plan plan_of(const std::vector<Setting>& command_line, const std::string& file = "") {
  return expand(sort_settings({command_line, parse_ini(file, "a.ini")}), "test");
}

std::string refusal_of(const std::vector<Setting>& command_line, const std::string& file = "") {
  return message_of(ErrorKind::usage, [&] { plan_of(command_line, file); });
}

Names values(const Plan& plan, const std::string& option) {
  Names values;
  for (const PlannedRun& run : plan.runs) values.push_back(run.value(option));
  return values;
}

TEST(Grid, ACommaInAnArgumentSeparatesOnlyBeforeALetter) {
  EXPECT_EQ(split_list("ntm,content"), (Names{"ntm", "content"}));
  EXPECT_EQ(split_list(" 1e-3 , 3e-4;7 "), (Names{"1e-3", "3e-4", "7"}));
  EXPECT_EQ(split_list("cosine | softmax | gate:-6 | shift:1,1 | sharpen, tape"),
            (Names{"cosine | softmax | gate:-6 | shift:1,1 | sharpen", "tape"}));
  EXPECT_EQ(split_list("dot | softmax | mix(window:step,1 | softmax), ntm | mix(a, b; c),d"),
            (Names{"dot | softmax | mix(window:step,1 | softmax)", "ntm | mix(a, b; c)", "d"}));
  EXPECT_EQ(split_list("cosine|topk:4,lstm"), (Names{"cosine|topk:4", "lstm"}));
  EXPECT_EQ(split_list(",; ,"), Names{});
}

// Only `1-2` could be a value of task.tasks.
TEST(Grid, AnItemInQuotesMayHoldCommas) {
  EXPECT_EQ(split_list("\"1,2\",3"), (Names{"1,2", "3"}));
  EXPECT_EQ(split_list("'a; b', \"c\"; d"), (Names{"a; b", "c", "d"}));
  EXPECT_EQ(split_list("\"a, b"), (Names{"\"a, b"}));
  EXPECT_EQ(split_list("topk:4, 'cosine:1,mask | topk:4', \"dot\", shift:1,'2'"),
            (Names{"topk:4", "cosine:1,mask | topk:4", "dot", "shift:1", "2"}));
  const Plan tasks = plan_of({{"task", "babi", ""},
                              {"model", "memn2n", ""},
                              {"seeds", "1", ""},
                              {"evaluate.lengths", "1x", ""},
                              {"grid", "task.tasks=\"1,2, 5\",3", ""}});
  EXPECT_EQ(values(tasks, "task.tasks"), (Names{"1-2,5", "3"}));
  const Plan lengths =
      plan_of({}, "[compare]\nseeds = 1\ngrid = evaluate.lengths = '1x,2x', '1x, 4x'; model.slots=8\n");
  EXPECT_EQ(values(lengths, "evaluate.lengths"), (Names{"1x,2x", "1x,4x"}));
}

TEST(Grid, ALongListIsReadInTimeThatGrowsWithItsLength) {
  const std::string blanks(1000000, ' '), words(1000000, 'a');
  EXPECT_EQ(split_list(words + blanks + "|:" + words + ",1," + blanks + "b").size(), 2u);
}

// The first list was lost.
TEST(Grid, AnAxisIsGivenOnce) {
  EXPECT_THAT(refusal_of({}, "[compare]\ngrid = train.learning_rate=1e-3,3e-4; train.learning_rate=1e-2\n"),
              HasSubstr("a.ini:2: train.learning_rate is given as an axis twice"));
  EXPECT_THAT(refusal_of({{"write_mode", "append", "command line"}, {"grid", "model.write_mode=learned", "grid"}}),
              HasSubstr("grid: model.write_mode is given as an axis twice (before: command line)"));
  EXPECT_EQ(values(plan_of({{"grid", "task=reverse", ""}, {"seeds", "1", ""}}), "task"), Names{"reverse"});
  EXPECT_THAT(refusal_of({}, "seed = 1\n[compare]\nseeds = 1..3\n"), HasSubstr("seed and seeds are given"));
  EXPECT_EQ(values(plan_of({{"seed", "7", ""}}, "[compare]\nseeds = 1..3\n"), "seed"), Names{"7"})
      << "the command line wins";
}

TEST(Grid, TwoSpellingsOfASchemeAreOne) {
  const Plan plan =
      plan_of({{"addressing", "ntm, cosine|softmax|gate|shift:1|sharpen, dot|softmax, dot  |  softmax", ""},
               {"grid", "train.learning_rate=1e-3,0.0010", ""},
               {"seeds", "1", ""}});
  EXPECT_EQ(values(plan, "model.addressing"), (Names{"ntm", "dot | softmax"}));
}

// They were ignored.
TEST(Grid, SettingsThatNoRunUsesAreRefused) {
  const std::string file = "[compare]\ntask = copy\naddressing = ntm, tape\nseeds = 1\n[tape]\nmodel.slots = 32\n";
  EXPECT_THAT(refusal_of({}, "[compare]\naddressing = ntm\n[tape]\nmodel.slots = 32\n"),
              HasSubstr("a.ini:4: tape.model.slots is for runs of tape, which is not compared"));
  EXPECT_THAT(refusal_of({{"lstm.train.batch", "3", "command line"}}, file),
              HasSubstr("command line: lstm.train.batch is for runs of lstm"));
  EXPECT_EQ(plan_of({}, file).runs.size(), 2u);
  EXPECT_EQ(plan_of({{"addressing", "ntm", ""}}, file).runs.size(), 1u)
      << "a list of the command line may leave out schemes of the file";
  EXPECT_EQ(values(plan_of({{"addressing", "previous|shift:1|sharpen", ""}}, file), "model.slots"), Names{"32"});
}

TEST(Grid, AValueOfAnOptionThatIsAnAxisIsRefused) {
  const std::string file = "[compare]\nseeds = 1\ngrid = model.slots=8,16\n";
  EXPECT_THAT(refusal_of({{"model.slots", "9", "command line"}}, file),
              HasSubstr("command line: model.slots has no effect, since model.slots is an axis (a.ini:3)"));
  EXPECT_THAT(refusal_of({}, file + "[ntm]\nmodel.slots = 9\n"), HasSubstr("a.ini:5: ntm.model.slots has no effect"));
  EXPECT_EQ(
      values(plan_of({{"grid", "model.slots=8,16", ""}, {"seeds", "1", ""}}, "[model]\nslots = 9\n"), "model.slots"),
      (Names{"8", "16"}))
      << "the command line wins over the file";
}

TEST(Grid, AFileWinsOverTheSectionsOfTheFileThatItIncludes) {
  const Plan plan = expand(sort_settings({{},
                                          parse_ini("[compare]\nseeds = 1\n[model]\nslots = 20\n", "a.ini"),
                                          parse_ini("[ntm]\nmodel.slots = 10\nmodel.width = 7\n", "base.ini")}),
                           "test");
  EXPECT_EQ(plan.runs[0].value("model.slots"), "20");
  EXPECT_EQ(plan.runs[0].value("model.width"), "7");
}

// A file of one model is the same experiment for `memnet run` and `memnet compare`, also where it sets what the preset
// sets. With several models, what the preset of one of them sets is its own.
TEST(Grid, AFileOfOneModelWinsOverItsPreset) {
  const std::string rest = "task = sort\nseeds = 1\n[model]\nlook = before\n";
  EXPECT_EQ(values(plan_of({}, "[compare]\nmodel = luong\n" + rest), "model.look"), Names{"before"});
  EXPECT_EQ(values(plan_of({}, "[compare]\nmodel = luong, rnnsearch\n" + rest), "model.look"),
            (Names{"after", "before"}));
}

TEST(Grid, GoesSeedBySeedAndTheLastAxisFastest) {
  const Plan plan = plan_of({{"task", "copy,reverse", ""}, {"addressing", "ntm,lstm", ""}, {"seeds", "3,1", ""}});
  EXPECT_EQ(values(plan, "seed"), (Names{"3", "3", "3", "3", "1", "1", "1", "1"}));
  EXPECT_EQ(values(plan, "task"), (Names{"copy", "copy", "reverse", "reverse", "copy", "copy", "reverse", "reverse"}));
  EXPECT_EQ(values(plan, "model"), (Names{"ntm", "lstm", "ntm", "lstm", "ntm", "lstm", "ntm", "lstm"}));
  EXPECT_EQ(values(plan, "model.addressing"), (Names{"ntm", "", "ntm", "", "ntm", "", "ntm", ""}));
  EXPECT_EQ(plan.axis_names(), (Names{"task", "scheme"}));
  EXPECT_EQ(plan.describe(plan.runs[1]), "copy lstm s3");
}

TEST(Grid, HasTenSeedsAndFiveLengthsByDefault) {
  const Plan plan = plan_of({});
  EXPECT_EQ(plan.runs.size(), 10u);
  EXPECT_EQ(plan.runs[0].value("evaluate.lengths"), "1x,1.5x,2x,3x,4x");
}

TEST(Grid, IsRefusedWithoutTheLengthAtWhichATaskIsSolved) {
  const std::string message = message_of(ErrorKind::usage, [] { plan_of({{"evaluate.lengths", "0.5x,2x", ""}}); });
  EXPECT_THAT(message, HasSubstr("lacks the longest trained length, 20, at which memnet compare checks"));
}

TEST(Grid, AnAxisIsLeftOutOfRunsWithoutItsOption) {
  const Plan plan = plan_of({{"addressing", "content,gru", ""},
                             {"write_mode", "learned,append", ""},
                             {"grid", "model.slots=8,16; train.learning_rate=1e-3", ""},
                             {"seeds", "1", ""}});
  EXPECT_EQ(plan.runs.size(), 2u * 2 + 1);
  EXPECT_EQ(plan.axis_names(), (Names{"task", "scheme", "write_mode", "slots", "learning_rate"}));
  EXPECT_EQ(plan.place(plan.runs.back()), (Names{"copy", "gru", "", "", "0.001"}));
}

TEST(Grid, AModelWithoutAddressingIsNotGivenOne) {
  EXPECT_THAT(refusal_of({{"addressing", "queue tape", "--addressing"}}),
              testing::AllOf(HasSubstr("--addressing: unknown option model.addressing"),
                             HasSubstr("the runs of queue on copy")));
}

TEST(Grid, AxesWithTheSameLastPartHaveTheirWholeNames) {
  const Plan plan = plan_of({{"grid", "train.sequences=100,200; evaluate.sequences=10,20; model.slots=8", ""}});
  EXPECT_EQ(plan.axis_names(), (Names{"task", "scheme", "train.sequences", "evaluate.sequences", "slots"}));
}

TEST(Grid, TheSchemeIncludesTheAddressingOfWriteHeads) {
  const Plan plan = plan_of({{"grid", "model.write_addressing=same,content", ""}, {"seeds", "1", ""}});
  EXPECT_EQ(plan.axis_names(), (Names{"task", "scheme"}));
  EXPECT_EQ(plan.place(plan.runs[0]), (Names{"copy", "ntm"}));
  EXPECT_EQ(plan.place(plan.runs[1]), (Names{"copy", "ntm / content"}));
}

TEST(Grid, ASchemeMayNameTheAddressingOfWriteHeads) {
  const Plan plan =
      plan_of({{"addressing", "content / ntm, memn2n dot | softmax", ""}, {"task", "babi", ""}, {"seeds", "1", ""}});
  EXPECT_EQ(plan.runs[0].value("model.write_addressing"), "ntm");
  EXPECT_EQ(plan.runs[0].scheme(), "content / ntm");
  EXPECT_EQ(plan.runs[1].scheme(), "memn2n dot | softmax");
}

TEST(Grid, TheMoreSpecialWinsWithinAFileAndTheCommandLineOverTheFile) {
  const char* file =
      "[compare]\ntask = copy, reverse\naddressing = content, tape\nseeds = 1\n"
      "[ntm]\nmodel.slots = 10\nmodel.width = 10\n[copy]\nmodel.slots = 20\ntask.bits = 3\n[content]\nmodel.slots = "
      "30\n"
      "[model]\nslots = 40\nread_heads = 2\n";
  const Plan plan = plan_of({}, file);
  EXPECT_EQ(values(plan, "model.slots"), (Names{"30", "20", "30", "10"}));
  EXPECT_EQ(values(plan, "model.width"), (Names{"10", "10", "10", "10"}));
  EXPECT_EQ(values(plan, "model.read_heads"), (Names{"2", "2", "2", "2"}));
  EXPECT_EQ(values(plan, "task.bits"), (Names{"3", "3", "8", "8"}));
  const Plan over = plan_of({{"model.slots", "50", ""}, {"tape.model.slots", "60", ""}}, file);
  EXPECT_EQ(values(over, "model.slots"), (Names{"50", "60", "50", "60"}));
}

// The plan asks for an LSTM everywhere, but a contender that is called gru is one.
TEST(Grid, AContendersValuesWinOverTheFileButNotOverItsSectionOrTheCommandLine) {
  const std::string file = "[compare]\naddressing = ntm, gru\nseeds = 1\n[model]\ncontroller = lstm\n";
  EXPECT_EQ(values(plan_of({}, file), "model.controller"), (Names{"lstm", "gru"}));
  EXPECT_EQ(values(plan_of({}, file + "[gru.model]\ncontroller = feed_forward\n"), "model.controller"),
            (Names{"lstm", "feed_forward"}));
  EXPECT_EQ(values(plan_of({{"model.controller", "feed_forward", ""}}, file), "model.controller"),
            (Names{"feed_forward", "feed_forward"}));
}

TEST(Grid, AListOnTheCommandLineWinsOverTheFile) {
  EXPECT_EQ(
      plan_of({{"seeds", "5", ""}, {"task", "reverse", ""}}, "task = copy\n[compare]\nseeds = 1..3\n").runs.size(), 1u);
  EXPECT_EQ(values(plan_of({}, "task = copy\nseed = 4\n[compare]\ntask = reverse\n"), "task"), Names{"reverse"});
}

TEST(Grid, TakesItsOwnOptionsFromTheCommandLineBeforeTheFile) {
  const Request request =
      sort_settings({{{"jobs", "3", ""}}, parse_ini("out = there\n[compare]\njobs = 2\nkeep_going = no\n", "a.ini")});
  EXPECT_EQ(request.compare.jobs, 3);
  EXPECT_FALSE(request.compare.keep_going);
  EXPECT_EQ(request.behavior.out, "there");
  EXPECT_THAT(message_of(ErrorKind::usage, [] { plan_of({}, "[compare]\njobs = many\n"); }),
              HasSubstr("a.ini:2: jobs = 'many' is not possible"));
  EXPECT_THAT(message_of(ErrorKind::usage, [] { plan_of({}, "[compare]\njbos = 2\n"); }),
              HasSubstr("a.ini:2: [compare] has no jbos"));
}

TEST(Plan, IsTheSameForTheSameRuns) {
  const std::vector<Setting> settings = {{"addressing", "ntm,lstm", ""}, {"seeds", "1..2", ""}, {"jobs", "3", ""}};
  EXPECT_EQ(plan_of(settings).id, plan_of({{"seeds", "1,2", ""}, {"addressing", "ntm; lstm", ""}}).id);
  EXPECT_NE(plan_of(settings).id, plan_of({{"seeds", "1,2", ""}, {"addressing", "ntm; gru", ""}}).id);
}

TEST(Plan, HasANameThatAFolderCanHave) {
  std::string name = std::string(99, 'a') + "ä" + std::string(150, 'b');
  EXPECT_TRUE(
      make_plan(name, {"task"}, {plan_of({{"seeds", "1", ""}}).runs}).name.starts_with(std::string(99, 'a') + "-"));
}

TEST(Plan, ReadsBackAsItWasWritten) {
  const Scratch scratch;
  const Plan plan = plan_of(
      {{"addressing", "ntm,cosine|softmax|gate,lstm", ""}, {"seeds", "1..2", ""}, {"expect.source", "a = b", ""}});
  write_plan(plan, scratch.path());
  write_plan(plan, scratch.path());
  for (const std::filesystem::path& place : {scratch / plan.name, scratch / plan.name / "plan.ini"}) {
    ASSERT_TRUE(is_plan(place));
    const Plan read = read_plan(place);
    EXPECT_EQ(read.name, plan.name);
    EXPECT_EQ(read.id, plan.id);
    EXPECT_EQ(read.axes, plan.axes);
    ASSERT_EQ(read.runs.size(), plan.runs.size());
    for (std::size_t i = 0; i < plan.runs.size(); ++i) {
      EXPECT_EQ(read.runs[i].name, plan.runs[i].name);
      EXPECT_EQ(read.runs[i].options, plan.runs[i].options);
    }
  }
}

TEST(Plan, ThatNamesOtherRunsThanItMakesIsRefused) {
  Plan plan = plan_of({{"seeds", "1", ""}});
  check_plan(plan);
  plan.runs[0].name = "../../elsewhere";
  EXPECT_THAT(message_of(ErrorKind::data, [&] { check_plan(plan); }), HasSubstr("another version"));
  plan.runs[0].options["task.bitz"] = "3";
  EXPECT_THAT(message_of(ErrorKind::data, [&] { check_plan(plan); }), HasSubstr("task.bitz"));
}

TEST(Plan, WhoseDataAreMissingIsOfThisVersion) {
  Plan plan = plan_of({{"seeds", "1", ""}});
  plan.runs[0].options = {{"task", "pairs"}, {"task.data", "nowhere/pairs.txt"}, {"model", "rnnsearch"}};
  const std::string message = message_of(ErrorKind::data, [&] { check_plan(plan); });
  EXPECT_THAT(message, HasSubstr("nowhere/pairs.txt"));
  EXPECT_THAT(message, Not(HasSubstr("another version")));
}

}  // namespace
}  // namespace memnet
