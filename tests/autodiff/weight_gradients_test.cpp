// Gradients of weight matrices that are used more than once, over time or by several layers.
#include <gtest/gtest.h>

#include "memnet/autodiff/weight_gradients.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/support/gradients/gradient_check.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class TiedWeights : public testing::Test {
 protected:
  Matrix sample_real(int rows, int cols) { return sample(Domain::real, rows, cols, 1, stream); }
  void expect_gradient(const Function& f, const std::vector<Input>& inputs) {
    const Verdict verdict = check_gradient(f, inputs);
    EXPECT_LE(verdict.error, 1e-6) << verdict.where;
  }

  RandomStream stream{7, "weights"};
};

TEST_F(TiedWeights, OneMatrixWithTwoBiases) {
  const Function f = [](std::span<const Var> a) {
    return std::vector{affine(a[0], a[1], a[2]), affine(a[0], a[1], a[3])};
  };
  expect_gradient(
      f,
      {{"W", {sample_real(3, 2)}}, {"x", {sample_real(2, 1)}}, {"b", {sample_real(3, 1)}}, {"c", {sample_real(3, 1)}}});
}

TEST_F(TiedWeights, TwoMatricesWithOneBias) {
  const Function f = [](std::span<const Var> a) {
    return std::vector{affine(a[0], a[2], a[3]), affine(a[1], a[2], a[3])};
  };
  expect_gradient(
      f,
      {{"W", {sample_real(3, 2)}}, {"V", {sample_real(3, 2)}}, {"x", {sample_real(2, 1)}}, {"b", {sample_real(3, 1)}}});
}

TEST_F(TiedWeights, OneMatrixWithABiasThatIsLearnedAndOneThatIsNot) {
  const Function f = [](std::span<const Var> a) {
    return std::vector{affine(a[0], a[1], a[2]), affine(a[0], a[1], tanh(a[2])),
                       affine(a[0], a[1], a[1].tape().constant(3, 1, 1, 1))};
  };
  expect_gradient(f, {{"W", {sample_real(3, 2)}}, {"x", {sample_real(2, 1)}}, {"b", {sample_real(3, 1)}}});
}

TEST_F(TiedWeights, MoreStepsThanAreGatheredAtATime) {
  const Function f = [](std::span<const Var> a) {
    Var x = a[1];
    for (int t = 0; t < WeightGradients::kColumns / 3 + 1; ++t) x = tanh(affine(a[0], x, a[2]));
    return std::vector{x};
  };
  expect_gradient(f, {{"W", {sample_real(2, 2)}},
                      {"x", {sample_real(2, 1), sample_real(2, 1), sample_real(2, 1)}},
                      {"b", {sample_real(2, 1)}}});
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
