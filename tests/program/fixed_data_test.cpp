// A run on files: each evaluation uses the whole validation split once, and the final one the whole test split.
#include "tests/support/fixed_data.hpp"

#include <gtest/gtest.h>

#include "program/experiment/runner.hpp"
#include "tests/support/program/no_progress.hpp"

namespace memnet {
namespace {

TEST(FixedDataRun, EvaluatesEachSplitAsAWholeAndInOrder) {
  const StoryFiles files({1, 6}, 50, 20);
  const Scratch scratch;
  std::vector<Setting> settings;
  for (const auto& [name, value] : {std::pair{"task", "babi"},
                                    {"task.tasks", "1,6"},
                                    {"model", "memn2n"},
                                    {"model.slots", "5"},
                                    {"train.sequences", "96"},
                                    {"evaluate.every", "32"},
                                    {"evaluate.sequences", "3"},
                                    {"evaluate.final_sequences", "4"},
                                    {"evaluate.traces", "0"}})
    settings.push_back({name, value, "test"});
  settings.push_back({"task.data", files.folder(), "test"});
  Experiment experiment(settings);
  auto recording = std::make_unique<RecordingTask>(std::move(experiment.task));
  const RecordingTask& task = *recording;
  experiment.task = std::move(recording);
  Runner runner(experiment, scratch.path(), {}, "");
  NoProgress progress;
  EXPECT_EQ(runner.run(progress), 0);

  const auto whole = [&](Split split, int times) {
    std::vector<int> indices;
    for (int time = 0; time < times; ++time)
      for (int i = 0; i < task.count(split); ++i) indices.push_back(i);
    return indices;
  };
  ASSERT_EQ(task.count(Split::validation), 10);
  ASSERT_EQ(task.count(Split::test), 40);
  EXPECT_EQ(task.fetched(Split::validation), whole(Split::validation, 3)) << "once in each of three evaluations";
  std::vector<int> test = task.fetched(Split::test);
  ASSERT_GE(test.size(), 80u) << "the final sweep, the attention statistics, and the answers to questions";
  EXPECT_EQ(std::vector(test.begin(), test.begin() + 40), whole(Split::test, 1));
  EXPECT_EQ(std::vector(test.end() - 40, test.end()), whole(Split::test, 1));
  EXPECT_EQ(runner.record().questions.columns[0].values, (std::vector<double>{20, 20}));
}

}  // namespace
}  // namespace memnet
