// Choices among possibilities with scores, whose probabilities are softmax(scores).
//
// Example: the scores [2 1 0] have the probabilities p = [0.67 0.24 0.09] and the entropy 0.83; the largest is
// [1 0 0]. With random noise of the Gumbel distribution added to the scores, the largest is [1 0 0] in 67 % of cases,
// so that is a draw from p (Gumbel 1954; Maddison, Tarlow & Minka 2014).
#include <algorithm>
#include <cmath>
#include <limits>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// scores [N] -> {0,1}^[N]: 1 at the largest score, the first of equal ones, and 0 elsewhere. It has no slope: the
// result is a constant. It is NaN if a score is not finite, so that divergence is seen.
Var largest(Var scores) {
  const Op op("largest", {{"scores", scores, "N"}});
  const int N = op.size('N');
  const Var y = scores.tape().constant(N, 1, op.batch(), 0);
  for (int b = 0; b < op.batch(); ++b) {
    const Scalar* x = scores.value(b);
    if (kernels::all_finite(x, N))
      y.value(b)[std::max_element(x, x + N) - x] = 1;
    else
      std::fill_n(y.value(b), N, std::numeric_limits<Scalar>::quiet_NaN());
  }
  return y;
}
OpCheck check_largest() {
  return {.name = "largest",
          .arguments = {{"scores", "N"}},
          .sizes = {{'N', 7}},
          .bench_sizes = {{'N', 128}},
          .apply =
              [](std::span<const Var> a) {
                return std::vector{largest(a[0]), a[0]};  // the scores too, since a constant has no gradient
              },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[0].rows(), 1);
                int best = 0;
                for (int i = 1; i < y.rows(); ++i)
                  if (a[0](i) > a[0](best)) best = i;
                y(best) = 1;
                return OpCheck::Values{y, a[0]};
              },
          .stress = {fill_argument("equal scores", 0, 1), scale_argument("scores of a thousand million", 0, 1e9)}};
}

// scores [N] -> [1] >= 0: the entropy of p = softmax(scores) in nats, H = -sum_i p_i log p_i, where
// log p_i = x_i - max x - log sum_j e^(x_j - max x). Its slope by x_i is -p_i (log p_i + H).
Var entropy(Var scores) {
  const Op op("entropy", {{"scores", scores, "N"}});
  const Var H = op.make("1");
  const int N = op.size('N'), batch = op.batch();
  Scalar* probabilities = op.allocate(N, batch);
  Scalar* shifts = op.allocate(batch);  // log p_i = x_i - shift
  for (int b = 0; b < batch; ++b) {
    const Scalar* x = scores.value(b);
    Scalar* p = probabilities + N * b;
    const Scalar most = kernels::maximum(x, N);
    kernels::softmax(p, x, 1, N);
    shifts[b] = most - std::log(kernels::maximum(p, N));
    Scalar sum = 0;
    for (int i = 0; i < N; ++i) sum -= p[i] * (x[i] - shifts[b]);
    *H.value(b) = sum;
  }
  op.count_flops(7.0 * N * batch);
  op.pullback([=] {
    for (int b = 0; b < batch; ++b) {
      const Scalar *x = scores.value(b), *p = probabilities + N * b;
      const Scalar dH = *H.adjoint(b), h = *H.value(b), shift = shifts[b];
      Scalar* dx = scores.adjoint(b);
      for (int i = 0; i < N; ++i) dx[i] -= dH * p[i] * (x[i] - shift + h);
    }
    H.tape().count_flops(5.0 * N * batch);
  });
  return H;
}
OpCheck check_entropy() {
  return {.name = "entropy",
          .arguments = {{"scores", "N"}},
          .sizes = {{'N', 7}},
          .bench_sizes = {{'N', 128}},
          .apply = [](std::span<const Var> a) { return std::vector{entropy(a[0])}; },
          .reference =
              [](const OpCheck::Values& a) {
                double sum = 0, most = a[0](0), H = 0;
                for (int i = 1; i < a[0].rows(); ++i) most = std::max(most, static_cast<double>(a[0](i)));
                for (int i = 0; i < a[0].rows(); ++i) sum += std::exp(a[0](i) - most);
                for (int i = 0; i < a[0].rows(); ++i) {
                  const double log_p = a[0](i) - most - std::log(sum);
                  H -= std::exp(log_p) * log_p;
                }
                return OpCheck::Values{Matrix(1, 1, static_cast<Scalar>(H))};
              },
          .stress = {scale_argument("scores of a thousand", 0, 1000), scale_argument("scores of 1e9", 0, 1e9),
                     fill_argument("equal scores", 0, 1)}};
}

// choice [N], soft [N] -> [N]: the numbers of the choice, with the gradient of `soft`: the straight-through estimator
// (Bengio, Leonard & Courville 2013). It has no line in table.def, because differences do not give such a gradient.
Var straight_through(Var choice, Var soft) {
  const Op op("straight_through", {{"choice", choice, "N"}, {"soft", soft, "N"}});
  const Var y = op.make("N");
  const int N = op.size('N');
  for (int b = 0; b < op.batch(); ++b) std::copy_n(choice.value(b), N, y.value(b));
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) kernels::add_scaled(soft.adjoint(b), y.adjoint(b), 1, N);
  });
  return y;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
