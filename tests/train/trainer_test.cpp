// Training: results that do not depend on the number of threads, gradients that do not depend on shards, and
// divergence.
#include "memnet/train/trainer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <ostream>

#include "memnet/base/error.hpp"
#include "tests/support/training.hpp"

namespace memnet {

void PrintTo(const NamedModel& entry, std::ostream* out) { *out << entry.name; }

namespace {

using Numbers = AlignedVector<Scalar>;

template <class Number>
bool same_bytes(std::span<const Number> a, std::span<const Number> b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

class TrainerLaws : public testing::TestWithParam<NamedModel> {};
INSTANTIATE_TEST_SUITE_P(Models, TrainerLaws, testing::ValuesIn(all_named_models()),
                         [](const auto& info) { return std::string(info.param.name); });

const std::vector<Setting> kShards = {{"train.batch", "13", "test"},
                                      {"train.shard", "4", "test"},
                                      {"train.same_length", "no", "test"},
                                      {"train.log_every", "20", "test"}};

TEST_P(TrainerLaws, AnyNumberOfThreadsGivesTheSameBits) {
  SmallTraining alone(GetParam().name, kShards, 1);
  std::vector<AnswerCounts> all_counts;
  for (int update = 0; update < 3; ++update) all_counts.push_back(alone.trainer->step());
  const AnswerCounts answered = alone.trainer->runner().evaluate("test", 0, std::vector<int>(13, 4));
  EXPECT_EQ(alone.trainer->state.series.size(), 1u);
  for (const int threads : {2, 3}) {
    SmallTraining several(GetParam().name, kShards, threads);
    for (const AnswerCounts& expected : all_counts) {
      const AnswerCounts counts = several.trainer->step();
      EXPECT_EQ(std::memcmp(&counts, &expected, sizeof(AnswerCounts)), 0) << threads << " threads";
    }
    EXPECT_TRUE(same_bytes<Scalar>(several.params.values(), alone.params.values())) << threads << " threads";
    EXPECT_TRUE(same_bytes<SeriesRow>(several.trainer->state.series, alone.trainer->state.series))
        << threads << " threads";
    EXPECT_EQ(several.trainer->state.counters(), alone.trainer->state.counters());
    for (std::size_t i = 0; i < several.train.optimizer->memory().size(); ++i)
      EXPECT_EQ(several.train.optimizer->memory()[i].numbers, alone.train.optimizer->memory()[i].numbers);
    const AnswerCounts counts = several.trainer->runner().evaluate("test", 0, std::vector<int>(13, 4));
    EXPECT_EQ(std::memcmp(&counts, &answered, sizeof(AnswerCounts)), 0) << threads << " threads";
  }
}

// The gradient of a batch in shards equals that of the whole batch, up to rounding; also with shards of one episode.
TEST_P(TrainerLaws, ShardsAddUpToTheBatch) {
  const std::vector<int> lengths = {4, 1, 3, 2, 2, 4, 1, 1, 3, 4, 2, 3, 1};
  SmallTraining small(GetParam().name);
  const auto learn = [&](int shard, Numbers& gradient) {
    BatchRunner runner(*small.task, *small.model, small.params, small.threads, shard, 1);
    return runner.compute_gradient("train", 0, lengths, gradient);
  };
  Numbers whole(small.params.values().size());
  const AnswerCounts counts = learn(13, whole);
  EXPECT_EQ(counts.sequences, 13);
  const int items = std::accumulate(lengths.begin(), lengths.end(), 0);  // of three bits, or words and an end
  EXPECT_EQ(counts.scored, small.model->decoder() == nullptr ? 3 * items : items + 13);
  EXPECT_GT(measure(whole).norm, 0);
  for (const int shard : {1, 4, 12, 100}) {
    Numbers sum(whole.size(), std::numeric_limits<Scalar>::quiet_NaN());  // the old contents must not matter
    const AnswerCounts parts = learn(shard, sum);
    EXPECT_EQ(parts.wrong, counts.wrong);
    EXPECT_EQ(parts.wrong_sequences, counts.wrong_sequences);
    EXPECT_NEAR(parts.nats, counts.nats, 1e-5 * counts.nats);
    for (std::size_t i = 0; i < whole.size(); ++i)
      ASSERT_NEAR(sum[i], whole[i], 2e-5 * measure(whole).largest) << "shards of " << shard << ", number " << i;
  }
}

TEST_P(TrainerLaws, TrainingDoesNotChangeWhatIsNotLearned) {
  SmallTraining small(GetParam().name, {{"train.learning_rate", "0.1", "test"}});
  const Numbers start(small.params.values().begin(), small.params.values().end());
  for (int update = 0; update < 3; ++update) small.trainer->step();
  for (const Params::Entry& entry : small.params.entries()) {
    const std::span before = std::span(start).subspan(entry.offset, static_cast<std::size_t>(entry.size()));
    EXPECT_EQ(same_bytes<Scalar>(small.params.values(entry), before), !entry.trainable) << entry.name;
  }
}

TEST_P(TrainerLaws, ARestoredStateContinuesWithTheSameBits) {
  SmallTraining one(GetParam().name, kShards), other(GetParam().name, kShards);
  for (int update = 0; update < 3; ++update) one.trainer->step();
  std::ranges::copy(one.params.values(), other.params.values().begin());
  for (std::size_t i = 0; i < one.train.optimizer->memory().size(); ++i)
    other.train.optimizer->memory()[i].numbers = one.train.optimizer->memory()[i].numbers;
  ASSERT_TRUE(other.trainer->state.set_counters(one.trainer->state.counters()));
  other.trainer->state.series = one.trainer->state.series;
  for (int update = 0; update < 3; ++update) {
    one.trainer->step();
    other.trainer->step();
  }
  EXPECT_TRUE(same_bytes<Scalar>(one.params.values(), other.params.values()));
  EXPECT_TRUE(same_bytes<SeriesRow>(one.trainer->state.series, other.trainer->state.series));
}

// If answers are not certain, the loss is compared with that of the oracle on the same sequences.
TEST(Excess, IsTheLossAboveThatOfTheOracle) {
  const std::vector<Setting> settings = {{"task.min_length", "12", "test"}, {"task.max_length", "12", "test"}};
  const std::vector<int> lengths(13, 12);
  AnswerCounts first;
  for (const int threads : {1, 2, 3}) {
    SmallTraining small("lstm", settings, threads, 1, "dynamic_ngrams");
    double least = 0;
    for (std::uint64_t i = 0; i < lengths.size(); ++i) {
      Episode episode;
      RandomStream stream(1, "test", 5 + i);
      small.task->sample(stream, 12, episode);
      least += negative_log_likelihood(small.task->oracle(episode), episode);
    }
    BatchRunner runner(*small.task, *small.model, small.params, small.threads, 4, 1);
    const AnswerCounts counts = runner.evaluate("test", 5, lengths);
    EXPECT_NEAR(counts.oracle_nats, least, 1e-9 * least);
    EXPECT_NEAR(counts.excess_bits(), counts.bits_per_sequence() - least / std::log(2) / 13, 1e-9);
    if (threads == 1) first = counts;
    EXPECT_EQ(std::memcmp(&counts, &first, sizeof(AnswerCounts)), 0) << threads << " threads";
    Numbers gradient(small.params.values().size());
    EXPECT_EQ(runner.compute_gradient("test", 5, lengths, gradient).oracle_nats, 0) << "training does not need it";
  }
}

TEST(Excess, IsTheWholeLossIfAnswersAreCertain) {
  SmallTraining small("lstm");
  const AnswerCounts counts = small.trainer->runner().evaluate("test", 0, std::vector<int>(13, 4));
  EXPECT_EQ(counts.excess_bits(), counts.bits_per_sequence());
}

// Expects that a training step fails with such a message and changes nothing.
void expect_divergence(SmallTraining& small, const std::string& part) {
  const Numbers before(small.params.values().begin(), small.params.values().end());
  const std::vector<Optimizer::Memory> memory(small.train.optimizer->memory().begin(),
                                              small.train.optimizer->memory().end());
  const auto counters = small.trainer->state.counters();
  try {
    small.trainer->step();
    ADD_FAILURE() << "nothing was thrown";
  } catch (const Error& error) {
    const std::string message = error.what();
    EXPECT_EQ(error.kind(), ErrorKind::diverged);
    for (const std::string& word : {part, std::string(" at time step "), std::string("is not finite")})
      EXPECT_THAT(message, testing::HasSubstr(word));
  }
  EXPECT_TRUE(same_bytes<Scalar>(small.params.values(), before));
  for (std::size_t i = 0; i < memory.size(); ++i)
    EXPECT_EQ(small.train.optimizer->memory()[i].numbers, memory[i].numbers);
  EXPECT_EQ(small.trainer->state.counters(), counters);
}

TEST_P(TrainerLaws, ANumberThatIsNotFiniteStopsItAndIsNamed) {
  for (const Scalar bad : {std::numeric_limits<Scalar>::infinity(), std::numeric_limits<Scalar>::quiet_NaN()}) {
    SmallTraining small(GetParam().name, kShards, 2);
    small.trainer->step();
    const Params::Entry* bias = small.params.find("answer/bias");
    small.params.values(bias != nullptr ? *bias : *small.params.find("output/bias"))[1] = bad;
    expect_divergence(small, "the output of parameter");
  }
}

// A NaN in any parameter that a step reads is found, in training and in an evaluation. Some heads do not read their
// initial weighting.
TEST_P(TrainerLaws, ANanInAnyParameterIsFound) {
  const SmallTraining names(GetParam().name);
  const auto cost = [](const SmallTraining& of) {
    return of.trainer->runner().evaluate("test", 0, std::vector<int>(13, 4)).nats;
  };
  const double usual = cost(names);
  for (const Params::Entry& entry : names.params.entries()) {
    SmallTraining small(GetParam().name);
    std::ranges::fill(small.params.values(entry), Scalar(0.3));
    if (!entry.trainable && cost(small) == usual) continue;
    std::ranges::fill(small.params.values(entry), std::numeric_limits<Scalar>::quiet_NaN());
    EXPECT_FALSE(std::isfinite(cost(small))) << entry.name;
    EXPECT_THROW(small.trainer->step(), Error) << entry.name;
  }
}

TEST(Trainer, AMonstrousLearningRateDiverges) {
  SmallTraining small("ntm", {{"train.optimizer", "sgd", "test"}, {"train.learning_rate", "1e25", "test"}});
  small.trainer->step();
  expect_divergence(small, "the output of");
  EXPECT_TRUE(std::ranges::all_of(small.params.values(), [](Scalar x) { return std::isfinite(x); }));
}

TEST(Trainer, CountsAndLogs) {
  SmallTraining small("lstm", {{"train.batch", "4", "test"},
                               {"train.log_every", "8", "test"},
                               {"train.sequences", "22", "test"},
                               {"train.schedule", "linear", "test"},
                               {"train.learning_rate", "1", "test"},
                               {"train.final_rate", "0", "test"}});
  double nats = 0, bits = 0;
  for (int update = 0; update < 2; ++update) {
    const AnswerCounts counts = small.trainer->step();
    nats += counts.nats;
    bits += counts.scored;
  }
  ASSERT_EQ(small.trainer->state.series.size(), 1u);
  EXPECT_EQ(small.trainer->state.series[0].loss, nats / bits);
  EXPECT_NEAR(small.trainer->state.series[0].learning_rate, 1 - 4.0 / 22, 1e-12);
  while (!small.trainer->finished()) small.trainer->step();
  std::vector<double> rows;
  for (const SeriesRow& row : small.trainer->state.series) rows.push_back(row.sequences);
  EXPECT_EQ(rows, (std::vector<double>{8, 16, 24})) << "the last row is there whether it is full or not";
  EXPECT_EQ(small.trainer->state.updates, 6u);
}

TEST(Trainer, CountersThatMakeNoSenseAreRefused) {
  TrainState state;
  const auto good = state.counters();
  EXPECT_TRUE(state.set_counters(good));
  for (const double bad : {-1.0, 0x1p53, std::numeric_limits<double>::quiet_NaN()})
    for (std::size_t i = 0; i < good.size(); ++i) {
      auto counters = good;
      counters[i].second = bad;
      EXPECT_FALSE(state.set_counters(counters)) << good[i].first;
      EXPECT_EQ(state.counters(), good);
    }
  auto renamed = good, short_list = good;
  renamed[0].first = "else";
  short_list.pop_back();
  EXPECT_FALSE(state.set_counters(renamed));
  EXPECT_FALSE(state.set_counters(short_list));
}

}  // namespace
}  // namespace memnet
