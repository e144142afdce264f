// The tape: memory that is reused, gradients, traces, and messages about numbers that are not finite.
#include "memnet/autodiff/tape.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "memnet/base/error.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

Var leaf(Tape& tape, Scalar value, int rows = 1, int batch = 1) {
  const Var x = tape.leaf(rows, 1, batch);
  std::fill_n(x.value(), x.numbers(), value);
  return x;
}

TEST(Tape, ResetKeepsTheMemory) {
  Tape tape;
  const auto pass = [&](int steps) {
    tape.reset();
    Var x = leaf(tape, 1, 100, 16);
    for (int t = 0; t < steps; ++t) x = tanh(add(x, x));
    tape.backward(x);
    return tape.bytes_reserved();
  };
  const std::size_t first = pass(500);
  EXPECT_GT(first, 0u);
  EXPECT_EQ(pass(500), first);
  EXPECT_EQ(pass(20), first);
  EXPECT_EQ(pass(500), first);
}

// An evaluation of 10,000 steps of a large memory took gigabytes.
TEST(Tape, AnEvaluationStepByStepNeedsTheMemoryOfTwoSteps) {
  const auto pass = [](bool traces, int steps) {
    Tape tape;
    tape.enable_tracing(traces);
    tape.bind(Params());
    Var x = tape.constant(100000, 1, 1, 1), kept;
    Tape::StepByStep values(tape);
    for (int t = 0; t < steps; ++t) {
      values.next();
      x = add(x, x);
      if (t == 2) kept = values.keep(x);
    }
    EXPECT_EQ(kept(99999), 8) << "it is valid after its step";
    EXPECT_EQ(x(0), std::ldexp(Scalar(1), steps));
    return tape.bytes_reserved();
  };
  const std::size_t few = pass(false, 10);
  EXPECT_EQ(pass(false, 50), few);
  EXPECT_GT(pass(true, 50), 2 * few) << "a trace keeps all";
}

// y = x * (x without gradient): the slope is that of a product with a constant.
TEST(Tape, NoGradientPassesThroughAStoppedValue) {
  Tape tape;
  const Var x = leaf(tape, 3, 2, 4), stopped = tape.stop_gradient(x);
  EXPECT_FALSE(stopped.needs_gradient());
  for (int b = 0; b < 4; ++b)
    for (int i = 0; i < 2; ++i) EXPECT_EQ(stopped(i, 0, b), x(i, 0, b));
  // Used in several places, also with values behind it that the root does not depend on.
  const Var y = hadamard(x, stopped);
  hadamard(stopped, stopped);
  tape.backward(add(y, hadamard(stopped, x)));
  for (int i = 0; i < x.numbers(); ++i) EXPECT_EQ(x.adjoint()[i], 6);
  EXPECT_THROW(tape.backward(tanh(stopped)), Error);
}

// A chain of `steps` times x -> tanh(x + p x), at once or in segments of this length; returns the memory that it took.
std::size_t run_chain(int steps, int length, const Params& params, std::span<Scalar> gradient, Scalar& result) {
  Tape tape;
  tape.bind(params, gradient);
  Var x = tape.constant(10000, 1, 1, Scalar(0.5));
  const Var p = tape[Param{0}];
  const auto segment = [&tape, p, length](std::span<const Var> inputs) {
    const std::span<Var> outputs = tape.arena().allocate_array<Var>(1);
    Tape::StepByStep values(tape);
    Var y = inputs[0];
    for (int t = 0; t < length; ++t) {
      values.next();
      y = tanh(add(y, hadamard(p, y)));
    }
    outputs[0] = values.keep(y);
    return std::span<const Var>(outputs);
  };
  for (int first = 0; first < steps; first += length)
    x = length == steps ? segment({&x, 1})[0] : tape.recompute_later({&x, 1}, segment)[0];
  result = x(0);
  tape.backward(x);
  return tape.bytes_reserved();
}

TEST(Tape, SegmentsTakeLessMemoryAndGiveTheSameBits) {
  Params params;
  const Scope scope(params);
  scope("p", 10000, 1, Init::normal(0.1));
  params.initialize(3);
  std::vector<Scalar> whole(params.values().size()), cut(whole.size());
  Scalar at_once = 0, by_segments = 0;
  const std::size_t all = run_chain(100, 100, params, whole, at_once);
  const std::size_t less = run_chain(100, 10, params, cut, by_segments);
  EXPECT_EQ(at_once, by_segments);
  EXPECT_EQ(whole, cut);
  EXPECT_LT(2 * less, all);
}

TEST(Tape, AdjointsOfALongSequenceFitInAFewBuffers) {
  Tape tape;
  constexpr int kRows = 10000, kSteps = 200;
  Var x = leaf(tape, 1, kRows);
  for (int t = 0; t < kSteps; ++t) x = tanh(x);
  const std::size_t values = tape.bytes_reserved();
  EXPECT_GT(values, kSteps * kRows * sizeof(Scalar));
  tape.backward(x);
  EXPECT_LT(tape.bytes_reserved() - values, values / 4);
}

TEST(Tape, AChainOfTenThousandStepsCarriesItsGradient) {
  Tape tape;
  const Var start = leaf(tape, 0), step = leaf(tape, Scalar(0.5));
  Var x = start;
  for (int t = 0; t < 10000; ++t) x = add(x, step);
  tape.backward(x);
  EXPECT_EQ(x(0), 5000);
  EXPECT_EQ(*start.adjoint(), 1);
  EXPECT_EQ(*step.adjoint(), 10000);
}

TEST(Tape, AValueThatIsUsedTwiceGetsBothGradients) {
  Tape tape;
  const Var x = leaf(tape, 3);
  tape.backward(add(hadamard(x, x), x));
  EXPECT_EQ(*x.adjoint(), 7);
}

TEST(Tape, ABroadcastValueGetsTheSumOverTheBatch) {
  Tape tape;
  const Var x = leaf(tape, 2), y = leaf(tape, 5, 1, 4);
  tape.backward(hadamard(x, y));
  EXPECT_EQ(*x.adjoint(), 20);
  for (int b = 0; b < 4; ++b) EXPECT_EQ(*y.adjoint(b), 2);
}

TEST(Tape, ValuesThatDoNotLeadToTheRootGetNoGradient) {
  Tape tape;
  const Var x = leaf(tape, 2), aside = leaf(tape, 1);
  const Var unused = hadamard(x, aside);
  const Var root = tanh(x);
  tape.backward(root);
  EXPECT_EQ(unused.node().adjoint, nullptr);
  EXPECT_EQ(*aside.adjoint(), 0);
  EXPECT_NEAR(*x.adjoint(), 1 - std::pow(std::tanh(2.0), 2), 1e-6);
}

TEST(Tape, TheScaleMultipliesEveryGradient) {
  Tape tape;
  const Var x = leaf(tape, 3);
  tape.backward(hadamard(x, x), Scalar(0.5));
  EXPECT_EQ(*x.adjoint(), 3);
}

TEST(Tape, ConstantsHaveNoGradient) {
  Tape tape;
  const Var x = tape.constant(1, 1, 1, 2);
  EXPECT_FALSE(tanh(x).needs_gradient());
  EXPECT_THROW(tape.backward(tanh(x)), Error);
}

TEST(Tape, GradientsOfParametersAreAddedToTheirBuffer) {
  Params params;
  const Param learned = params.add("learned", 1, 1, Init::constant(3));
  const Param fixed = params.add("fixed", 1, 1, Init::constant(5), false);
  params.initialize(1);
  AlignedVector<Scalar> gradient(params.values().size(), 100);
  Tape tape;
  tape.bind(params, gradient);
  tape.backward(hadamard(tape[learned], tape[fixed]));
  EXPECT_EQ(gradient[params[learned].offset], 105);
  EXPECT_EQ(gradient[params[fixed].offset], 100);
}

TEST(Tape, WithoutAGradientBufferNothingIsRecorded) {
  Params params;
  const Param p = params.add("p", 1, 1, Init::constant(3));
  params.initialize(1);
  Tape tape;
  tape.bind(params);
  const Var y = hadamard(tape[p], tape[p]);
  EXPECT_EQ(y(0), 9);
  EXPECT_FALSE(y.needs_gradient());
}

TEST(Tape, TracesNamedValuesWithTheirStep) {
  Tape tape;
  const Var x = leaf(tape, 1);
  tape.trace("ignored", TracedRole::state, TracedAxis::slot, x);
  EXPECT_TRUE(tape.traced().empty());
  tape.enable_tracing(true);
  tape.set_step(4);
  {
    const Tape::TraceScope scope(tape, "read0", TracedKind::read);
    tape.trace("weighting", TracedRole::weighting, TracedAxis::slot, x);
    const Tape::TraceScope inner(tape, "usage", TracedKind::tracker);
    tape.trace("usage", TracedRole::state, TracedAxis::slot, x);
  }
  tape.trace("sum", TracedRole::state, TracedAxis::single, x);
  ASSERT_EQ(tape.traced().size(), 3u);
  EXPECT_EQ(tape.traced()[0].path(), "read0/weighting");
  EXPECT_EQ(tape.traced()[0].kind, TracedKind::read);
  EXPECT_EQ(tape.traced()[0].role, TracedRole::weighting);
  EXPECT_EQ(tape.traced()[0].axis, TracedAxis::slot);
  EXPECT_EQ(tape.traced()[0].step, 4);
  EXPECT_EQ(tape.traced()[1].path(), "read0/usage/usage");
  EXPECT_EQ(tape.traced()[1].kind, TracedKind::tracker);
  EXPECT_EQ(tape.traced()[2].path(), "sum");
  EXPECT_EQ(tape.traced()[2].kind, TracedKind::model);
}

TEST(Tape, NamesTheFirstOutputThatIsNotFinite) {
  Tape tape;
  tape.check_finite(true);
  const Var x = leaf(tape, std::numeric_limits<Scalar>::max());
  tape.set_step(3);
  const Var infinite = hadamard(x, x);
  tape.set_step(4);
  tape.backward(tanh(infinite));
  EXPECT_EQ(tape.first_nonfinite(), "the output of hadamard at time step 3");
}

TEST(Tape, NamesTheFirstGradientThatIsNotFinite) {
  Tape tape;
  tape.check_finite(true);
  const Var x = leaf(tape, 0);
  tape.set_step(2);
  const Var y = hadamard(x, tape.constant(1, 1, 1, std::numeric_limits<Scalar>::max()));
  tape.set_step(5);
  tape.backward(hadamard(y, tape.constant(1, 1, 1, 2)), std::numeric_limits<Scalar>::max());
  EXPECT_EQ(tape.first_nonfinite(), "the gradient of the output of hadamard at time step 2");
}

TEST(Tape, CountsTheWorkSinceReset) {
  Tape tape;
  const Var W = tape.leaf(10, 20, 1), x = tape.leaf(20, 1, 3), b = tape.leaf(10, 1, 1);
  affine(W, x, b);
  EXPECT_EQ(tape.flops(), 2.0 * 10 * 20 * 3);
  tape.reset();
  EXPECT_EQ(tape.flops(), 0);
}

// 65536 times 65536 is 0 as a 32-bit number.
TEST(Tape, RefusesWorkingMemoryWhoseSizeOverflows) {
  EXPECT_EQ(product_of(3, 4L, std::size_t{5}), 60u);
  EXPECT_EQ(product_of(1 << 15, (1 << 16) - 1), std::size_t{2147450880});
  Tape tape;
  EXPECT_THROW(tape.scratch(65536, 65536), Error);
  EXPECT_THROW(tape.scratch(4097, 65521, 16), Error);
  const Var M = tape.constant(65536, 1, 1, 0), q = tape.constant(65536, 1, 1, 0), U = tape.constant(1, 65536, 1, 0);
  EXPECT_THROW(additive_similarity(M, q, U, q), Error);
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
