// Readers and feed-forward attention in run files, in what is shown of a run, and in what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "memnet/encoders/encoder.hpp"
#include "memnet/io/run_file.hpp"
#include "program/records/record.hpp"
#include "tests/support/program/report_page.hpp"
#include "tests/support/program/text.hpp"
#include "tests/support/program/tiny_compare.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;

const Words kBrief{"--train.sequences=32",         "--train.batch=8",        "--train.log_every=8",
                   "--evaluate.every=16",          "--evaluate.sequences=8", "--evaluate.lengths=1x",
                   "--evaluate.final_sequences=8", "--evaluate.traces=1",    "--model.encoder.size=4"};

const Words kCloze{"--task=cloze", "--task.entities=3", "--task.min_length=3", "--task.max_length=3",
                   "--model.embedding=4"};

TEST(ReadersInRuns, ShowDrawsWhereTheyLookedInADocument) {
  for (const char* model : {"attentive_reader", "impatient_reader"}) {
    const Scratch scratch;
    const Outcome run = memnet(scratch.path(), Words{"run", std::string("--model=") + model} + kCloze + kBrief);
    ASSERT_EQ(run.code, 0) << run.err;
    const std::string folder = only_run(scratch.path()).string();
    const RunRecord record = read_run_file(only_run(scratch.path()) / "run.h5");
    const double weight = recorded_number(record.cost, "weight_on_facts");
    EXPECT_TRUE(weight > 0 && weight < 1) << weight;
    EXPECT_EQ(record.attention.columns.back().name, "weight_on_facts");
    // A fact is three words, which begin with e, r and e; the question has a placeholder.
    const std::string shown = memnet(scratch.path(), {"show", folder}).out;
    for (const char* part :
         {"1 e", "x r", "the model answers: e", "read 0", "% of its weight is on facts of the answer"})
      EXPECT_THAT(shown, HasSubstr(part)) << model;
    const Outcome answer = memnet(scratch.path(), {"ask", folder}, "e1 r2 e3.\nx r2 e3?\n");
    EXPECT_EQ(answer.code, 0) << answer.err;
    EXPECT_THAT(answer.out, HasSubstr("e"));
  }
}

// Some encoders trace where places look; those of the question have no place in the run file beside those of the
// context.
TEST(ReadersInRuns, EveryEncoderIsTraced) {
  for (const EncoderEntry& encoder : all_encoders()) {
    const Scratch scratch;
    Words words =
        Words{"run", "--model=attentive_reader", std::string("--model.encoder=") + encoder.name} + kCloze + kBrief;
    words.pop_back();  // not every encoder has a size
    const Outcome run = memnet(scratch.path(), words);
    ASSERT_EQ(run.code, 0) << encoder.name << ": " << run.err;
    EXPECT_EQ(memnet(scratch.path(), {"show", only_run(scratch.path()).string()}).code, 0) << encoder.name;
  }
}

TEST(ReadersInRuns, AnAnswerToNumbersIsShownBesideTheRightOne) {
  const Scratch scratch;
  const Outcome run =
      memnet(scratch.path(), Words{"run", "--model=ff_attention", "--task=adding", "--task.distance=5"} + kBrief);
  ASSERT_EQ(run.code, 0) << run.err;
  const RunRecord record = read_run_file(only_run(scratch.path()) / "run.h5");
  const double weight = recorded_number(record.cost, "weight_on_facts"), e2 = std::exp(2.0);
  EXPECT_LE(weight, 2 * e2 / (2 * e2 + 11 - 2)) << "two of 11 steps have at most so much of a bounded score";
  const std::string shown = memnet(scratch.path(), {"show", only_run(scratch.path()).string()}).out;
  for (const char* part : {"source  (numbers", "target  0.", "answer  ", "(answer)", "read 0"})
    EXPECT_THAT(shown, HasSubstr(part));
}

TEST(ReadersInRuns, TasksThatTheyCannotReadAreRefused) {
  const Scratch scratch;
  const Outcome numbers = memnet(scratch.path(), {"run", "--model=attentive_reader", "--task=adding"});
  EXPECT_EQ(numbers.code, 2);
  EXPECT_THAT(numbers.err, HasSubstr("reads stories, but task = adding has none; tasks that have: "));
  EXPECT_THAT(numbers.err, HasSubstr("cloze"));
  const Outcome sequences = memnet(scratch.path(), {"run", "--model=ff_attention", "--task=copy"});
  EXPECT_EQ(sequences.code, 2);
  EXPECT_THAT(sequences.err, HasSubstr("reads stories, or contexts that are answered once, but task = copy has none"));
  EXPECT_THAT(sequences.err, HasSubstr("adding"));
}

}  // namespace
}  // namespace memnet
