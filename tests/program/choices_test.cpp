// Hard choices in run files, in what is shown of a run, and in tables.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "memnet/io/run_file.hpp"
#include "program/records/record.hpp"
#include "program/records/snapshots.hpp"
#include "tests/support/program/report_page.hpp"
#include "tests/support/program/text.hpp"
#include "tests/support/program/tiny_compare.hpp"

namespace memnet {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

const Words kSmall{"--task=needle",        "--task.keys=6",          "--task.values=3",
                   "--task.pairs=3",       "--model.hops=1",         "--model.width=5",
                   "--train.sequences=32", "--train.batch=8",        "--train.log_every=8",
                   "--evaluate.every=16",  "--evaluate.sequences=8", "--evaluate.lengths=1x",
                   "--evaluate.traces=1",  "--model.slots=3",        "--evaluate.final_sequences=8"};

const Words kChoosing =
    Words{"run", "--model=memn2n", "--model.addressing=dot | sample", "--train.entropy_bonus=0.1"} + kSmall;

// Returns the folder of one finished run whose hop draws slots, in <folder>/runs.
const fs::path& folder_of_run() {
  static const Scratch scratch;
  static const bool made = [] {
    const Outcome outcome = memnet(scratch.path(), kChoosing);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return true;
  }();
  EXPECT_TRUE(made);
  return scratch.path();
}

std::vector<std::string> names_of(const std::vector<RunRecord::Column>& columns) {
  std::vector<std::string> names;
  for (const RunRecord::Column& column : columns) names.push_back(column.name);
  return names;
}

TEST(ChoicesOfARun, TheFileHasTheirVarianceAndTheAuxiliaryLoss) {
  const RunRecord record = read_run_file(only_run(folder_of_run()) / "run.h5");
  ASSERT_EQ(record.evaluation.sequences.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) EXPECT_GT(metric(record.evaluation, "gradient_variance", i), 0);
  EXPECT_NEAR(
      recorded_number(record.cost, "gradient_variance"),
      (metric(record.evaluation, "gradient_variance", 0) + metric(record.evaluation, "gradient_variance", 1)) / 2,
      1e-12);
  EXPECT_EQ(record.train.back().name, "auxiliary_loss");
  EXPECT_EQ(recorded_number(record.cost, "auxiliary_loss"), record.train.back().values.back());
  EXPECT_LT(record.train.back().values.back(), 0) << "the entropy lowers the loss";
  EXPECT_EQ(record.attention.columns.back().name, "choice_probability");
  EXPECT_GE(record.attention.columns.back().values[0], 1.0 / 3) << "of the most probable one of three slots";
}

TEST(ChoicesOfARun, WithoutThemNothingIsRecorded) {
  const Scratch scratch;
  ASSERT_EQ(memnet(scratch.path(), Words{"run", "--model=memn2n"} + kSmall).code, 0);
  const RunRecord record = read_run_file(only_run(scratch.path()) / "run.h5");
  EXPECT_THAT(names_of(record.evaluation.metrics), Not(Contains("gradient_variance")));
  EXPECT_THAT(names_of(record.train), Not(Contains("auxiliary_loss")));
  EXPECT_EQ(record.cost.size(), 4u) << "the costs of every model, and what hops find";
  EXPECT_NEAR(recorded_number(record.cost, "facts_found"), record.questions.columns[3].values[0], 1e-12);
  EXPECT_THAT(memnet(scratch.path(), {"ls"}).out, Not(HasSubstr("auxiliary")));
}

TEST(ChoicesOfARun, ShowTellsHowSureTheyAre) {
  const std::string run = only_run(folder_of_run()).string();
  const std::string shown = memnet(folder_of_run(), {"show", run}).out;
  for (const char* part :
       {"hop0", "chooses a slot, whose probability is 0.", "auxiliary loss -0.",
        "choices give the gradient a variance of", "hop 0 chooses one; the probability of its choice is 0."})
    EXPECT_THAT(shown, HasSubstr(part)) << shown;
  EXPECT_THAT(memnet(folder_of_run(), {"ls"}).out, HasSubstr("auxiliary"));
}

TEST(ChoicesOfARun, AReportTellsHowSureTheyAre) {
  const std::string page = report_of(folder_of_run(), only_run(folder_of_run()));
  EXPECT_THAT(page, HasSubstr("chooses one; the probability of its choice is "));
  const std::vector<ShownNumber> numbers = numbers_in(page);
  const auto shown = std::ranges::find_if(
      numbers, [](const ShownNumber& number) { return number.from.ends_with("hop0/probability 0 0"); });
  ASSERT_NE(shown, numbers.end());
  const RunRecord record = read_run_file(only_run(folder_of_run()) / "run.h5");
  EXPECT_NEAR(shown->value, (*find_panel(record.traces[0], TracedRole::probability))(0, 0), 1e-5);
}

// A machine shows them beside its weightings.
TEST(ChoicesOfARun, ShowDrawsHowSureAHeadWas) {
  const Scratch scratch;
  const Words run{"run",
                  "--model.addressing=cosine | sample",
                  "--model.slots=4",
                  "--model.width=4",
                  "--model.controller.size=6",
                  "--task.max_length=3",
                  "--train.sequences=16",
                  "--evaluate.lengths=1x",
                  "--evaluate.choices=drawn",
                  "--evaluate.final_sequences=16"};
  ASSERT_EQ(memnet(scratch.path(), run).code, 0);
  const std::string folder = only_run(scratch.path()).string();
  EXPECT_THAT(memnet(scratch.path(), {"show", folder, "--draw=letters"}).out, HasSubstr("read0 sure"));
  EXPECT_THAT(memnet(scratch.path(), {"show", folder, "--draw=blocks"}).out, HasSubstr("read0 probability"));
}

TEST(ChoicesOfARun, AComparisonHasTheirVariance) {
  const Scratch scratch;
  const Outcome outcome =
      memnet(scratch.path(),
             Words{"compare", "--addressing=memn2n dot | sample, memn2n dot | softmax", "--seeds=1..2"} + kSmall);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("\nvar: how much random choices of slots move the gradient"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("aux:")));
  const std::string table = text_of(only_plan(scratch.path()) / "compare.csv");
  EXPECT_THAT(table, HasSubstr(",gradient_variance,"));
  EXPECT_THAT(table, HasSubstr(",facts_found"));
  EXPECT_THAT(table, Not(HasSubstr("auxiliary_loss")));
}

TEST(ChoicesOfARun, AComparisonOfModelsThatWriteHasWhatIsBeforeTheFirstError) {
  const Scratch scratch;
  const Outcome outcome = memnet(
      scratch.path(), {"compare", "--task=prefix_infix", "--model=structured", "--seeds=1", "--task.max_length=2",
                       "--model.encoder.size=5", "--model.encoder.hidden=5", "--model.controller.size=5",
                       "--train.sequences=16", "--evaluate.lengths=1x", "--evaluate.final_sequences=16"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(text_of(only_plan(scratch.path()) / "runs.csv"), HasSubstr(",before_error_1x"));
  const std::string shown = memnet(scratch.path(), {"show", all_runs(scratch.path()).front().string()}).out;
  EXPECT_THAT(shown, HasSubstr("     parents  ")) << "words of the source on both sides";
}

TEST(ChoicesOfARun, AComparisonHasTheInnerStepsOfWhatHalts) {
  const Scratch scratch;
  const Outcome outcome = memnet(
      scratch.path(), {"compare", "--model=lstm", "--model.cell=ponder:0.01,2", "--seeds=1", "--task.max_length=3",
                       "--train.sequences=16", "--evaluate.lengths=1x", "--evaluate.final_sequences=16"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("steps: inner steps that a halting model takes in a step"));
  EXPECT_THAT(text_of(only_plan(scratch.path()) / "runs.csv"), HasSubstr(",inner_steps,"));
  const fs::path run = all_runs(scratch.path()).front();
  EXPECT_EQ(recorded_number(read_run_file(run / "run.h5").cost, "inner_steps"), 2);
}

}  // namespace
}  // namespace memnet
