// Runs on a user's own pairs: what a run file holds of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tests/support/program/process.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

const Words kPairRun = {"run",
                        "--task=pairs",
                        "--model=gru",
                        "--model.controller.size=8",
                        "--train.sequences=64",
                        "--evaluate.every=32",
                        "--evaluate.sequences=20",
                        "--evaluate.final_sequences=20",
                        "--evaluate.traces=1",
                        "--out=runs"};

// Writes so many pairs, each with other digits.
void write_pairs(const fs::path& file, int count, const char* divider) {
  std::ofstream out(file);
  for (int i = 0; i < count; ++i) out << "d" << i / 10 << " d" << i % 10 << divider << "e" << i % 10 << "\n";
}

// Both vocabularies are in the run file.
TEST(PairRun, IsReadWithoutItsData) {
  const Scratch scratch;
  write_pairs(scratch / "pairs.txt", 60, "\t");
  const Outcome trained = memnet(scratch.path(), kPairRun + Words{"--task.data=pairs.txt"});
  ASSERT_EQ(trained.code, 0) << trained.err;
  for (const char* option : {"evaluate.sequences = 20", "evaluate.final_sequences = 20"})
    EXPECT_THAT(trained.out + trained.err, HasSubstr(std::string(option) + " has no effect: all ")) << option;
  fs::rename(scratch / "pairs.txt", scratch / "moved.txt");
  const std::string run = only_run(scratch.path()).string();
  const Outcome shown = memnet(scratch.path(), {"show", run});
  EXPECT_EQ(shown.code, 0) << shown.err;
  EXPECT_THAT(shown.out, Not(HasSubstr("perplexity")));
  EXPECT_THAT(shown.out, HasSubstr("|"));
  EXPECT_THAT(shown.out, Not(HasSubstr("word"))) << "all words are spelled, and the mark behind the source";
  for (const Words& words :
       {Words{"report", run, "-o", "page.html"}, {"ls", "runs"}, {"export", run, "--csv"}, {"table", "runs"}}) {
    const Outcome outcome = memnet(scratch.path(), words);
    EXPECT_EQ(outcome.code, 0) << words[0] << ": " << outcome.err;
  }
  const Outcome lost = memnet(scratch.path(), {"eval", run});
  EXPECT_EQ(lost.code, 3);
  EXPECT_THAT(lost.err, HasSubstr("pairs.txt: there is no such file or folder"));
  const Outcome found = memnet(scratch.path(), {"eval", run, "--task.data=moved.txt"});
  EXPECT_EQ(found.code, 0) << found.err;
}

// Without their data, too.
TEST(PairRun, AnswersSources) {
  const Scratch scratch;
  write_pairs(scratch / "pairs.txt", 60, "\t");
  std::ofstream(scratch / "pairs.txt", std::ios::app) << "rare words\te1\n";
  const Words trained = kPairRun + Words{"--task.data=pairs.txt", "--quiet"};
  for (const auto& [more, unknown_code] :
       {std::pair(Words{"--task.least=2"}, 0), {Words{"--task.unit=characters"}, 3}}) {
    ASSERT_EQ(memnet(scratch.path(), trained + more).code, 0);
    fs::rename(scratch / "pairs.txt", scratch / "moved.txt");
    const std::string run = only_run(scratch.path()).string();
    const Outcome known = memnet(scratch.path(), {"ask", run}, "d1 d2\nd3  d4\n");
    EXPECT_EQ(known.code, 0) << known.err;
    EXPECT_EQ(std::ranges::count(known.out, '\n'), 2) << known.out;
    EXPECT_EQ(memnet(scratch.path(), {"ask", run}, "d1 %\n").code, unknown_code);
    fs::rename(scratch / "moved.txt", scratch / "pairs.txt");
    fs::remove_all(scratch / "runs");
  }
}

TEST(PairRun, OfTextSaysThePerplexity) {
  const Scratch scratch;
  {
    std::ofstream out(scratch / "text.txt");
    for (int i = 0; i < 60; ++i) out << "\td" << i / 10 << " d" << i % 10 << "\n";
  }
  const Outcome trained = memnet(scratch.path(), kPairRun + Words{"--task.data=text.txt"});
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_THAT(trained.out, HasSubstr(" perplexity"));
  fs::remove(scratch / "text.txt");
  EXPECT_THAT(memnet(scratch.path(), {"show", only_run(scratch.path()).string()}).out, HasSubstr(" perplexity"));
}

// A text has a source, its start, that no one can ask.
TEST(PairRun, OfTextIsShownAndNotAsked) {
  const Scratch scratch;
  write_pairs(scratch / "pairs.txt", 60, "\t");
  {
    std::ofstream out(scratch / "text.txt");
    for (int i = 0; i < 60; ++i) out << "\td" << i / 10 << " d" << i % 10 << "\n";
  }
  for (const char* model : {"gru", "seq2seq", "rnnsearch"}) {
    const Words encoder =
        std::string(model) == "gru" ? Words{} : Words{"--model.encoder.size=8", "--model.embedding=8"};
    Words words = kPairRun + Words{"--task.data=text.txt", "--quiet"} + encoder;
    words[2] = std::string("--model=") + model;
    ASSERT_EQ(memnet(scratch.path(), words).code, 0);
    const std::string run = only_run(scratch.path()).string();
    const Outcome shown = memnet(scratch.path(), {"show", run});
    EXPECT_EQ(shown.code, 0) << shown.err;
    EXPECT_THAT(shown.out, HasSubstr("answer ")) << shown.out;
    const Outcome asked = memnet(scratch.path(), {"ask", run}, "d1 d2\n");
    EXPECT_EQ(asked.code, 2);
    EXPECT_THAT(asked.err, HasSubstr("was trained on texts without sources"));
    fs::remove_all(scratch / "runs");
  }
}

TEST(PairRun, IsEvaluatedOnTheWholeTestPartAndOnTheSameWords) {
  const Scratch scratch;
  write_pairs(scratch / "pairs.txt", 60, "\t");
  ASSERT_EQ(memnet(scratch.path(), kPairRun + Words{"--task.data=pairs.txt", "--quiet"}).code, 0);
  const std::string run = only_run(scratch.path()).string();
  EXPECT_THAT(memnet(scratch.path(), {"eval", run}).out, HasSubstr(": the 6 episodes of the test part\n"));
  const Outcome some = memnet(scratch.path(), {"eval", run, "--sequences=3"});
  EXPECT_EQ(some.code, 2);
  EXPECT_THAT(some.err, HasSubstr("--sequences has no effect"));
  const Outcome other = memnet(scratch.path(), {"eval", run, "--evaluate.final_sequences=3"});
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("evaluate.final_sequences has no effect"));
  const Outcome during = memnet(scratch.path(), {"eval", run, "--evaluate.sequences=3"});
  EXPECT_EQ(during.code, 2);
  EXPECT_THAT(during.err, HasSubstr("evaluate.sequences is for the evaluations during training"));
  write_pairs(scratch / "other.txt", 200, "\t");
  for (const bool is_there : {true, false}) {
    if (!is_there) fs::remove(scratch / "pairs.txt");
    const Outcome other = memnet(scratch.path(), {"eval", run, "--task.data=other.txt"});
    EXPECT_EQ(other.code, 3);
    EXPECT_THAT(other.err, HasSubstr("its words are others than those that pairs-gru-s1-")) << is_there;
  }
}

// Words that are all single letters are words still.
TEST(PairRun, CutsSourcesAsInTraining) {
  const Scratch scratch;
  {
    std::ofstream out(scratch / "pairs.txt");
    for (int i = 0; i < 60; ++i) out << char('a' + i / 10) << " " << char('a' + i % 10) << "\tx\n";
  }
  ASSERT_EQ(memnet(scratch.path(), kPairRun + Words{"--task.data=pairs.txt", "--quiet"}).code, 0);
  const Outcome asked = memnet(scratch.path(), {"ask", only_run(scratch.path()).string()}, "a b\nab\n");
  EXPECT_EQ(asked.code, 3);
  EXPECT_THAT(asked.err, HasSubstr("standard input:2: 'ab' is no word of the sources"));
}

TEST(PairRun, SaysWhatWasLeftOutOnce) {
  const Scratch scratch;
  write_pairs(scratch / "pairs.txt", 60, " long\t");
  std::ofstream(scratch / "pairs.txt", std::ios::app) << "one two three four\te1\n";
  const Outcome trained = memnet(scratch.path(), kPairRun + Words{"--task.data=pairs.txt", "--task.max_source=3"});
  ASSERT_EQ(trained.code, 0) << trained.err;
  const std::string said = trained.out + trained.err, left_out = "1 of 61 pairs are left out";
  EXPECT_THAT(said, HasSubstr(left_out));
  EXPECT_EQ(said.find(left_out), said.rfind(left_out));
}

}  // namespace
}  // namespace memnet
