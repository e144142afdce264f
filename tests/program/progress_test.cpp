// What is shown while a run is trained: the last evaluation. (It was the loss of one batch of one random length, so a
// model that failed looked solved.)
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>

#include "program/comparison/process_pool.hpp"
#include "program/experiment/runner.hpp"
#include "program/records/record.hpp"
#include "program/terminal/signals.hpp"
#include "tests/support/program/process.hpp"

namespace memnet {
namespace {

class Recorder : public Progress {
 public:
  void update(const Update& update) override { updates.push_back(update); }
  void event(const std::string&, const std::string&, const std::string&) override {}

  std::vector<Update> updates;
};

TEST(Progress, HasTheLastEvaluationAtTheLongestTrainedLength) {
  const Scratch scratch;
  std::vector<Setting> settings;
  for (const auto& [name, value] : {std::pair{"task.bits", "3"},
                                    {"task.max_length", "4"},
                                    {"model", "lstm"},
                                    {"train.sequences", "64"},
                                    {"train.batch", "8"},
                                    {"evaluate.every", "16"},
                                    {"evaluate.lengths", "2x,1x"},
                                    {"evaluate.sequences", "5"},
                                    {"evaluate.final_sequences", "5"}})
    settings.push_back({name, value, "test"});
  Experiment experiment(settings);
  Runner runner(experiment, scratch.path(), {}, "");
  Recorder progress;
  ASSERT_EQ(runner.run(progress), 0);
  ASSERT_EQ(progress.updates.size(), 8u);
  const RunRecord::Sweeps& sweeps = runner.record().evaluation;
  for (const Progress::Update& update : progress.updates) {
    // An update is shown before the evaluation that its step makes.
    const auto before = std::ranges::lower_bound(sweeps.sequences, update.sequences) - sweeps.sequences.begin();
    ASSERT_EQ(update.evaluation.has_value(), before > 0) << update.sequences;
    if (!update.evaluation) continue;
    const auto at = static_cast<std::size_t>(before - 1);
    EXPECT_EQ(update.evaluation->sequences, sweeps.sequences[at]);
    EXPECT_EQ(update.evaluation->length, 4);
    EXPECT_EQ(update.evaluation->errors, metric(sweeps, "errors", 2 * at + 1));
    EXPECT_EQ(update.evaluation->exact, metric(sweeps, "exact", 2 * at + 1));
  }
}

TEST(Progress, IsShownInWords) {
  EXPECT_EQ(evaluation_in_words({}), "not evaluated yet");
  EXPECT_EQ(evaluation_in_words(Progress::Evaluation{.sequences = 5000, .length = 8, .errors = 0.3141, .exact = 0.82}),
            "at length 8: errors 0.31, exact 82.0 %");
}

// A process of a comparison sends its progress through a pipe.
TEST(Progress, OfAnotherProcessHasItsEvaluation) {
  ProcessPool pool(1);
  pool.start(0, [](Progress& progress) {
    progress.update({.sequences = 640, .evaluation = Progress::Evaluation{320, 8, 0.25, 0.75}});
    while (signal_caught() == 0) usleep(1000);
    return 0;
  });
  while (!pool.running().empty() && !pool.running().front().update.evaluation) pool.wait(std::chrono::milliseconds(10));
  ASSERT_EQ(pool.running().size(), 1u);
  const Progress::Update update = pool.running().front().update;
  EXPECT_EQ(update.sequences, 640);
  EXPECT_EQ(update.evaluation->sequences, 320);
  EXPECT_EQ(update.evaluation->length, 8);
  EXPECT_EQ(update.evaluation->errors, 0.25);
  EXPECT_EQ(update.evaluation->exact, 0.75);
  pool.stop();
  while (!pool.running().empty()) pool.wait(std::chrono::milliseconds(10));
}

}  // namespace
}  // namespace memnet
