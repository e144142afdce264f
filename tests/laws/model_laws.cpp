// The laws of models: every line of models/table.def keeps them, and every variant of small_models.cpp.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "memnet/base/random.hpp"
#include "memnet/models/model.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/laws/small_models.hpp"
#include "tests/support/gradients/gradient_check.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class ModelLaws : public testing::TestWithParam<Setup> {
 protected:
  Episode sample(int steps) { return sample_episode(GetParam(), steps, stream); }

  Built built{GetParam()};
  RandomStream stream{12, GetParam().name};
};

const auto kName = [](const auto& info) { return info.param.name; };
INSTANTIATE_TEST_SUITE_P(Models, ModelLaws, testing::ValuesIn(models()), kName);
INSTANTIATE_TEST_SUITE_P(Variants, ModelLaws, testing::ValuesIn(variants()), kName);

TEST_P(ModelLaws, GradientThroughThreeStepsEqualsDifferences) {
  const std::vector<Episode> episodes{sample(3), sample(3)};
  const auto value = [&] {
    Tape tape;
    tape.bind(built.params);
    return batch_sum(project(built.forward(tape, episodes)));
  };
  Tape tape;
  tape.bind(built.params, built.gradient);
  tape.backward(project(built.forward(tape, episodes)));
  Verdict verdict;
  for (const Params::Entry& entry : built.params.entries()) {
    const std::span gradient = std::span(built.gradient).subspan(entry.offset, static_cast<std::size_t>(entry.size()));
    if (entry.trainable)
      compare(verdict, entry.name, built.params.values(entry), gradient, value);
    else
      EXPECT_TRUE(std::ranges::all_of(gradient, [](Scalar g) { return g == 0; })) << entry.name << " is not learned";
  }
  EXPECT_LE(verdict.error, 1e-6) << verdict.where;
}

// An evaluation keeps the values of two steps; a tape that traces keeps all.
TEST_P(ModelLaws, AnswersDoNotDependOnHowLongValuesAreKept) {
  const std::vector<Episode> episodes{sample(3), sample(9)};
  Tape brief, whole;
  whole.enable_tracing(true);
  brief.bind(built.params);
  whole.bind(built.params);
  const std::span<const Var> answers = built.forward(brief, episodes), same = built.forward(whole, episodes);
  ASSERT_EQ(answers.size(), same.size());
  for (std::size_t t = 0; t < answers.size(); ++t)
    for (int b = 0; b < 2; ++b)
      EXPECT_TRUE(std::equal(answers[t].value(b), answers[t].value(b) + answers[t].size(), same[t].value(b)))
          << "step " << t << " of example " << b;
}

// A tape without a budget computes values again in its pullbacks.
TEST_P(ModelLaws, RecomputedValuesGiveTheSameBits) {
  const std::vector<Episode> episodes{sample(3), sample(9)};
  Tape kept, recomputed;
  kept.bind(built.params, built.gradient);
  kept.backward(project(built.forward(kept, episodes)));
  std::vector<Scalar> gradient(built.gradient.size());
  recomputed.set_budget(0);
  for (int repeat = 0; repeat < 2; ++repeat) {
    std::ranges::fill(gradient, Scalar(0));
    recomputed.reset();
    recomputed.bind(built.params, gradient);
    recomputed.backward(project(built.forward(recomputed, episodes)));
    EXPECT_TRUE(std::ranges::equal(gradient, built.gradient)) << "repeat " << repeat;
    EXPECT_EQ(recomputed.flops(), kept.flops());
  }
}

// Every number that is learned can change some answer, with some initial values: a ReLU may cut a unit for all places
// of a few episodes. Hard choices pass no gradient, so soft ones take their place.
TEST_P(ModelLaws, NoParameterIsDead) {
  const std::vector<Episode> episodes{sample(5), sample(8)};
  std::vector<bool> lives(built.gradient.size(), false);
  for (const std::uint64_t seed : {11, 12, 13, 14}) {
    built.params.initialize(seed);
    std::ranges::fill(built.gradient, Scalar(0));
    Tape tape;
    tape.bind(built.params, built.gradient);
    tape.choose({.way = Choosing::Way::soft});
    tape.backward(project(built.forward(tape, episodes)));
    for (std::size_t i = 0; i < lives.size(); ++i) lives[i] = lives[i] || built.gradient[i] != 0;
  }
  for (const Params::Entry& entry : built.params.entries())
    for (std::size_t i = 0; entry.trainable && i < static_cast<std::size_t>(entry.size()); ++i)
      EXPECT_TRUE(lives[entry.offset + i]) << entry.name << "[" << i << "]";
}

// A model that cannot overfit one short episode does not learn anything. Trained with a minimal Adam, and soft choices,
// since hard ones have no gradient.
TEST_P(ModelLaws, LearnsOneEpisodeByHeart) {
  constexpr int kUpdates = 600;
  constexpr double kRate = 0.02;
  const std::vector<Episode> episodes{sample(5)};
  const std::size_t n = built.gradient.size();
  std::vector<double> mean(n), square(n);
  Tape tape;
  double loss = 0;
  for (int t = 1; t <= kUpdates; ++t) {
    std::ranges::fill(built.gradient, 0);
    tape.reset();
    tape.bind(built.params, built.gradient);
    tape.choose({.way = Choosing::Way::soft});
    const Batch batch = make_batch(tape, episodes, built.model->input_form());
    const Var sum = answer_loss(built.model->forward(tape, batch), batch);
    loss = batch_sum(sum) / count_scored(episodes[0]);
    if (loss < 0.05) return;
    tape.backward(sum, Scalar(1) / count_scored(episodes[0]));
    for (std::size_t i = 0; i < n; ++i) {
      const double g = built.gradient[i];
      mean[i] += 0.1 * (g - mean[i]);
      square[i] += 0.001 * (g * g - square[i]);
      const double m = mean[i] / (1 - std::pow(0.9, t)), v = square[i] / (1 - std::pow(0.999, t));
      built.params.values()[i] -= kRate * m / (std::sqrt(v) + 1e-8);
    }
  }
  FAIL() << "the loss is still " << loss << " nats per bit after " << kUpdates << " updates";
}

// The answers of a batch, padded to its longest episode, are those of its episodes alone.
TEST_P(ModelLaws, ABatchIsSeveralEpisodesSideBySide) {
  std::vector<Episode> episodes;
  for (const int steps : {4, 1, 6, 3, 6}) episodes.push_back(sample(steps));
  Tape together;
  together.bind(built.params);
  const std::span<const Var> all = built.forward(together, episodes);
  for (std::size_t b = 0; b < episodes.size(); ++b) {
    Tape alone;
    alone.bind(built.params);
    const std::span<const Var> logits = built.forward(alone, std::span(episodes).subspan(b, 1));
    ASSERT_EQ(logits.size(), static_cast<std::size_t>(episodes[b].steps()));
    for (std::size_t t = 0; t < logits.size(); ++t)
      for (int i = 0; i < logits[t].rows(); ++i)
        EXPECT_NEAR(all[t](i, 0, static_cast<int>(b)), logits[t](i), 1e-12) << "episode " << b << ", step " << t;
  }
}

// Nor does anything that is random in training, such as dropout and drawn choices, depend on the rest of the batch.
TEST_P(ModelLaws, ATrainingBatchIsSeveralEpisodesSideBySide) {
  std::vector<Episode> episodes;
  std::vector<RandomStream> noise, choices;
  const auto begin = [&](Tape& tape, std::size_t first, std::size_t count) {
    noise.clear(), choices.clear();
    for (std::size_t b = first; b < first + count; ++b) noise.emplace_back(13, "noise", b);
    for (std::size_t b = first; b < first + count; ++b) choices.emplace_back(13, "choices", b);
    tape.bind(built.params);
    tape.choose({Choosing::Way::drawn, choices});
    Batch batch = make_batch(tape, std::span(episodes).subspan(first, count), built.model->input_form());
    batch.mode = Mode::train;
    batch.noise = noise;
    return built.model->forward(tape, batch);
  };
  for (const int steps : {4, 1, 6, 3, 6}) episodes.push_back(sample(steps));
  Tape together;
  const std::span<const Var> all = begin(together, 0, episodes.size());
  for (std::size_t b = 0; b < episodes.size(); ++b) {
    Tape alone;
    const std::span<const Var> logits = begin(alone, b, 1);
    for (std::size_t t = 0; t < logits.size(); ++t)
      for (int i = 0; i < logits[t].rows(); ++i)
        ASSERT_NEAR(all[t](i, 0, static_cast<int>(b)), logits[t](i), 1e-12) << "episode " << b << ", step " << t;
  }
}

// What was shown at the first step still matters at the last.
TEST_P(ModelLaws, CarriesSomethingFromStepToStep) {
  std::vector<Episode> episodes{sample(4)};
  episodes.push_back(episodes[0]);
  for (Scalar& x : episodes[1].inputs.column(0)) x += 1;
  for (Scalar& x : episodes[1].context.numbers.numbers()) x += 1;
  episodes[1].context.sentences.clear();
  SentenceSource source(stream);
  for (int i = 0; i < built.spec.sentences; ++i) source.add_sentence(episodes[1].context.sentences, 2);
  Tape tape;
  tape.bind(built.params);
  const Var answer = built.forward(tape, episodes).back();
  const int last = answer.rows() - 1;
  EXPECT_GT(std::abs(answer(last, 0, 0) - answer(last, 0, 1)), 1e-9);
}

TEST_P(ModelLaws, ComputesWithoutRecordingWhatItComputesWithIt) {
  const std::vector<Episode> episodes{sample(4)};
  Tape plain, recording;
  plain.bind(built.params);
  recording.bind(built.params, built.gradient);
  const Var answer = built.forward(plain, episodes).back();
  const Var recorded = built.forward(recording, episodes).back();
  EXPECT_FALSE(answer.needs_gradient());
  EXPECT_TRUE(recorded.needs_gradient());
  for (int i = 0; i < answer.rows(); ++i) EXPECT_EQ(answer(i), recorded(i));
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
