// What an evaluation of a trained network can change, and what it cannot.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memnet/data/episode.hpp"
#include "memnet/io/run_file.hpp"
#include "program/experiment/evaluation_memory.hpp"
#include "program/experiment/experiment.hpp"
#include "program/report/text/summary_text.hpp"
#include "tests/support/program/process.hpp"
#include "tests/support/scratch.hpp"

namespace memnet {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

// A trained run in a folder of its own.
class EvaluatedRun {
 public:
  explicit EvaluatedRun(const Words& words) {
    const Outcome outcome = memnet(scratch_.path(), words + Words{"--quiet"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    run_ = only_run(scratch_.path());
  }

  fs::path folder() const { return scratch_.path(); }
  fs::path file() const { return run_ / "run.h5"; }
  Outcome eval(const Words& more) const { return memnet(scratch_.path(), Words{"eval", run_.string()} + more); }
  Outcome ask(const Words& more) const { return memnet(scratch_.path(), Words{"ask", run_.string()} + more); }

 private:
  Scratch scratch_;
  fs::path run_;
};

// Requires that the options are refused with these parts, and that the message does not accuse the file.
void expect_option_refused(const Outcome& outcome, int code, const Words& parts) {
  EXPECT_EQ(outcome.code, code) << outcome.err;
  for (const std::string& part : parts) EXPECT_THAT(outcome.err, HasSubstr(part));
  EXPECT_THAT(outcome.err, Not(HasSubstr("another version")));
  EXPECT_EQ(outcome.out, "");
}

const Words kConstantMemory = {"--model.initial_memory=constant", "--model.initial_weighting=one_hot"};

// The number of repeats is shown as a deviation from the mean in training: with another range the network was told
// another number, and nothing said so.
TEST(Evaluation, RefusesWhatWouldChangeTheEncoding) {
  const EvaluatedRun repeat(tiny_run() + Words{"--task=repeat_copy", "--task.max_repeats=4"});
  expect_option_refused(repeat.eval({"--task.min_repeats=4", "--task.max_repeats=4"}), 2,
                        {"task.min_repeats", "task.repeats"});
  expect_option_refused(repeat.eval({"--task.max_repeats=8"}), 2, {"stays 4", "take task.repeats"});
  EXPECT_EQ(repeat.eval({"--task.repeats=8"}).code, 0);
  EXPECT_EQ(repeat.eval({"--task.max_repeats=4"}).code, 0) << "this is what it is";
}

// Lengths that are the same after rounding were evaluated several times.
TEST(Evaluation, MeasuresEachLengthOnce) {
  const Experiment experiment({{"task.max_length", "3", "test"}, {"evaluate.lengths", "3,1x,1.1x,2x", "test"}});
  EXPECT_EQ(experiment.sweep_lengths(), (std::vector<int>{3, 6}));
}

TEST(Evaluation, HasACostInBitsUnlessAnswersAreNumbers) {
  EXPECT_THAT(EvaluatedRun(tiny_run()).eval({}).out, HasSubstr("cost, bits"));
  const EvaluatedRun numbers({"run", "--task=adding", "--task.distance=5", "--model=lstm", "--model.controller.size=4",
                              "--train.sequences=32", "--evaluate.every=32", "--evaluate.sequences=5",
                              "--evaluate.final_sequences=10", "--evaluate.traces=0"});
  EXPECT_THAT(numbers.eval({}).out, Not(HasSubstr("cost, bits")));
}

// A run that was interrupted showed no results.
TEST(Evaluation, TheLastOneOfTrainingIsShownWhereThereIsNoneAtTheEnd) {
  const EvaluatedRun run(tiny_run(400));
  RunRecord record = read_run_file(run.file());
  ASSERT_FALSE(record.evaluation.sequences.empty());
  EXPECT_THAT(summary(record), Not(HasSubstr("the last evaluation")));
  record.final_sweep = {};
  EXPECT_THAT(summary(record), HasSubstr(fmt::format("the last evaluation, after {:.0f} sequences:\n",
                                                     record.evaluation.sequences.back())));
}

TEST(Evaluation, RefusesAnotherNetwork) {
  const EvaluatedRun copy(tiny_run());
  for (const char* option : {"--model.read_heads=2", "--task.bits=4", "--model.width=7", "--model.addressing=content",
                             "--model=lstm", "--train.optimizer=adam"})
    expect_option_refused(copy.eval({option}), 2, {"command line: ", "it stays"});
  expect_option_refused(copy.eval({"--task.max_length=9"}), 2, {"take --lengths"});
  EXPECT_EQ(copy.eval({"--train.batch=1", "--seed=5"}).code, 0);
}

TEST(Evaluation, DoesNotNeedTheLengthAtWhichTrainingStops) {
  const EvaluatedRun copy(tiny_run() + Words{"--evaluate.stop_after=2"});
  EXPECT_EQ(copy.eval({"--lengths=2,9"}).code, 0);
}

// With a second slot these settings are refused, and so was the run, which has one.
TEST(Evaluation, KeepsTheSlotsWhereMoreAreNotPossible) {
  Words words = tiny_run();
  std::erase(words, "--model.slots=8");
  const EvaluatedRun run(words +
                         Words{"--model.slots=1", "--model.initial_memory=constant", "--model.addressing=content"});
  EXPECT_EQ(run.eval({"--lengths=8"}).code, 0);
  expect_option_refused(run.eval({"--model.slots=2"}), 2, {"a network with more slots cannot be made"});
}

TEST(Evaluation, TakesEachOptionOnceUnderAllItsNames) {
  const EvaluatedRun run(tiny_run());
  for (const Words& twice :
       {Words{"--lengths=4", "--evaluate.lengths=8"}, Words{"--model.slots=9", "--evaluate.memory_slots=10"}})
    expect_option_refused(run.eval(twice), 2, {"is given twice"});
}

TEST(Evaluation, CanHaveMoreSlots) {
  const EvaluatedRun copy(tiny_run() + kConstantMemory);
  const Outcome more = copy.eval({"--model.slots=64", "--lengths=4"});
  EXPECT_EQ(more.code, 0) << more.err;
  EXPECT_THAT(more.out, HasSubstr(" 64"));
  const EvaluatedRun location(tiny_run() + kConstantMemory + Words{"--model.addressing=location | softmax"});
  expect_option_refused(location.eval({"--model.slots=64"}), 2, {"read0/weights is learned", "model.slots = 8"});
  const EvaluatedRun learned(tiny_run() + Words{"--model.initial_memory=learned"});
  expect_option_refused(learned.eval({"--model.slots=64"}), 2, {"memory/initial is learned"});
  const EvaluatedRun lstm({"run", "--model=lstm", "--task.max_length=4", "--train.sequences=16",
                           "--evaluate.lengths=1x", "--evaluate.sequences=5", "--evaluate.final_sequences=5"});
  expect_option_refused(lstm.eval({"--evaluate.memory_slots=64"}), 2, {"no memory slots"});
}

// Beyond the trained lengths, a memory of 8 slots measured its own size and not what the network had learned.
TEST(Evaluation, HasAsManySlotsAsTheNetworkFills) {
  const EvaluatedRun copy(tiny_run() + kConstantMemory);
  const std::string needed = copy.eval({"--lengths=4,20"}).out;
  EXPECT_THAT(needed, HasSubstr(" 41  beyond training")) << "a head may write at each of 41 steps:\n" << needed;
  EXPECT_THAT(needed, Not(HasSubstr("do not fit")));
  const std::string trained = copy.eval({"--lengths=4,20", "--evaluate.memory_slots=as_trained"}).out;
  EXPECT_THAT(trained, HasSubstr("  8  beyond training  20 items do not fit into the memory\n"));
}

// What is not learned keeps its numbers, and new slots get numbers of the same size.
TEST(Evaluation, ExtendsARandomMemory) {
  const Experiment experiment({{"model.slots", "8", "test"}, {"model.width", "6", "test"}});
  const ResizedNetwork network = EvaluationMemory(experiment).resized(32);
  const Params::Entry &small = *experiment.params.find("memory/initial"),
                      &large = *network.params.find("memory/initial");
  ASSERT_EQ(large.rows, 32);
  const auto trained = experiment.params.values(small), numbers = network.params.values(large);
  const double bound = small.init.scale;
  double largest = 0;
  for (std::size_t col = 0; col < 6; ++col)
    for (std::size_t row = 0; row < 32; ++row) {
      const Scalar number = numbers[col * 32 + row];
      if (row < 8) {
        EXPECT_EQ(number, trained[col * 8 + row]);
      }
      EXPECT_LE(std::abs(number), bound * 1.0001);
      largest = std::max(largest, static_cast<double>(std::abs(number)));
    }
  EXPECT_GT(largest, 0.9 * bound);
}

const Words kStoryRun = {"run",
                         "--task=babi",
                         "--task.max_length=5",
                         "--model=memn2n",
                         "--model.hops=1",
                         "--train.sequences=64",
                         "--evaluate.lengths=1x",
                         "--evaluate.sequences=20",
                         "--evaluate.final_sequences=20",
                         "--evaluate.traces=1"};

// It was refused with the words that the run file had been changed.
TEST(Evaluation, ReadsOtherStoriesWithTheSameWords) {
  const EvaluatedRun told(kStoryRun);
  ASSERT_EQ(
      memnet(told.folder(), {"generate", "babi", "--out=en", "--tasks=1,6", "--questions=200", "--test_questions=50"})
          .code,
      0);
  const Outcome read = told.eval({"--task.data=en"});
  EXPECT_EQ(read.code, 0) << read.err;
  EXPECT_EQ(told.eval({"--task.statements=6"}).code, 0) << "more sentences";
  expect_option_refused(told.eval({"--task.data=en", "--task.tasks=6"}), 3, {"choose data with the same words"});
  expect_option_refused(told.eval({"--task.data=nowhere"}), 3, {"nowhere"});

  Words words = kStoryRun + Words{"--task.data=" + (told.folder() / "en").string()};
  words.erase(words.begin() + 2);  // lengths are those of the files
  const EvaluatedRun files(words);
  const Outcome back = files.eval({"--task.data", "", "--lengths=2,8"});
  EXPECT_EQ(back.code, 0) << back.err;
  EXPECT_THAT(back.out, HasSubstr("\n         8 "));
}

}  // namespace
}  // namespace memnet
