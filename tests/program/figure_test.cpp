// memnet figure: one panel of a run or a comparison as SVG.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memnet/io/run_file.hpp"
#include "program/records/snapshots.hpp"
#include "program/report/content/story_questions.hpp"
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
        Words{"figure", plan, "--panel=matrix", "--episode=1"}})
    EXPECT_EQ(memnet(folder_of_run_and_comparison(), words).code, 2) << words.back();
}

}  // namespace
}  // namespace memnet
