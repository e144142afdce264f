// memnet show: the summary of a run and the drawing of an episode.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/program/shared_runs.hpp"
#include "tests/support/program/tiny_compare.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Show, DrawsBlocksOnlyOnRequestIfTheOutputIsNoTerminal) {
  const std::string shown =
      memnet(folder_of_run_and_comparison(), {"show", run_beside_comparison(), "--draw=blocks"}).out;
  for (const char* part :
       {"inputs   0 \u2502", "targets   0 \u2502\u00b7\u00b7\u00b7", "write0 weighting", "read0 read", "\u2588"})
    EXPECT_THAT(shown, HasSubstr(part)) << part << "\n" << shown;
  const std::string letters = memnet(folder_of_run_and_comparison(), {"show", run_beside_comparison()}).out;
  EXPECT_THAT(letters, Not(HasSubstr("\u2588"))) << "blocks although the output is no terminal";
}

// Shows the first traced episode of a tiny run of an LSTM with these options.
std::string shown_run(const Words& options) {
  const Scratch scratch;
  const Words run{"run",
                  "--model=lstm",
                  "--model.controller.size=12",
                  "--train.sequences=16",
                  "--train.batch=8",
                  "--evaluate.lengths=1x",
                  "--evaluate.sequences=8",
                  "--evaluate.final_sequences=16"};
  const Outcome outcome = memnet(scratch.path(), run + options);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  return memnet(scratch.path(), {"show", only_run(scratch.path()).string(), "--draw=letters"}).out;
}

TEST(Show, DrawsWordsOfATaskWithoutStories) {
  const std::string shown = shown_run({"--task=counting", "--task.symbols_per_episode=10", "--task.max_length=3"});
  for (const char* part : {"input |a", "target |..", "answer |.."}) EXPECT_THAT(shown, HasSubstr(part)) << shown;
}

TEST(Show, GivesTheErrorsOfEachInstance) {
  const std::string shown =
      shown_run({"--task=one_shot", "--task.size=3", "--task.min_length=2", "--task.max_length=2"});
  for (const char* part : {"instance-1", "instance-2", "wrong", "target |"})
    EXPECT_THAT(shown, HasSubstr(part)) << shown;
}

TEST(Show, DrawsNumbers) {
  const std::string shown =
      shown_run({"--task=capacity", "--task.keys=3", "--task.min_length=3", "--task.max_length=3"});
  for (const char* part : {"input |", "target |..", "answer |.."}) EXPECT_THAT(shown, HasSubstr(part)) << shown;
}

TEST(Show, DrawsTheWeightsOfInnerSteps) {
  const std::string shown = shown_run({"--task=copy", "--task.max_length=3", "--model.cell=ponder:0.01,2"});
  for (const char* part : {"ponder  takes 2.00 inner steps in a step", "ponder   0 |", "1 |"})
    EXPECT_THAT(shown, HasSubstr(part)) << shown;
}

}  // namespace
}  // namespace memnet
