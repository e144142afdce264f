// The other ways to look at runs: memnet figure, memnet watch, and memnet show in a terminal that knows blocks.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "memnet/io/run_file.hpp"
#include "program/records/snapshots.hpp"
#include "program/report/sections/story_questions.hpp"
#include "tests/support/program/run_contents.hpp"
#include "tests/support/program/tiny_compare.hpp"

namespace memnet {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
  const std::vector<std::byte> bytes = bytes_of(file);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

// A run and a comparison that these tests share.
const fs::path& shared_folder() {
  static const Scratch scratch;
  static const bool there = [] {
    return memnet(scratch.path(), tiny_run(2000) + Words{"--out=one"}).code +
               memnet(scratch.path(), tiny_compare()).code ==
           0;
  }();
  EXPECT_TRUE(there);
  return scratch.path();
}
std::string shared_run() { return fs::directory_iterator(shared_folder() / "one")->path(); }

std::string figure_of(const std::string& place, const std::string& panel) {
  const Outcome outcome = memnet(shared_folder(), {"figure", place, "--panel", panel, "-o", "figure.svg"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  const std::string svg = text_of(shared_folder() / "figure.svg");
  EXPECT_TRUE(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\"")) << svg.substr(0, 100);
  EXPECT_FALSE(contains(svg, "<image")) << "not a vector";
  return svg;
}

TEST(Figure, DrawsOnePanelAsVectors) {
  const std::string weightings = figure_of(shared_run(), "weightings");
  for (const char* name : {">write0 weighting<", ">read0 weighting<", ">time step<"})
    EXPECT_TRUE(contains(weightings, name)) << name;
  EXPECT_FALSE(contains(weightings, ">inputs<"));
  for (const char* name : {">inputs<", ">targets<", ">outputs<", ">errors<", ">write0 add<", ">read0 read<"})
    EXPECT_TRUE(contains(figure_of(shared_run(), "episode"), name)) << name;
  EXPECT_TRUE(contains(figure_of(shared_run(), "curves"), ">loss<"));
  EXPECT_TRUE(contains(figure_of(shared_run(), "lengths"), "data-from"));
  const std::string plan = only_plan(shared_folder());
  EXPECT_EQ(count(figure_of(plan, "matrix"), ">0/2 (0\u2013"), 3u);
  for (const char* panel : {"curves", "lengths"}) EXPECT_TRUE(contains(figure_of(plan, panel), ">copy<")) << panel;
}

TEST(Figure, OfAStoryDrawsItsSentencesAndHops) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), {"run", "--task=babi", "--model=memn2n", "--model.slots=10", "--model.hops=2",
                                    "--train.sequences=64", "--evaluate.sequences=5", "--evaluate.final_sequences=5"})
                .code,
            0);
  const fs::path run = only_run(scratch.path());
  ASSERT_EQ(memnet(scratch.path(), {"figure", run.string(), "--panel=weightings"}).code, 0);
  const std::string svg = text_of(scratch / "figure.svg");
  const RunRecord::Trace trace = read_run_file(run / "run.h5").traces.front();
  for (const char* part : {">hop 0<", ">hop 1<", "\u2713"}) EXPECT_TRUE(contains(svg, part)) << part;
  for (const report::StoryLine& line : report::story_lines(trace.story)) {
    if (line.is_question) break;
    EXPECT_TRUE(contains(svg, ">" + line.words + "<")) << line.words;
  }
  const Matrix& weights = *find_panel(trace, TracedRole::weighting, "hop1");
  for (int slot = 0; slot < weights.rows(); ++slot)
    EXPECT_TRUE(weights(slot, 0) == 0 || contains(svg, fmt::format(">{:.2f}<", weights(slot, 0)))) << slot;
}

TEST(Figure, AndShowGoBackInTraining) {
  const auto shown = [&](const Words& more) { return memnet(shared_folder(), Words{"show", shared_run()} + more); };
  const std::string end = shown({}).out;
  EXPECT_EQ(shown({"--after=1e9"}).out, end);
  EXPECT_NE(shown({"--after=0"}).out, end);
  EXPECT_NE(shown({"--after=1999"}).out, shown({"--after=0"}).out);
  EXPECT_EQ(shown({"--after=999"}).out, shown({"--after=0"}).out) << "the last moment before";
  EXPECT_EQ(shown({"--after=-1"}).code, 2);
  ASSERT_EQ(memnet(shared_folder(), {"figure", shared_run(), "--after=0", "-o", "start.svg"}).code, 0);
  EXPECT_NE(text_of(shared_folder() / "start.svg"), figure_of(shared_run(), "episode"));
}

TEST(Figure, SaysWhatItCannotDraw) {
  const std::string plan = only_plan(shared_folder());
  for (const Words& words :
       {Words{"figure"}, Words{"figure", shared_run(), "--panel=matrix"}, Words{"figure", plan, "--panel=weightings"},
        Words{"figure", shared_run(), "--panel=nothing"}, Words{"figure", shared_run(), "--episode=9"},
        Words{"figure", shared_run(), "--panel=curves", "--after=3"},
        Words{"figure", plan, "--panel=matrix", "--episode=1"}})
    EXPECT_EQ(memnet(shared_folder(), words).code, 2) << words.back();
}

TEST(Show, DrawsInBlocksWhereItIsTold) {
  const std::string shown = memnet(shared_folder(), {"show", shared_run(), "--draw=blocks"}).out;
  for (const char* part :
       {"inputs   0 \u2502", "targets   0 \u2502\u00b7\u00b7\u00b7", "write0 weighting", "read0 read", "\u2588"})
    EXPECT_TRUE(contains(shown, part)) << part << "\n" << shown;
  const std::string letters = memnet(shared_folder(), {"show", shared_run()}).out;
  EXPECT_FALSE(contains(letters, "\u2588")) << "no terminal, no blocks";
}

TEST(Watch, SaysHowFarWhatIsThereHasCome) {
  const Outcome run = memnet(shared_folder(), {"watch", shared_run()});
  EXPECT_EQ(run.code, 0);
  EXPECT_TRUE(contains(run.out, ": finished, 2000 sequences\n  loss ")) << run.out;
  EXPECT_TRUE(contains(run.out, "without an error:")) << run.out;
  const Outcome plan = memnet(shared_folder(), {"watch", only_plan(shared_folder()).string()});
  EXPECT_EQ(plan.code, 0);
  EXPECT_TRUE(contains(plan.out, ": 6 runs: 6 finished\n")) << plan.out;
  EXPECT_EQ(memnet(shared_folder(), {"watch", "nowhere"}).code, 5);
}

TEST(Watch, FollowsARunThatAnotherProcessIsAt) {
  const Scratch scratch;
  Process training({.folder = scratch.path(), .output = ""}, tiny_run(5 * kLongRun));
  while (!fs::exists(scratch / "runs") || fs::is_empty(scratch / "runs"))
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const Outcome watched = memnet(scratch.path(), {"watch", only_run(scratch.path()).string(), "--every=0.05"});
  EXPECT_EQ(training.wait().code, 0);
  EXPECT_EQ(watched.code, 0);
  EXPECT_TRUE(contains(watched.err, "running")) << watched.err;
  EXPECT_TRUE(contains(watched.out, fmt::format("finished, {} sequences", 5 * kLongRun))) << watched.out;
}

TEST(Watch, SaysThatNobodyWorksOnARunAnyMore) {
  const Scratch scratch;
  Process training({.folder = scratch.path(), .output = ""}, tiny_run(2000000));
  while (!fs::exists(scratch / "runs") || fs::is_empty(scratch / "runs") ||
         !fs::exists(only_run(scratch.path()) / "run.h5"))
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  training.send(SIGKILL);
  training.wait();
  const Outcome watched = memnet(scratch.path(), {"watch", only_run(scratch.path()).string(), "--every=0.05"});
  EXPECT_TRUE(contains(watched.out, "stopped, nobody works on it")) << watched.out;
}

}  // namespace
}  // namespace memnet
