// memnet report: its sections, unfinished runs, and text from files that could be taken for markup.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>

#include "memnet/io/run_file.hpp"
#include "program/records/snapshots.hpp"
#include "tests/support/program/report_page.hpp"
#include "tests/support/program/shared_runs.hpp"
#include "tests/support/program/tiny_compare.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

TEST(Report, ShowsThePanelsInTheOrderOfThePaper) {
  const std::string page = report_of(folder_of_shared_run(), only_run(folder_of_shared_run()));
  std::size_t at = 0;
  for (const char* panel :
       {"inputs", "targets", "outputs", "errors", "write0/add", "write0/weighting", "read0/weighting", "read0/read",
        "Intermediate values", "read0/strength", "read0/content", "read0/gated", "read0/shifted", "read0/sharpened"}) {
    const std::size_t next = page.find(std::string_view(panel).find(' ') == std::string_view::npos
                                           ? "data-panel=\"" + std::string(panel) + "\""
                                           : panel,
                                       at);
    EXPECT_NE(next, page.npos) << panel;
    at = next;
  }
  const std::regex kPicture(
      "<img alt=\"[^\"]*Largest at each step, as step: row \\(number\\): [^\"]*\" "
      "[^>]*src=\"data:image/png;base64,[A-Za-z0-9+/]+=*\">");
  EXPECT_TRUE(std::regex_search(page, kPicture));
}

TEST(Report, IsOneFileThatLoadsNoOther) {
  const std::string page = report_of(folder_of_shared_run(), only_run(folder_of_shared_run()));
  const std::regex kPolicy(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; img-src data:; style-src( "
      "&#39;sha256-[A-Za-z0-9+/]{43}=&#39;)+; "
      "script-src( &#39;sha256-[A-Za-z0-9+/]{43}=&#39;)+; base-uri &#39;none&#39;; form-action &#39;none&#39;\">");
  EXPECT_TRUE(std::regex_search(page, kPolicy)) << page.substr(0, 900);
  EXPECT_THAT(page, Not(HasSubstr("unsafe")));
  EXPECT_THAT(std::regex_replace(page, std::regex("http://www\\.w3\\.org/2000/svg"), ""), Not(HasSubstr("://")));
  for (const char* outside :
       {"<link", "<iframe", "<object", "@import", "url(", "fetch(", "XMLHttpRequest", " style=\"", " onclick"})
    EXPECT_THAT(page, Not(HasSubstr(outside))) << outside;
  EXPECT_LT(page.size(), 300'000u);
}

TEST(Report, TheSameRunFilesGiveTheSameBytes) {
  const fs::path run = only_run(folder_of_shared_run());
  EXPECT_TRUE(report_of(folder_of_shared_run(), run) == report_of(folder_of_shared_run(), run / "run.h5"));
}

// Returns the report of a changed copy of the shared run.
template <class Change>
std::string report_of_changed(const Scratch& scratch, Change change) {
  RunRecord record = read_run_file(only_run(folder_of_shared_run()) / "run.h5");
  change(record);
  fs::create_directory(scratch / "changed");
  write_run_file(scratch / "changed" / "run.h5", record);
  return report_of(scratch.path(), scratch / "changed");
}

TEST(Report, TextOfAFileIsEscaped) {
  const Scratch scratch;
  const std::string evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\x1b[2J";
  const std::string page = report_of_changed(scratch, [&](RunRecord& record) {
    record.name = record.message = evil;
    record.status = "diverged";
    record.options.push_back({"evil", evil});
    record.traces[0].panels.back().name = "a<script>";
    record.attention.names[0] = "<b>";
  });
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, Not(HasSubstr("<img src=x")));
  EXPECT_THAT(page, Not(HasSubstr("<b>\"")));
  EXPECT_THAT(page, Not(HasSubstr("\x1b")));
  EXPECT_THAT(page,
              HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;?[2J"));
  EXPECT_THAT(page, HasSubstr("read0/a\\u003cscript>"));
}

TEST(Report, StatesThatARunDivergedOrIsNotFinished) {
  const Scratch scratch;
  EXPECT_THAT(report_of_changed(scratch,
                                [](RunRecord& record) {
                                  record.status = "diverged";
                                  record.message = "softmax at step 7 is not finite";
                                  record.traces.clear();
                                  record.final_sweep = {};
                                  record.attention = {};
                                }),
              HasSubstr("This run diverged and was stopped. softmax at step 7 is not finite."));
  const Scratch other;
  EXPECT_THAT(report_of_changed(other,
                                [](RunRecord& record) {
                                  record.status = "running";
                                  record.final_sweep = {};
                                  record.traces.clear();
                                  record.attention = {};
                                }),
              HasSubstr("This run is not finished: the results below are those of its last saved state."));
}

TEST(Report, ShowsTheDigitsOfSmallCosts) {
  const Scratch scratch;
  const std::string page = report_of_changed(scratch, [](RunRecord& record) {
    record.cost = {{"parameters", 12345}, {"flops_per_sequence", 56582.1}, {"weight_on_facts", 0.0846}};
  });
  for (const char* shown : {"/cost@parameters\">12\u202f345<", "flops_per_sequence\">56\u202f582<", "facts\">0.0846<"})
    EXPECT_THAT(page, HasSubstr(shown)) << shown;
}

// Two sentences, a question, another sentence and another question, read in two hops.
TEST(Report, ShowsTheWeightsOfTheSentencesOfAStory) {
  const Scratch scratch;
  const std::string page = report_of_changed(scratch, [](RunRecord& record) {
    RunRecord::Trace trace;
    trace.story =
        "1 Mary moved to the bathroom.\n2 John went to the <hallway>.\n3 Where is Mary?\tbathroom\t1\n4 Mary went to "
        "the garden.\n5 Where is Mary?\tgarden\t4\n";
    const auto panel = [&](TraceLabel label, int rows, std::vector<float> numbers) {
      Matrix matrix(rows, 2);
      std::ranges::copy(numbers, matrix.numbers().begin());
      trace.panels.push_back({std::move(label), matrix});
    };
    const auto hop = [](const char* head) {
      return TraceLabel{head, "weighting", TracedKind::hop, TracedRole::weighting, TracedAxis::sentence};
    };
    panel({"", "targets", TracedKind::task, TracedRole::target, TracedAxis::single}, 1, {1, 2});
    panel({"", "outputs", TracedKind::task, TracedRole::output, TracedAxis::word}, 4,
          {0.1f, 0.8f, 0.1f, 0, 0.2f, 0, 0.1f, 0.7f});
    panel(hop("hop0"), 3, {0.9f, 0.1f, 0, 0.1f, 0.2f, 0.7f});
    panel(hop("hop1"), 3, {0.75f, 0.25f, 0, 0.6f, 0.2f, 0.2f});
    record.traces = {trace};
    record.snapshots.clear();
    record.words = {"", "bathroom", "garden", "kitchen"};
  });
  for (const char* part :
       {"Story <span class=\"name\">0</span>", "1 Mary moved to the bathroom.", "2 John went to the &lt;hallway&gt;.",
        "<th scope=\"col\"><span class=\"name\">hop 1</span></th>", "data-from=\"copy-ntm-s1-",
        "hop0/weighting 0 0\">90.0\u202f%</data>", "hop1/weighting 1 0\">60.0\u202f%</data>",
        "<b class=\"name\">bathroom</b> (right, ", "Every hop has its largest weight at a supporting fact.",
        "<b class=\"name\">kitchen</b> (wrong, ",
        "Some hops have their largest weight at a supporting fact, others do not.", "\u2713 supporting"})
    EXPECT_THAT(page, HasSubstr(part)) << part;
  EXPECT_EQ(read_run_file(scratch / "changed" / "run.h5").traces[0].story.substr(0, 6), "1 Mary");
  EXPECT_THAT(report_of(folder_of_shared_run(), only_run(folder_of_shared_run())),
              Not(HasSubstr("<span class=\"name\">hop")));
}

// A model that reads a story word by word has no hops, but its answers are shown.
TEST(Report, ShowsTheAnswersOfAModelWithoutHops) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), {"run", "--task=babi", "--model=lstm", "--model.controller.size=8",
                                    "--train.sequences=64", "--evaluate.sequences=5", "--evaluate.final_sequences=5"})
                .code,
            0);
  const fs::path run = only_run(scratch.path());
  const std::string page = report_of(scratch.path(), run);
  EXPECT_THAT(page, HasSubstr("Story <span class=\"name\">0</span>"));
  EXPECT_THAT(page, Not(HasSubstr("scored bits are wrong")));
  EXPECT_THAT(page, Not(HasSubstr("largest weight at")));
  const RunRecord record = read_run_file(run / "run.h5");
  const RunRecord::Trace& trace = record.traces.front();
  const Matrix &outputs = *find_panel(trace, TracedRole::output), &mask = *find_panel(trace, TracedRole::mask);
  for (int t = 0; t < mask.cols(); ++t) {
    if (mask(0, t) == 0) continue;
    const auto probabilities = outputs.column(t);
    const std::string& word =
        record.words[static_cast<std::size_t>(std::ranges::max_element(probabilities) - probabilities.begin())];
    EXPECT_THAT(page, HasSubstr("<b class=\"name\">" + word + "</b> (")) << word;
  }
}

TEST(Report, OfAnUnfinishedRunNamesTheSnapshotOfItsTrace) {
  const Scratch scratch;
  const std::string page = report_of_changed(scratch, [](RunRecord& record) {
    record.status = "interrupted";
    record.traces.clear();
    record.snapshots.resize(1);
  });
  EXPECT_THAT(page, HasSubstr("/snapshots/sequences 0\">0</data> training sequences."));
  EXPECT_THAT(page, HasSubstr("class=\"snapshot\""));
}

TEST(Report, NanIsAWrongAnswer) {
  const Scratch scratch;
  const std::string page = report_of_changed(scratch, [](RunRecord& record) {
    record.snapshots.clear();
    for (RunRecord::Trace::Panel& panel : record.traces.front().panels)
      if (panel.role == TracedRole::output)
        std::ranges::fill(panel.numbers.numbers(), std::numeric_limits<Scalar>::quiet_NaN());
  });
  std::map<std::string, double> counts;
  for (const ShownNumber& number : numbers_in(page))
    counts[number.from.substr(number.from.rfind(' ') + 1)] = number.value;
  EXPECT_GT(counts.at("scored"), 0);
  EXPECT_EQ(counts.at("wrong"), counts.at("scored"));
}

TEST(Report, OfAComparisonListsUnfinishedRunsAndExpectedResults) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_compare()).code, 0);
  const std::vector<fs::path> runs = all_runs(scratch.path());
  RunRecord diverged = read_run_file(runs[0] / "run.h5");
  diverged.status = "diverged";
  diverged.message = "a number is <not> finite";
  write_run_file(runs[0] / "run.h5", diverged);
  fs::remove_all(runs[1]);
  fs::resize_file(runs[2] / "run.h5", 1000);
  std::ofstream(only_plan(scratch.path()) / "hypotheses.csv") << "task,scheme,expected\ncopy,ntm,+\ncopy,content,-\n";
  const std::string page = report_of(scratch.path(), only_plan(scratch.path()));
  for (const char* part : {"Not every run of this comparison is finished",
                           "\"plan status diverged\">1</data> diverged, ", "\"plan status missing\">1</data> missing, ",
                           "\"plan status unreadable\">1</data> unreadable", "a number is &lt;not&gt; finite",
                           " not done</small>", " diverged</small>", "Expected and actual results", "not predicted"})
    EXPECT_THAT(page, HasSubstr(part)) << part;
  std::ofstream(only_plan(scratch.path()) / "hypotheses.csv")
      << "task,scheme,expected,renamed_scheme\ncopy,ntm,+,\ncopy,ntm-gate,-,content\n";
  const std::string renamed = report_of(scratch.path(), only_plan(scratch.path()));
  EXPECT_EQ(count_of(renamed, "not predicted"), count_of(page, "not predicted"));
  std::ofstream(scratch / "other.csv") << "task,expected\n";
  EXPECT_EQ(memnet(scratch.path(), {"report", only_plan(scratch.path()).string(), "--hypotheses=other.csv"}).code, 3);
}

TEST(Report, OfRunsWithoutAPlanComparesThem) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), tiny_compare()).code, 0);
  Words words = {"report", "-o", "report.html"};
  for (const fs::path& run : all_runs(scratch.path())) words.push_back(run);
  const Outcome outcome = memnet(scratch.path(), words);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const std::string page = text_of(scratch / "report.html");
  EXPECT_THAT(page, HasSubstr("6 runs"));
  EXPECT_THAT(page, HasSubstr("\"plan task\">1</data> task, "));
  EXPECT_THAT(page, HasSubstr("\"plan scheme\">3</data> schemes."));
  for (const fs::path& run : all_runs(scratch.path()))
    EXPECT_THAT(page, HasSubstr("data-run=\"" + run.filename().string() + "\"")) << run;
}

TEST(Report, RefusesMissingFilesAndFolders) {
  const Scratch scratch;
  EXPECT_EQ(memnet(scratch.path(), {"report"}).code, 2);
  EXPECT_EQ(memnet(folder_of_shared_run(), {"report", only_run(folder_of_shared_run()), "--hypotheses=none.csv"}).code,
            2);
  EXPECT_EQ(memnet(scratch.path(), {"report", "nowhere"}).code, 5);
  EXPECT_EQ(
      memnet(folder_of_shared_run(), {"report", only_run(folder_of_shared_run()).string(), "-o", "no/such/folder.html"})
          .code,
      5);
}

}  // namespace
}  // namespace memnet
