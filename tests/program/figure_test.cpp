// memnet figure: one panel of a run or a comparison as SVG.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "memnet/io/run_file.hpp"
#include "memnet/statistics/statistics.hpp"
#include "program/comparison/run_result.hpp"
#include "program/records/record.hpp"
#include "program/records/snapshots.hpp"
#include "program/report/content/story_questions.hpp"
#include "program/report/sections/lines_beside.hpp"
#include "tests/support/program/report_page.hpp"
#include "tests/support/program/shared_runs.hpp"
#include "tests/support/program/tiny_compare.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

std::string figure_of(const std::string& run_or_plan, const std::string& panel) {
  const Outcome outcome =
      memnet(folder_of_run_and_comparison(), {"figure", run_or_plan, "--panel", panel, "-o", "figure.svg"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  const std::string svg = text_of(folder_of_run_and_comparison() / "figure.svg");
  EXPECT_TRUE(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\"")) << svg.substr(0, 100);
  EXPECT_THAT(svg, Not(HasSubstr("<image"))) << "pixels";
  return svg;
}

TEST(Figure, DrawsOnePanelAsSvg) {
  const std::string weightings = figure_of(run_beside_comparison(), "weightings");
  for (const char* name : {">write0 weighting<", ">read0 weighting<", ">time step<"})
    EXPECT_THAT(weightings, HasSubstr(name)) << name;
  EXPECT_THAT(weightings, Not(HasSubstr(">inputs<")));
  for (const char* name : {">inputs<", ">targets<", ">outputs<", ">errors<", ">write0 add<", ">read0 read<"})
    EXPECT_THAT(figure_of(run_beside_comparison(), "episode"), HasSubstr(name)) << name;
  EXPECT_THAT(figure_of(run_beside_comparison(), "curves"), HasSubstr(">loss<"));
  EXPECT_THAT(figure_of(run_beside_comparison(), "lengths"), HasSubstr("data-from"));
  const std::string plan = only_plan(folder_of_run_and_comparison());
  EXPECT_EQ(count_of(figure_of(plan, "matrix"), ">0/2 (0\u2013"), 3u);
  for (const char* panel : {"curves", "lengths"}) EXPECT_THAT(figure_of(plan, panel), HasSubstr(">copy<")) << panel;
}

TEST(Figure, MatrixDrawsAShareOfTheComparison) {
  const fs::path folder = folder_of_run_and_comparison();
  const std::string plan = only_plan(folder);
  const auto draw = [&](const std::string& metric) {
    return memnet(folder, {"figure", plan, "--panel", "matrix", "--metric", metric, "-o", "share.svg"});
  };
  ASSERT_EQ(draw("right_answers_1x").code, 0);
  const std::string svg = text_of(folder / "share.svg");
  EXPECT_THAT(svg, HasSubstr("Right answers at 1 times the longest trained length, mean over seeds"));
  EXPECT_EQ(count_of(svg, "\u202f%<"), 3u);
  const Outcome unknown = draw("right_answers_9x");
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("no metric 'right_answers_9x'; it has exact_1x"));
}

TEST(Figure, OfAStoryShowsItsSentencesAndHops) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), {"run", "--task=babi", "--model=memn2n", "--model.slots=10", "--model.hops=2",
                                    "--train.sequences=64", "--evaluate.sequences=5", "--evaluate.final_sequences=5"})
                .code,
            0);
  const fs::path run = only_run(scratch.path());
  ASSERT_EQ(memnet(scratch.path(), {"figure", run.string(), "--panel=weightings"}).code, 0);
  const std::string svg = text_of(scratch / "figure.svg");
  const RunRecord::Trace trace = read_run_file(run / "run.h5").traces.front();
  for (const char* part : {">hop 0<", ">hop 1<", "\u2713"}) EXPECT_THAT(svg, HasSubstr(part)) << part;
  for (const report::StoryLine& line : report::story_lines(trace.story)) {
    if (line.is_question) break;
    EXPECT_THAT(svg, HasSubstr(">" + line.words + "<")) << line.words;
  }
  const Matrix& weights = *find_panel(trace, TracedRole::weighting, "hop1");
  for (int slot = 0; slot < weights.rows(); ++slot)
    EXPECT_TRUE(weights(slot, 0) == 0 || contains(svg, fmt::format(">{:.2f}<", weights(slot, 0)))) << slot;
}

TEST(Figure, AndShowDrawEarlierSnapshots) {
  const auto shown = [&](const Words& more) {
    return memnet(folder_of_run_and_comparison(), Words{"show", run_beside_comparison()} + more);
  };
  const std::string end = shown({}).out;
  EXPECT_EQ(shown({"--after=1e9"}).out, end);
  EXPECT_NE(shown({"--after=0"}).out, end);
  EXPECT_NE(shown({"--after=1999"}).out, shown({"--after=0"}).out);
  EXPECT_EQ(shown({"--after=999"}).out, shown({"--after=0"}).out) << "the last snapshot before";
  EXPECT_EQ(shown({"--after=-1"}).code, 2);
  ASSERT_EQ(
      memnet(folder_of_run_and_comparison(), {"figure", run_beside_comparison(), "--after=0", "-o", "start.svg"}).code,
      0);
  EXPECT_NE(text_of(folder_of_run_and_comparison() / "start.svg"), figure_of(run_beside_comparison(), "episode"));
}

TEST(Figure, RefusesPanelsThatARunOrAPlanLacks) {
  const std::string plan = only_plan(folder_of_run_and_comparison());
  for (const Words& words :
       {Words{"figure"}, Words{"figure", run_beside_comparison(), "--panel=matrix"},
        Words{"figure", plan, "--panel=weightings"}, Words{"figure", run_beside_comparison(), "--panel=nothing"},
        Words{"figure", run_beside_comparison(), "--episode=9"},
        Words{"figure", run_beside_comparison(), "--panel=curves", "--after=3"},
        Words{"figure", plan, "--panel=matrix", "--episode=1"},
        Words{"figure", plan, "--panel=matrix", "--metric=loss"},
        Words{"figure", plan, "--panel=lengths", "--metric=loss"},
        Words{"figure", plan, "--panel=matrix", "--beside=lines.csv"},
        Words{"figure", run_beside_comparison(), "--panel=grid"},
        Words{"figure", run_beside_comparison(), "--panel=curves", "--metric=loss"},
        Words{"figure", run_beside_comparison(), "--panel=curves", "--beside=lines.csv"}})
    EXPECT_EQ(memnet(folder_of_run_and_comparison(), words).code, 2) << words.back();
}

// Returns a folder with a comparison of linear attention and an LSTM at 4 and 8 keys, made once.
const fs::path& folder_of_grid() {
  static const Scratch scratch;
  static const Outcome made = memnet(
      scratch.path(), {"compare", "--task=capacity", "--addressing=linear,lstm", "--grid=task.keys=4,8", "--seeds=1..3",
                       "--jobs=2", "--linear.model.slots=4", "--linear.model.width=8", "--lstm.model.controller.size=4",
                       "--train.sequences=48", "--train.batch=8", "--evaluate.every=24", "--evaluate.sequences=4",
                       "--evaluate.final_sequences=8", "--evaluate.lengths=1x"});
  EXPECT_EQ(made.code, 0) << made.err;
  return scratch.path();
}

Outcome figure_of_grid(const Words& more) {
  return memnet(folder_of_grid(), Words{"figure", only_plan(folder_of_grid())} + more);
}

void write_text(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }

TEST(Figure, OfAGridShowsTheEndsOfRunsOverAnOptionBesideABound) {
  write_text(folder_of_grid() / "bound.csv",
             "# exact\nname,x,y\na <bound> \"b\",2,0\r\na <bound> \"b\",16,.25\nother, 5 ,1e-1\n");
  const Outcome outcome = figure_of_grid({"--panel=grid", "--metric=loss_per_step", "--beside=bound.csv"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  const std::string svg = text_of(folder_of_grid() / "figure.svg");
  for (const char* part : {">keys<", ">loss per step at the trained length, after training<", ">linear<", ">lstm<",
                           ">a &lt;bound&gt; &quot;b&quot;<", "\"line s1 gray\"", "\"dot s2 gray\"", "\"band s0\""})
    EXPECT_THAT(svg, HasSubstr(part)) << part;

  std::map<std::string, std::map<double, std::vector<double>>> losses;  // by model and keys; a step scores all keys
  for (const fs::path& folder : all_runs(folder_of_grid())) {
    const RunRecord run = read_run_file(folder / "run.h5");
    const double keys = *recorded_option_number(run, "task.keys");
    losses[recorded_option(run, "model")][keys].push_back(keys * metric(run.final_sweep, "loss", 0));
  }
  const std::vector<ShownLine> lines = lines_in(svg);
  ASSERT_EQ(lines.size(), 4u);
  for (std::size_t i = 0; i < 2; ++i) {
    ASSERT_EQ(lines[i].x, (std::vector<double>{4, 8}));
    for (std::size_t k = 0; k < 2; ++k) {
      const double expected = median(losses[i == 0 ? "linear" : "lstm"][lines[i].x[k]]);
      EXPECT_NEAR(lines[i].y[k], expected, 1e-5 * expected);
    }
  }
  EXPECT_EQ(lines[2].y, (std::vector<double>{0, 0.25}));
  EXPECT_EQ(lines[3].x, (std::vector<double>{5}));
}

TEST(Figure, OfAGridShowsTheShareOfSeedsThatSolveTheTask) {
  const Outcome outcome = figure_of_grid({"--panel=grid", "--metric=solved"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const std::string svg = text_of(folder_of_grid() / "figure.svg");
  for (const char* part : {">keys<", ">seeds that solve the task<", "\"band s0\""})
    EXPECT_THAT(svg, HasSubstr(part)) << part;
  std::map<std::string, double> solved;  // of both values of keys, by model
  for (const fs::path& folder : all_runs(folder_of_grid())) {
    const RunRecord run = read_run_file(folder / "run.h5");
    solved[recorded_option(run, "model")] += result_of(run).solved ? 1 : 0;
  }
  const std::vector<ShownLine> lines = lines_in(svg);
  ASSERT_EQ(lines.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    ASSERT_EQ(lines[i].x, (std::vector<double>{4, 8}));
    EXPECT_NEAR(3 * (lines[i].y[0] + lines[i].y[1]), solved[i == 0 ? "linear" : "lstm"], 1e-6);
  }
}

TEST(Figure, ShowsAnyMetricThatTheRunsHold) {
  EXPECT_EQ(figure_of_grid({"--panel=grid"}).code, 0);
  EXPECT_THAT(text_of(folder_of_grid() / "figure.svg"), HasSubstr(">sequences without an error at the trained"));
  EXPECT_EQ(figure_of_grid({"--panel=curves", "--metric=loss"}).code, 0);
  EXPECT_THAT(text_of(folder_of_grid() / "figure.svg"), HasSubstr(">loss at the trained length<"));
  for (const char* panel : {"--panel=grid", "--panel=curves"}) {
    const Outcome outcome = figure_of_grid({panel, "--metric=los"});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("no run holds the metric los; they hold bits_per_sequence, error_rate, "));
    EXPECT_THAT(outcome.err, HasSubstr("loss, loss_per_step, "));
  }
}

// A bank holds the loss at the end, but not during training.
TEST(Figure, OfABankSaysWhichRunsLackTheMetric) {
  const Scratch scratch;
  const fs::path plan = only_plan(folder_of_grid()), run = all_runs(folder_of_grid()).front();
  ASSERT_EQ(memnet(folder_of_grid(), {"gather", plan}).code, 0);
  fs::copy(folder_of_grid() / "results", scratch / "results", fs::copy_options::recursive);
  fs::create_directories(scratch / "runs" / plan.filename());
  fs::copy(plan / "plan.ini", scratch / "runs" / plan.filename() / "plan.ini");
  const auto figure = [&](const std::string& panel) {
    return memnet(scratch.path(), {"figure", "runs/" + plan.filename().string(), panel, "--metric=loss"});
  };
  const Outcome grid = figure("--panel=grid");
  EXPECT_EQ(grid.code, 0);
  EXPECT_EQ(grid.err, "");
  ASSERT_EQ(figure_of_grid({"--panel=grid", "--metric=loss"}).code, 0);
  EXPECT_EQ(text_of(scratch / "figure.svg"), text_of(folder_of_grid() / "figure.svg"));

  const Outcome curves = figure("--panel=curves");
  EXPECT_EQ(curves.code, 2);
  EXPECT_THAT(curves.err, HasSubstr("no run holds the metric loss; they hold error_rate\n"));
  fs::copy(run, scratch / "runs" / run.filename(), fs::copy_options::recursive);
  EXPECT_THAT(figure("--panel=curves").err, HasSubstr("capacity: 11 of 12 runs do not hold loss and are left out"));
}

TEST(Figure, OfAGridNeedsOneOptionWithNumbers) {
  const Outcome outcome =
      memnet(folder_of_run_and_comparison(), {"figure", only_plan(folder_of_run_and_comparison()), "--panel=grid"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("over one option with several numbers"));
  EXPECT_THAT(outcome.err, HasSubstr("this plan has none"));
}

TEST(Figure, RefusesWrongTablesOfLinesBeside) {
  const std::string head = "name,x,y\n", task_head = "name,x,y,task\n";
  std::string many = head;
  for (int i = 0; i < 16; ++i) many += fmt::format("line {},1,1\n", i);
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"", "wrong.csv:1: the file has no points"},
      {head, "wrong.csv:2: the file has no points"},
      {"a,b,c\na,1,1\n", "wrong.csv:1: the first line is not 'name,x,y'"},
      {"# a comment\n" + head + "a,1\n", "wrong.csv:3: 2 values; expected 3"},
      {head + "a,1,1,copy\n", "wrong.csv:2: 4 values; expected 3"},
      {head + "a,1,1\na,x\x1b[31m,1\n", "wrong.csv:3: x = 'x?[31m' is not a number"},
      {head + "a,1,nan\n", "wrong.csv:2: y = 'nan' is not a number"},
      {head + "a,inf,1\n", "wrong.csv:2: x = 'inf' is not a number"},
      {head + "a,1e300,1\n", "wrong.csv:2: x = '1e300' is not a number"},
      {head + "a,1,\n", "wrong.csv:2: y = '' is not a number"},
      {head + ",1,1\n", "wrong.csv:2: a name has 1 to 80 bytes"},
      {head + std::string(81, 'a') + ",1,1\n", "wrong.csv:2: a name has 1 to 80 bytes"},
      {task_head + "a,1,1,copi\n", "wrong.csv:2: the comparison has no task 'copi'; it has capacity"},
      {many, "wrong.csv:17: more than 15 lines"},
      {head + "a,1,98\n", "wrong.csv: y = 98 of 'a' is beyond the axis"},
      {std::string((1 << 20) + 1, '#'), "wrong.csv: has 1048577 bytes"}};
  for (const auto& [text, message] : wrong) {
    write_text(folder_of_grid() / "wrong.csv", text);
    const Outcome outcome = figure_of_grid({"--panel=lengths", "--beside=wrong.csv"});
    EXPECT_EQ(outcome.code, 3) << message;
    EXPECT_THAT(outcome.err, HasSubstr(message));
  }
  EXPECT_EQ(figure_of_grid({"--panel=lengths", "--beside=missing.csv"}).code, 5);
}

// The first number behind a name counts; the label has the other arguments.
TEST(Figure, OfAGridTakesTheNumbersBehindAName) {
  for (const auto& [cells, label] : {std::pair("ponder:0.1,ponder:0.001", ">cell ponder:<"),
                                     std::pair("\"ponder:0.1,2\",\"ponder:0.001,2\"", ">cell ponder:..,2<")}) {
    const Scratch scratch;
    const Outcome outcome =
        memnet(scratch.path(), {"compare", "--task=parity", "--model=rnn", std::string("--grid=model.cell=") + cells,
                                "--seeds=1", "--train.sequences=16", "--evaluate.lengths=1x",
                                "--evaluate.final_sequences=16", "--evaluate.traces=0"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const Outcome figure =
        memnet(scratch.path(), {"figure", only_plan(scratch.path()), "--panel=grid", "-o", "figure.svg"});
    ASSERT_EQ(figure.code, 0) << figure.err;
    const std::string svg = text_of(scratch / "figure.svg");
    EXPECT_THAT(svg, HasSubstr(label));
    ASSERT_EQ(lines_in(svg).size(), 1u);
    EXPECT_EQ(lines_in(svg)[0].x, (std::vector<double>{0.001, 0.1}));
  }
}

TEST(Figure, DrawsALineInTheChartOfItsTask) {
  const std::vector<report::LineBeside> lines = report::parse_lines_beside(
      "\xef\xbb\xbfname,x,y,task\n\na,1,1,copy\na,2,2,copy\na,3,3,reverse\nb,4,4,\n", "lines.csv", {"copy", "reverse"});
  report::Chart copy, reverse;
  add_lines_beside(copy, lines, "copy");
  add_lines_beside(reverse, lines, "reverse");
  ASSERT_EQ(copy.lines.size(), 2u);
  ASSERT_EQ(reverse.lines.size(), 2u);
  EXPECT_EQ(copy.lines[0].x, (std::vector<double>{1, 2}));
  EXPECT_EQ(reverse.lines[0].y, (std::vector<double>{3}));
  EXPECT_EQ(copy.lines[1].name, "b");
}

TEST(Figure, CanDrawAllPublishedNumbers) {
  int files = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(MEMNET_EXPERIMENTS) / ".." / "results" / "published")) {
    EXPECT_FALSE(report::read_lines_beside(entry.path(), {}).empty()) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 2);
}

}  // namespace
}  // namespace memnet
