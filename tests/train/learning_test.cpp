// Small networks learn within small budgets, with each of several seeds.
#include <gtest/gtest.h>

#include "tests/support/training.hpp"

namespace memnet {
namespace {

// Bit errors per sequence on 200 fresh sequences of the longest trained length.
double errors_after_training(const std::string& model, std::vector<Setting> settings, std::uint64_t seed) {
  SmallTraining small(model, std::move(settings), 1, seed);
  while (!small.trainer->finished()) small.trainer->step();
  return small.trainer->runner().evaluate("test", 0, std::vector<int>(200, small.task->spec().longest)).errors();
}

const std::vector<Setting> kRecipe = {
    {"train.sequences", "50000", "test"},    {"train.batch", "4", "test"},
    {"train.optimizer", "adam", "test"},     {"train.learning_rate", "3e-3", "test"},
    {"train.schedule", "cosine", "test"},    {"train.final_rate", "0.02", "test"},
    {"train.clip_norm", "1", "test"},        {"train.clip_value", "0", "test"},
    {"model.slots", "16", "test"},           {"model.width", "8", "test"},
    {"model.controller.size", "32", "test"}, {"model.initial_memory", "constant", "test"}};

class SlowLearning : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Seeds, SlowLearning, testing::Values(1, 2, 3));

TEST_P(SlowLearning, AnNtmLearnsToCopy) {
  EXPECT_LT(errors_after_training("ntm", kRecipe, static_cast<std::uint64_t>(GetParam())), 0.1);
}

// The baselines have no memory to copy from, but four vectors of three bits fit into their state.
TEST_P(SlowLearning, TheBaselinesAreFarBetterThanChance) {
  for (const char* model : {"lstm", "gru"}) {
    const double chance = SmallTraining(model).task->chance_errors(4);
    EXPECT_LT(errors_after_training(model, kRecipe, static_cast<std::uint64_t>(GetParam())), chance / 4) << model;
  }
}

}  // namespace
}  // namespace memnet
