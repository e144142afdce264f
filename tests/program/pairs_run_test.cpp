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
