// The laws of hard attention: what the gradients of drawn choices are in the mean, and how much they vary.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <iostream>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/models/objective.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/laws/small_models.hpp"
#include "tests/laws/small_pipelines.hpp"
#include "tests/support/gradients/gradient_check.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kSlots = 5, kDraws = 1000, kRepeats = 100;
constexpr std::array<double, kSlots> kScores = {0.5, -0.2, 1.1, 0, -1}, kContents = {1.5, -0.7, 0.2, 2, -1.2};
constexpr double kTarget = 0.4;

// What reading each slot costs: half of the squared distance of its content from the target.
double cost_of(int slot) {
  const double distance = kContents[static_cast<std::size_t>(slot)] - kTarget;
  return distance * distance / 2;
}

// Mean, and mean squared distance from it, of the gradients by the scores.
struct Spread {
  std::array<double, kSlots> mean{}, squares{};

  double variance(std::size_t i) const { return squares[i] - mean[i] * mean[i]; }
  double variance() const {
    double sum = 0;
    for (std::size_t i = 0; i < kSlots; ++i) sum += variance(i);
    return sum;
  }
};

// Draws many slots by `location | stage`, whose scores are its emission, and takes the gradients of their cost.
Spread draw(const std::string& stage, Baseline baseline = {}, double prediction = 0) {
  const Pipeline pipeline("location | " + stage, kSlots, 1);
  const bool predicts = pipeline.emission() > kSlots;
  Spread spread;
  Tape tape;
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    std::vector<RandomStream> streams;
    for (int i = 0; i < kDraws; ++i) streams.emplace_back(2, "laws", static_cast<std::uint64_t>(repeat * kDraws + i));
    tape.reset();
    tape.choose({.way = Choosing::Way::drawn, .streams = streams});
    const Var scores = tape.leaf(kSlots, 1, kDraws), M = tape.constant(kSlots, 1, 1, 0);
    for (int i = 0; i < kDraws; ++i) std::ranges::copy(kScores, scores.value(i));
    std::ranges::copy(kContents, M.value());
    std::array<Var, 1> target{tape.constant(1, 1, 1, kTarget)}, mask{tape.constant(1, 1, 1, 1)};
    const Var emission = predicts ? concat({scores, tape.constant(1, 1, 1, prediction)}) : scores;
    const Var cost = gaussian_loss(read(M, pipeline.address(emission, {.memory = M})), target[0], mask[0]);
    Batch batch;
    batch.size = kDraws;
    batch.targets = target;
    batch.mask = mask;
    tape.backward(make_objective({&cost, 1}, cost, batch, baseline).value);
    for (int i = 0; i < kDraws; ++i)
      for (std::size_t k = 0; k < kSlots; ++k) {
        const double g = scores.adjoint(i)[k];
        spread.mean[k] += g / kDraws / kRepeats;
        spread.squares[k] += g * g / kDraws / kRepeats;
      }
  }
  return spread;
}

// The mean cost of a draw, and its gradient p_i (cost_i - mean cost).
struct Exact {
  double mean = 0;
  std::array<double, kSlots> gradient{};

  Exact() {
    double sum = 0;
    for (const double score : kScores) sum += std::exp(score);
    for (int i = 0; i < kSlots; ++i) mean += std::exp(kScores[static_cast<std::size_t>(i)]) / sum * cost_of(i);
    for (int i = 0; i < kSlots; ++i)
      gradient[static_cast<std::size_t>(i)] =
          std::exp(kScores[static_cast<std::size_t>(i)]) / sum * (cost_of(i) - mean);
  }
};

// Samples of one episode share a baseline, so their gradients are not independent of each other; groups are.
void expect_unbiased(const Spread& spread, int samples = 1) {
  const Exact exact;
  for (std::size_t i = 0; i < kSlots; ++i)
    EXPECT_NEAR(spread.mean[i], exact.gradient[i], 4 * std::sqrt(spread.variance(i) * samples / kDraws / kRepeats))
        << "slot " << i;
}

TEST(EstimatorLaws, ScoresAreTrainedByTheExactGradientInTheMeanAndBaselinesLowerTheVariance) {
  const double mean = Exact().mean;
  const Spread none = draw("sample"), average = draw("sample", {.per_answer = mean}),
               predicted = draw("sample:learned", {}, mean),
               half = draw("sample:learned", {.per_answer = mean / 2}, mean / 2),
               others = draw("sample", {.samples = 4, .leave_one_out = true});
  for (const Spread* spread : {&none, &average, &predicted, &half}) expect_unbiased(*spread);
  expect_unbiased(others, 4);
  std::cout << "variance: none " << none.variance() << ", average " << average.variance() << ", learned "
            << predicted.variance() << ", leave_one_out of 4 " << others.variance() << std::endl;
  EXPECT_LT(average.variance(), 0.7 * none.variance());
  EXPECT_LT(others.variance(), 0.9 * none.variance());
  EXPECT_NEAR(predicted.variance(), average.variance(), 1e-9) << "the same baseline, in another way";
  EXPECT_NEAR(half.variance(), average.variance(), 1e-9) << "a prediction is what is beyond the other baseline";
}

// The other estimators vary less, but are biased.
TEST(EstimatorLaws, OtherEstimatorsAreBiased) {
  const Exact exact;
  for (const char* stage :
       {"straight_through", "gumbel:0.5", "gumbel:1", "straight_through_gumbel:0.5", "straight_through_gumbel:1"}) {
    const Spread spread = draw(stage);
    double bias = 0, size = 0;
    for (std::size_t i = 0; i < kSlots; ++i) {
      bias += std::pow(spread.mean[i] - exact.gradient[i], 2);
      size += std::pow(exact.gradient[i], 2);
    }
    std::cout << stage << ": bias " << std::sqrt(bias / size) << " of the gradient, variance " << spread.variance()
              << std::endl;
    EXPECT_GT(std::sqrt(bias / size), 0.02) << stage;
  }
}

// A prediction is fitted to what the answers cost beyond the other baseline.
TEST(EstimatorLaws, APredictionIsFittedByItsSquaredError) {
  Tape tape;
  const Var prediction = tape.leaf(1, 1, 2), cost = tape.constant(1, 1, 2, 0), z = tape.leaf(1, 1, 2);
  cost.value(0)[0] = 3;
  cost.value(1)[0] = 5;
  std::array<Var, 1> target{tape.constant(2, 1, 1, 0)}, mask{tape.constant(1, 1, 2, 1)};
  mask[0].value(1)[0] = 0;  // the second example has no answer left
  tape.add_choice(z, prediction);
  Batch batch;
  batch.size = 2;
  batch.targets = target;
  batch.mask = mask;
  tape.backward(make_objective({&cost, 1}, cost, batch, {.per_answer = 0.5}).value);
  EXPECT_EQ(*prediction.adjoint(0), -(3 - 2 * 0.5));
  EXPECT_EQ(*prediction.adjoint(1), 0);
  EXPECT_EQ(*z.adjoint(0), -(3 - 2 * 0.5)) << "minus what is above the baseline";
}

// A choice is charged for the answers from its step on; an auxiliary loss counts until the last answer.
TEST(EstimatorLaws, AChoiceAnswersForWhatFollows) {
  Tape tape;
  std::array<Var, 3> losses, target, mask, choices, auxiliary;
  for (std::size_t t = 0; t < 3; ++t) {
    tape.set_step(static_cast<int>(t));
    losses[t] = tape.constant(1, 1, 1, t == 2 ? 0 : static_cast<Scalar>(t + 1));
    target[t] = tape.constant(1, 1, 1, 0);
    mask[t] = tape.constant(1, 1, 1, t == 2 ? 0 : 1);
    tape.add_choice(choices[t] = tape.leaf(1, 1, 1));
    tape.add_loss("test", auxiliary[t] = tape.leaf(1, 1, 1));
    *auxiliary[t].value() = 10;
  }
  Batch batch;
  batch.size = 1;
  batch.targets = target;
  batch.mask = mask;
  const Objective objective = make_objective(losses, sum(losses), batch, {});
  tape.backward(objective.value);
  EXPECT_EQ(objective.auxiliary, 20);
  EXPECT_EQ(*choices[0].adjoint(), -3);
  EXPECT_EQ(*choices[1].adjoint(), -2);
  EXPECT_EQ(*choices[2].adjoint(), 0);
  EXPECT_EQ(*auxiliary[1].adjoint(), 1);
  EXPECT_EQ(*auxiliary[2].adjoint(), 0);
}

TEST(EstimatorLaws, WithoutTermsTheObjectiveIsTheLossItself) {
  Tape tape;
  const Var loss = tape.leaf(1, 1, 1);
  EXPECT_EQ(&make_objective({&loss, 1}, loss, {}, {}).value.node(), &loss.node());
}

Setup ntm_with(const StageEntry& stage) {
  const std::string text = smallest_pipeline(stage);
  return {stage.name, "ntm", {{"addressing", text}, {"write_addressing", text}}};
}

// Each stage that chooses, in an NTM.
class ChoiceLaws : public testing::TestWithParam<StageEntry> {
 protected:
  // Computes the objective and its gradient, with choices made in this way. Returns the sum over the examples.
  static double learn(Tape& tape, Built& built, std::span<const Episode> episodes, Choosing::Way way) {
    std::vector<RandomStream> streams;
    for (std::size_t i = 0; i < episodes.size(); ++i) streams.emplace_back(4, "laws", i);
    std::ranges::fill(built.gradient, Scalar(0));
    tape.reset();
    tape.bind(built.params, built.gradient);
    tape.choose({.way = way, .streams = streams, .progress = 0.5, .entropy_bonus = 0.1});
    const Var objective = built.objective(tape, episodes, {.per_answer = 0.3}).value;
    const double value = batch_sum(objective);
    tape.backward(objective);
    return value;
  }
};

std::vector<StageEntry> choosing_stages() {
  std::vector<StageEntry> all;
  for (const StageEntry& entry : all_stages())
    if (Pipeline(smallest_pipeline(entry), 12, 4).slope() != Slope::exact) all.push_back(entry);
  return all;
}
INSTANTIATE_TEST_SUITE_P(Stages, ChoiceLaws, testing::ValuesIn(choosing_stages()),
                         [](const auto& info) { return std::string(info.param.name); });

// A long sequence draws again what it drew before, and counts it once.
TEST_P(ChoiceLaws, RecomputedChoicesGiveTheSameBits) {
  RandomStream stream(5, GetParam().name);
  const std::vector<Episode> episodes{sample_episode(9, stream), sample_episode(12, stream)};
  Built kept(ntm_with(GetParam())), recomputed(ntm_with(GetParam()));
  Tape whole, cut;
  cut.set_budget(0);
  for (const Choosing::Way way : {Choosing::Way::drawn, Choosing::Way::soft}) {
    const double value = learn(whole, kept, episodes, way);
    EXPECT_EQ(learn(cut, recomputed, episodes, way), value);
    EXPECT_EQ(cut.terms().size(), whole.terms().size());
    EXPECT_EQ(recomputed.gradient, kept.gradient);
  }
}

// Away from training, and where the softmax takes its place, nothing is drawn: examples need no streams.
TEST_P(ChoiceLaws, OneSlotIsChosenOrAllAreWeighted) {
  const Pipeline pipeline(smallest_pipeline(GetParam()), kSlots, 2);
  Tape tape;
  const Var emission = tape.leaf(pipeline.emission(), 1, 3), M = tape.leaf(kSlots, 2, 3);
  RandomStream stream(6, GetParam().name);
  for (const Var x : {emission, M})
    for (int i = 0; i < x.numbers(); ++i) x.value()[i] = static_cast<Scalar>(stream.normal());
  const Var chosen = pipeline.address(emission, {.memory = M});
  tape.choose({.way = Choosing::Way::soft});
  const Var soft = pipeline.address(emission, {.memory = M});
  for (int b = 0; b < 3; ++b) {
    const std::span<const Scalar> w(chosen.value(b), kSlots), p(soft.value(b), kSlots);
    EXPECT_EQ(std::ranges::count(w, 1), 1);
    EXPECT_EQ(std::ranges::count(w, 0), kSlots - 1);
    EXPECT_EQ(std::ranges::max_element(w) - w.begin(), std::ranges::max_element(p) - p.begin());
    EXPECT_EQ(std::ranges::count(p, 0), 0);
  }
  EXPECT_FALSE(chosen.needs_gradient());
  EXPECT_TRUE(soft.needs_gradient());
  EXPECT_TRUE(tape.terms().empty());
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
