// Pipelines that have to agree with each other, or with a formula.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "memnet/addressing/pipeline.hpp"
#include "memnet/ops/check.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kSlots = 6, kWidth = 4;

// The weighting of a pipeline for an emission and a memory.
std::vector<Scalar> weigh(const std::string& text, const Matrix& M, const Matrix& emission,
                          std::vector<Matrix> learned = {}) {
  const Pipeline pipeline(text, M.rows(), M.cols());
  Tape tape;
  std::vector<Var> parameters;
  for (const Matrix& p : learned) parameters.push_back(tape.constant(p));
  std::vector<Var> state, after(pipeline.state().size());
  for (const InitialState& kept : pipeline.state())
    state.push_back(tape.constant(kept.part.rows, kept.part.cols, 1, Scalar(0.5)));
  const Var at_slot_1 = tape.constant(M.rows(), 1, 1, 0);
  at_slot_1.value()[1] = 1;
  const Var w = pipeline.address(tape.constant(emission), {.memory = tape.constant(M),
                                                           .previous = at_slot_1,
                                                           .parameters = parameters,
                                                           .reader = at_slot_1,
                                                           .state = state,
                                                           .state_after = after});
  return {w.value(), w.value() + w.rows()};
}

void expect_same(const std::vector<Scalar>& x, const std::vector<Scalar>& y) {
  ASSERT_EQ(x.size(), y.size());
  for (std::size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(x[i], y[i], 1e-12) << "slot " << i;
}

class Identities : public testing::Test {
 protected:
  RandomStream stream{15, "identities"};
  Matrix M = sample(Domain::real, kSlots, kWidth, 1, stream), k = sample(Domain::real, kWidth, 1, 1, stream);
};

TEST_F(Identities, GeneralWithTheIdentityIsDot) {
  Matrix identity(kWidth, kWidth);
  for (int i = 0; i < kWidth; ++i) identity(i, i) = 1;
  expect_same(weigh("general | softmax", M, k, {identity}), weigh("dot | softmax", M, k));
}

TEST_F(Identities, ScaledDotIsDotAtAStrengthOfOneByTheRootOfTheWidth) {
  Matrix shorter = k;
  for (Scalar& x : shorter.numbers()) x /= std::sqrt(Scalar(kWidth));
  expect_same(weigh("scaled_dot | softmax", M, k), weigh("dot | softmax", M, shorter));
}

TEST_F(Identities, CosineIsDotOnNormalizedRows) {
  constexpr Scalar strength = 2.5;
  Matrix emission(kWidth + 1, 1), rows = M, direction = k;
  std::ranges::copy(k.numbers(), emission.numbers().begin());
  emission(kWidth) = std::log(std::expm1(strength));  // softplus makes it the strength again
  const auto norm = [](auto&& numbers) {
    Scalar sum = 0;
    for (const Scalar x : numbers) sum += x * x;
    return std::sqrt(sum);
  };
  for (Scalar& x : direction.numbers()) x *= strength / norm(k.numbers());
  for (int i = 0; i < kSlots; ++i) {
    std::vector<Scalar> row;
    for (int j = 0; j < kWidth; ++j) row.push_back(M(i, j));
    for (int j = 0; j < kWidth; ++j) rows(i, j) /= norm(row);
  }
  expect_same(weigh("cosine | softmax", M, emission), weigh("dot | softmax", rows, direction));
}

TEST_F(Identities, TheBestOfAllSlotsAreAllSlots) {
  expect_same(weigh(fmt::format("dot | topk:{}", kSlots), M, k), weigh("dot | softmax", M, k));
  expect_same(weigh("dot | topk:1000", M, k), weigh("dot | softmax", M, k));
}

TEST_F(Identities, AdditiveIsThePublishedNetworkAfterSplittingItsWeights) {
  const Matrix U = sample(Domain::real, kWidth, 3, 1, stream), v = sample(Domain::real, 3, 1, 1, stream),
               q = sample(Domain::real, 3, 1, 1, stream);
  Matrix joint(kSlots, 1);  // v.tanh([I U^T] [q; M_i])
  for (int i = 0; i < kSlots; ++i)
    for (int a = 0; a < 3; ++a) {
      Scalar sum = q(a);
      for (int j = 0; j < kWidth; ++j) sum += U(j, a) * M(i, j);
      joint(i) += v(a) * std::tanh(sum);
    }
  expect_same(weigh("additive:3 | softmax", M, q, {U, v}), weigh("location | softmax", M, joint));
}

// Returns an emission with further numbers behind it.
Matrix with(const Matrix& emission, std::initializer_list<Scalar> further) {
  Matrix longer(emission.rows() + static_cast<int>(further.size()), 1);
  std::ranges::copy(further, std::ranges::copy(emission.numbers(), longer.numbers().begin()).out);
  return longer;
}

constexpr Scalar kShut = -1000, kOpen = 1000;  // a gate before its sigmoid

TEST_F(Identities, PartsThatAreSwitchedOffLeaveThePlainScheme) {
  const std::vector<Scalar> plain = weigh("dot | softmax", M, k);
  expect_same(weigh("dot | softmax | reader", M, with(k, {kShut})), plain);
  expect_same(weigh("dot | avoid | softmax", M, with(k, {kShut})), plain);
  expect_same(weigh("dot | softmax | mix(uniform)", M, with(k, {kShut})), plain);
  expect_same(weigh("uniform | mix(dot | softmax)", M, with(Matrix(1, 1, kOpen), {k(0), k(1), k(2), k(3)})), plain);
}

TEST_F(Identities, AStrengthIsThatOfTheCosine) {
  expect_same(weigh("cosine:none | strength | softmax", M, with(k, {0.7})),
              weigh("cosine | softmax", M, with(k, {0.7})));
}

TEST_F(Identities, TheMixtureWithThePreviousWeightingIsTheGateReversed) {
  expect_same(weigh("dot | softmax | mix(previous)", M, with(k, {0.7})),
              weigh("dot | softmax | gate", M, with(k, {-0.7})));
}

TEST_F(Identities, AReaderIsReadWhereItIsTheGate) {
  expect_same(weigh("dot | softmax | reader", M, with(k, {0.7})), weigh("dot | softmax | gate", M, with(k, {-0.7})));
}

TEST_F(Identities, LieAccessIsTheDistanceToAPosition) {
  Matrix places(kSlots, 2), jump(5, 1), key(3, 1);
  for (int i = 0; i < kSlots; ++i)
    for (int j = 0; j < 2; ++j) places(i, j) = M(i, kWidth - 2 + j);
  jump(0) = 0.3;  // a step of (0.3, 0) after a jump to (0.2, -0.4)
  jump(2) = kOpen;
  jump(3) = 0.2;
  jump(4) = key(1) = -0.4;
  key(0) = 0.5;
  key(2) = std::log(std::expm1(1));  // a strength of 1
  expect_same(weigh("lie | softmax", M, jump), weigh("euclidean | softmax", places, key));
}

// With a step of 1 after another the weight goes to one slot after another, however far.
TEST(Window, WalksAlongTheSlots) {
  const Pipeline pipeline("window:step,0.27 | softmax", 50, kWidth);
  Tape tape;
  std::vector<Var> center{tape.constant(1, 1, 1, 0)}, after(1);
  const Var M = tape.constant(50, kWidth, 1, 0);
  for (int t = 1; t < 50; ++t) {
    const Var w = pipeline.address(tape.constant(1, 1, 1, kOpen),
                                   {.memory = M, .previous = {}, .state = center, .state_after = after});
    center = after;
    EXPECT_GT(w(t), 0.99) << "step " << t;
  }
}

// A slot that moves towards each value by its gate holds the mean of what it held at first and of all values, weighted
// by a softmax over time.
TEST(RunningSoftmax, WeighsTheValuesOfAllStepsByTheirScores) {
  const Pipeline pipeline("location | running_softmax", kSlots, kWidth);
  RandomStream stream(22, "running_softmax");
  Tape tape;
  const Var M = tape.constant(kSlots, kWidth, 1, 0);
  std::vector<Var> total{tape.constant(kSlots, 1, 1, 0)}, after(1);
  std::vector<Scalar> held(kSlots, 5), sum(kSlots, 1), weighted(kSlots, 5);
  for (int t = 0; t < 7; ++t) {
    const Matrix scores = sample(Domain::real, kSlots, 1, 1, stream);
    const Scalar value = stream.uniform();
    const Var gate = pipeline.address(tape.constant(scores), {.memory = M, .state = total, .state_after = after});
    total = after;
    for (int i = 0; i < kSlots; ++i) {
      const auto slot = static_cast<std::size_t>(i);
      held[slot] += gate(i) * (value - held[slot]);
      sum[slot] += std::exp(scores(i));
      weighted[slot] += std::exp(scores(i)) * value;
      EXPECT_NEAR(held[slot], weighted[slot] / sum[slot], 1e-12) << "slot " << i << ", step " << t;
    }
  }
}

TEST(Shift, ByAOneHotMovesTheWeightingExactly) {
  const Pipeline still("cosine | softmax", kSlots, kWidth);
  for (const int radius : {1, 2})
    for (int shift = -radius; shift <= radius; ++shift) {
      const Pipeline moving(fmt::format("cosine | softmax | shift:{}", radius), kSlots, kWidth);
      RandomStream stream(6, "shift");
      Matrix emission = sample(Domain::real, moving.emission(), 1, 1, stream);
      for (int j = -radius; j <= radius; ++j) emission(still.emission() + radius + j) = j == shift ? 1000 : 0;
      Tape tape;
      const Var M = tape.constant(sample(Domain::real, kSlots, kWidth, 1, stream));
      const Var previous = tape.constant(kSlots, 1, 1, 1.0 / kSlots);
      Matrix content(still.emission(), 1);
      std::copy_n(emission.numbers().begin(), content.size(), content.numbers().begin());
      const Var before = still.address(tape.constant(content), {.memory = M, .previous = previous});
      const Var after = moving.address(tape.constant(emission), {.memory = M, .previous = previous});
      for (int i = 0; i < kSlots; ++i) EXPECT_DOUBLE_EQ(after((i + shift + kSlots) % kSlots), before(i));
    }
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
