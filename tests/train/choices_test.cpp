// Training of models that make hard choices.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "memnet/base/error.hpp"
#include "memnet/data/purposes.hpp"
#include "tests/support/training.hpp"

namespace memnet {
namespace {

// Choices in all heads, with everything that keeps a state between updates.
std::vector<Setting> settings(std::vector<std::pair<std::string, std::string>> more = {}) {
  std::vector<Setting> all = {{"model.addressing", "cosine | sample:learned", "test"},
                              {"model.write_addressing", "cosine | straight_through_gumbel:1,0.5", "test"},
                              {"train.baseline", "average", "test"},
                              {"train.entropy_bonus", "0.01", "test"},
                              {"train.soft", "0.3", "test"},
                              {"train.batch", "12", "test"},
                              {"train.shard", "4", "test"},
                              {"train.sequences", "1000", "test"},
                              {"train.log_every", "24", "test"}};
  for (const auto& [name, value] : more) all.insert(all.begin(), {name, value, "test"});
  return all;
}

bool same_bits(std::span<const Scalar> a, std::span<const Scalar> b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

TEST(Choices, AnyNumberOfThreadsGivesTheSameBits) {
  SmallTraining alone("ntm", settings()), several("ntm", settings(), 3);
  for (int update = 0; update < 6; ++update) {
    alone.trainer->step();
    several.trainer->step();
  }
  EXPECT_TRUE(same_bits(alone.params.values(), several.params.values()));
  EXPECT_EQ(alone.trainer->state.counters(), several.trainer->state.counters());
  ASSERT_EQ(alone.trainer->state.series.size(), 3u);
  EXPECT_LT(alone.trainer->state.series.back().auxiliary_loss, 0) << "the entropy lowers the loss";
}

TEST(Choices, ARestoredStateContinuesWithTheSameBits) {
  SmallTraining one("ntm", settings()), other("ntm", settings());
  for (int update = 0; update < 3; ++update) one.trainer->step();
  EXPECT_GT(one.trainer->state.average_loss, 0);
  std::ranges::copy(one.params.values(), other.params.values().begin());
  for (std::size_t i = 0; i < one.train.optimizer->memory().size(); ++i)
    other.train.optimizer->memory()[i].numbers = one.train.optimizer->memory()[i].numbers;
  ASSERT_TRUE(other.trainer->state.set_counters(one.trainer->state.counters()));
  for (int update = 0; update < 4; ++update) {
    one.trainer->step();
    other.trainer->step();
  }
  EXPECT_TRUE(same_bits(one.params.values(), other.params.values()));
  EXPECT_EQ(one.trainer->state.counters(), other.trainer->state.counters());
}

// Two samples of an episode have other choices, but the same inputs.
TEST(Choices, SamplesShareAnEpisode) {
  SmallTraining small("ntm", settings({{"train.soft", "0"}}));
  std::vector<Scalar> gradient(small.params.values().size());
  const std::vector<int> lengths(8, 3);
  ChoiceRules rules;
  rules.baseline = {.samples = 2, .leave_one_out = true};
  BatchRunner& runner = small.trainer->runner();
  runner.set_choices(rules);
  EXPECT_EQ(runner.compute_gradient("train", 0, lengths, gradient).sequences, 8);
  // With soft choices, every sample is the episode: twice the counts of half as many.
  rules.way = Choosing::Way::soft;
  runner.set_choices(rules);
  const AnswerCounts twice = runner.compute_gradient("train", 0, lengths, gradient);
  rules.baseline = {};
  runner.set_choices(rules);
  const AnswerCounts once = runner.compute_gradient("train", 0, std::vector<int>(4, 3), gradient);
  EXPECT_NEAR(twice.nats, 2 * once.nats, 1e-4 * twice.nats);
  EXPECT_EQ(twice.wrong, 2 * once.wrong);
}

TEST(Choices, EvaluationsDrawOnlyIfAsked) {
  SmallTraining small("ntm", settings());
  BatchRunner& runner = small.trainer->runner();
  const std::vector<int> lengths(8, 3);
  const auto nats = [&] { return runner.evaluate("test", 0, lengths).nats; };
  const double usual = nats();
  EXPECT_EQ(nats(), usual);
  runner.draw_in_evaluations(true);
  const double drawn = nats();
  EXPECT_NE(drawn, usual);
  EXPECT_EQ(nats(), drawn);
}

// The variance of gradients whose choices differ, and nothing else: the episodes do not.
TEST(Choices, TheirVarianceIsThatOfGradientsOfOneBatch) {
  SmallTraining small("ntm", settings({{"train.soft", "0"}, {"train.entropy_bonus", "0"}}));
  const double variance = small.trainer->choice_variance();
  EXPECT_GT(variance, 0);
  EXPECT_EQ(small.trainer->choice_variance(), variance);

  BatchRunner& runner = small.trainer->runner();
  ChoiceRules rules;
  rules.baseline.fits_predictions = false;
  const std::vector<int> lengths(12, small.task->spec().longest);
  constexpr std::size_t kDraws = 16;
  std::vector<std::vector<Scalar>> gradients(kDraws, std::vector<Scalar>(small.params.values().size()));
  std::vector<double> nats;
  for (std::size_t k = 0; k < kDraws; ++k) {
    rules.redraw = k + 1;
    runner.set_choices(rules);
    nats.push_back(runner.compute_gradient(purposes::kVariance, 0, lengths, gradients[k]).nats);
  }
  EXPECT_NE(nats[0], nats[1]);
  double expected = 0;
  for (std::size_t i = 0; i < gradients[0].size(); ++i) {
    double mean = 0;
    for (const std::vector<Scalar>& gradient : gradients) mean += static_cast<double>(gradient[i]) / kDraws;
    for (const std::vector<Scalar>& gradient : gradients)
      expected += std::pow(static_cast<double>(gradient[i]) - mean, 2) / (kDraws - 1);
  }
  EXPECT_NEAR(variance, expected, 1e-9 * expected);

  rules.way = Choosing::Way::soft;
  for (const std::uint64_t redraw : {1, 2}) {
    rules.redraw = redraw;
    runner.set_choices(rules);
    nats[redraw] = runner.compute_gradient(purposes::kVariance, 0, lengths, gradients[0]).nats;
  }
  EXPECT_EQ(nats[1], nats[2]) << "the same episodes";
}

TEST(Choices, WithoutThemThereIsNoVariance) {
  for (const char* addressing : {"cosine | softmax", "cosine | argmax"}) {
    SmallTraining small("ntm", {{"model.addressing", addressing, "test"}});
    EXPECT_EQ(small.trainer->choice_variance(), 0) << addressing;
  }
}

TEST(Choices, MeasuringTheirVarianceKeepsTheBitsOfTraining) {
  SmallTraining one("ntm", settings()), other("ntm", settings());
  for (int update = 0; update < 3; ++update) {
    one.trainer->step();
    other.trainer->step();
    other.trainer->choice_variance();
  }
  EXPECT_TRUE(same_bits(one.params.values(), other.params.values()));
  EXPECT_EQ(one.trainer->state.counters(), other.trainer->state.counters());
}

// At the start, when every answer costs about the same.
TEST(Choices, ABaselineLowersTheirVariance) {
  const auto variance = [](const char* baseline) {
    SmallTraining small("ntm", settings({{"train.baseline", baseline},
                                         {"train.samples", "4"},
                                         {"train.entropy_bonus", "0"},
                                         {"model.addressing", "cosine | sample"},
                                         {"model.write_addressing", "cosine | sample"}}));
    return small.trainer->choice_variance();
  };
  EXPECT_LT(variance("leave_one_out"), 0.5 * variance("none"));
}

// One step of a look-up among four slots is learned by every estimator but argmax, whose key is not trained. Questions
// have an embedding of their own, otherwise the right key would match before any training.
TEST(Choices, EveryEstimatorLearns) {
  for (const std::string stage :
       {"sample", "sample:learned", "straight_through", "straight_through_gumbel:1", "gumbel:1,0.5", "argmax"}) {
    SmallTraining small("memn2n",
                        {{"model.addressing", "dot | " + stage, "test"},
                         {"model.hops", "1", "test"},
                         {"model.tying", "layerwise", "test"},
                         {"model.width", "16", "test"},
                         {"task.pairs", "4", "test"},
                         {"task.keys", "8", "test"},
                         {"task.values", "4", "test"},
                         {"model.temporal_encoding", "no", "test"},
                         {"train.optimizer", "adam", "test"},
                         {"train.learning_rate", "0.02", "test"},
                         {"train.sequences", "16000", "test"}},
                        1, 1, "needle");
    while (!small.trainer->finished()) small.trainer->step();
    const AnswerCounts counts = small.trainer->runner().evaluate("test", 0, std::vector<int>(200, 4));
    EXPECT_EQ(counts.exact() > 0.8, stage != "argmax") << stage << ": right in a fraction of " << counts.exact();
  }
}

void expect_refused(const std::string& message, std::vector<std::pair<std::string, std::string>> options, Slope slope) {
  std::vector<Setting> given;
  for (const auto& [name, value] : options) given.push_back({"train." + name, value, "test"});
  Options all(given);
  TrainOptions train;
  train.declare(all.section("train"));
  try {
    train.choices.require_possible(slope, train.batch, train.shard);
    ADD_FAILURE() << "not refused: " << message;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.what(), testing::HasSubstr(message));
  }
}

TEST(Choices, OptionsWithoutEffectAreRefused) {
  for (const Slope slope : {Slope::exact, Slope::none, Slope::estimated})
    expect_refused("train.baseline = average is for choices", {{"baseline", "average"}}, slope);
  expect_refused("compares several samples", {{"baseline", "leave_one_out"}}, Slope::scored);
  for (const Slope slope : {Slope::exact, Slope::none}) {
    expect_refused("train.samples = 2 repeats", {{"samples", "2"}}, slope);
    expect_refused("train.entropy_bonus = 0.1 is for random choices", {{"entropy_bonus", "0.1"}}, slope);
  }
  expect_refused("train.samples = 3 does not fit", {{"samples", "3"}}, Slope::scored);
  expect_refused("replace hard choices", {{"soft", "0.5"}}, Slope::exact);
  expect_refused("replace hard choices", {{"soft_until", "0.5"}}, Slope::exact);
}

}  // namespace
}  // namespace memnet
