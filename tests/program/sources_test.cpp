// Runs of tasks with sources: what they record, and how they are asked, shown and reported.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/program/process.hpp"
#include "tests/support/program/run_contents.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

Words source_run(const Words& more) {
  return Words{"run",
               "--task=addition",
               "--task.max_length=2",
               "--train.sequences=64",
               "--evaluate.every=64",
               "--evaluate.lengths=1x",
               "--evaluate.sequences=10",
               "--evaluate.final_sequences=20",
               "--evaluate.traces=1",
               "--quiet"} +
         more;
}

class Sources : public testing::TestWithParam<const char*> {
 protected:
  Sources() {
    Words words = source_run({std::string("--model=") + GetParam(), "--model.controller.size=8"});
    if (std::string(GetParam()) != "lstm") words = words + Words{"--model.encoder.size=8", "--model.embedding=8"};
    const Outcome outcome = memnet(scratch.path(), words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    run = only_run(scratch.path());
  }
  Outcome ask(const std::string& input, const Words& more = {}) const {
    return memnet(scratch.path(), Words{"ask", run.string()} + more, input);
  }

  Scratch scratch;
  fs::path run;
};

INSTANTIATE_TEST_SUITE_P(Models, Sources, testing::Values("rnnsearch", "luong", "seq2seq", "lstm"),
                         [](const auto& info) { return std::string(info.param); });

TEST_P(Sources, AreAnsweredLineByLine) {
  const Outcome outcome = ask("12+3\n4 + 5\n\n9+9");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(count_lines(outcome.out), 4u) << outcome.out;
  const Outcome wrong = ask("12+3\n12-3\n");
  EXPECT_EQ(wrong.code, 3);
  EXPECT_THAT(wrong.err, HasSubstr("standard input:2: '-' is no word of the sources of task = addition"));
}

TEST_P(Sources, AreShownAndReported) {
  const bool looks = std::string(GetParam()) == "rnnsearch" || std::string(GetParam()) == "luong";
  const Outcome shown = memnet(scratch.path(), {"show", run.string()});
  EXPECT_EQ(shown.code, 0) << shown.err;
  if (looks) {
    EXPECT_THAT(shown.out, HasSubstr("read 0"));
  }
  const Outcome drawn = ask("12+3\n", {"--draw", "--longest=3"});
  EXPECT_EQ(drawn.code, 0) << drawn.err;
  if (looks) {
    EXPECT_THAT(drawn.out, HasSubstr("1 2 + 3"));
  }
  for (const Words& words : {Words{"report", run.string(), "-o", "page.html"},
                             Words{"eval", run.string(), "--evaluate.beam=3"}, Words{"table", run.string()}}) {
    const Outcome outcome = memnet(scratch.path(), words);
    EXPECT_EQ(outcome.code, 0) << words[0] << ": " << outcome.err;
  }
  if (looks) {
    EXPECT_THAT(text_of(scratch / "page.html"), HasSubstr("Each row shows the weights of the places"));
  }
}

// Behind a TAB, or in the form of SCAN, a line has the right answer.
TEST_P(Sources, AreComparedWithTheRightAnswers) {
  const std::string answer = ask("12+3\n").out.substr(0, ask("12+3\n").out.find('\n'));
  const Outcome outcome = ask("12+3\t" + (answer.find("...") == answer.npos ? answer : "1") + "\n12+3\t999\n");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(count_lines(outcome.out), 3u) << outcome.out;
  EXPECT_THAT(outcome.out, testing::StartsWith(answer + "\t"));
  if (answer.find("...") == answer.npos) {
    EXPECT_THAT(outcome.out, HasSubstr(answer + "\tright\t"));
    EXPECT_THAT(outcome.out, HasSubstr("1 of 2 answers are right; "));
  }
  EXPECT_THAT(outcome.out, HasSubstr("\twrong\t"));
  EXPECT_THAT(outcome.out, HasSubstr(" nats a word under teacher forcing"));
  EXPECT_EQ(ask("IN: 12+3 OUT: 999\n").out, ask("12+3\t999\n").out);
  for (const auto& [line, problem] : {std::pair("12+3\t1\t2\n", "2 TABs"),
                                      {"12+3\t1x\n", "'x' is no word of the answers of task = addition"},
                                      {"\t12\n", "the source is empty"}}) {
    const Outcome refused = ask(line);
    EXPECT_EQ(refused.code, 3) << line;
    EXPECT_THAT(refused.err, HasSubstr(problem)) << line;
  }
}

// The picture has the words of both sides.
TEST_P(Sources, AreDrawnAsAFigure) {
  for (const char* panel : {"episode", "weightings"}) {
    const bool looks = std::string(GetParam()) == "rnnsearch" || std::string(GetParam()) == "luong";
    const Outcome outcome =
        memnet(scratch.path(), {"figure", run.string(), "--panel", panel, "-o", "figure.svg", "--force"});
    if (!looks) continue;
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    const std::string svg = text_of(scratch / "figure.svg");
    for (const char* word : {">read 0<", ">+<", ">(end)<", "rotate(-90)"}) EXPECT_THAT(svg, HasSubstr(word)) << panel;
  }
}

// What a model that writes answers measures besides.
TEST_P(Sources, HaveAnswersThatAreMeasuredInTwoWays) {
  const bool writes = std::string(GetParam()) != "lstm";
  const std::string shown = memnet(scratch.path(), {"show", run.string()}).out;
  for (const char* name : {" before", " forced", "before: the fraction of an answer before its first error",
                           "forced: errors under teacher forcing"})
    EXPECT_EQ(shown.find(name) != shown.npos, writes) << name;
}

TEST_P(Sources, AreTextInUtf8) {
  const Outcome outcome = ask("12+3\n1\xff\n");
  EXPECT_EQ(outcome.code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("standard input:2: holds the byte 0xff, which is not UTF-8"));
}

TEST_P(Sources, AreAskedWithoutOptionsForStories) {
  const Outcome outcome = ask("12+3\n", {"--answers=2"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--answers has no effect on a run about sources"));
}

// Their places have no words.
// Dates have blanks as words: a date as people write it is the same as its characters one by one.
TEST(SourcesOfTasks, BlanksBetweenCharactersAreWords) {
  const Scratch scratch;
  const Outcome run =
      memnet(scratch.path(), {"run", "--task=dates", "--model=rnnsearch", "--model.controller.size=8", "--quiet",
                              "--model.encoder.size=8", "--model.embedding=8", "--train.sequences=64",
                              "--evaluate.every=64", "--evaluate.sequences=10", "--evaluate.final_sequences=20"});
  ASSERT_EQ(run.code, 0) << run.err;
  const std::string folder = only_run(scratch.path()).string();
  const Outcome written = memnet(scratch.path(), {"ask", folder, "--draw"}, "May 3, 1987\n");
  EXPECT_EQ(written.code, 0) << written.err;
  EXPECT_THAT(written.out, HasSubstr("M a y \u2423 3 , \u2423 1 9 8 7"));
  EXPECT_EQ(memnet(scratch.path(), {"ask", folder, "--draw"}, "M a y \u2423 3 , \u2423 1 9 8 7\n").out, written.out);
}

TEST(SourcesOfTasks, OfNumbersAreShownAndReported) {
  const Scratch scratch;
  const Words run = source_run({"--model.encoder.size=8", "--model.controller.size=8", "--model=rnnsearch"});
  Words words{"run", "--task=tones"};
  words.insert(words.end(), run.begin() + 2, run.end());
  ASSERT_EQ(memnet(scratch.path(), words).code, 0);
  const std::string folder = only_run(scratch.path()).string();
  const Outcome shown = memnet(scratch.path(), {"show", folder});
  EXPECT_EQ(shown.code, 0) << shown.err;
  for (const char* part : {"source  (numbers", "answer  ", "read 0  0 1 2 3"})
    EXPECT_THAT(shown.out, HasSubstr(part)) << shown.out;
  ASSERT_EQ(memnet(scratch.path(), {"report", folder, "-o", "page.html"}).code, 0);
  EXPECT_THAT(text_of(scratch / "page.html"), HasSubstr("Each row shows the weights of the places"));
  EXPECT_THAT(memnet(scratch.path(), {"ask", folder}, "1\n").err, HasSubstr("no stories or sources in words"));
}

TEST(SourcesOfTasks, AModelThatReadsThemNamesTasksThatHaveThem) {
  const Scratch scratch;
  const Outcome outcome = memnet(scratch.path(), {"run", "--task=copy", "--model=rnnsearch"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("model = rnnsearch reads sources and answers in words, but task = copy has none"));
  EXPECT_THAT(outcome.err, HasSubstr("addition"));
  EXPECT_THAT(outcome.err, HasSubstr("task.source = yes"));
}

}  // namespace
}  // namespace memnet
