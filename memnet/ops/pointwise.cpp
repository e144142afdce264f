// A feed-forward layer that is applied to each place of a context by itself.
//
// The idea: the places are the rows of X, so a unit is one product of X with its weights. Units are computed one after
// the other, each for all places: a column of the result, which is still in the cache when its bias and its slope below
// 0 are applied.
//
// Example: two places [1 2] and [3 -4], one unit with the weights [1; 1] and the bias -1
//   X W + b = [2; -2], and so the result is [2; -0.02]
#include <algorithm>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/leak.hpp"
#include "memnet/ops/length.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// y = leaky_relu(y + bias) for the first L numbers
void activate(Out y, Scalar bias, int L) {
#pragma omp simd
  for (int i = 0; i < L; ++i) {
    const Scalar x = y[i] + bias;
    y[i] = x > 0 ? x : kLeak * x;
  }
}

// dx = dy times the slope at y. Returns its sum.
Scalar pull_activation(Out dx, In y, In dy, int L) {
  Scalar sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int i = 0; i < L; ++i) {
    dx[i] = y[i] > 0 ? dy[i] : kLeak * dy[i];
    sum += dx[i];
  }
  return sum;
}

}  // namespace

// X [N,D], length [1], W [D,K], b [K] -> [N,K]: y_i = leaky_relu(X_i W + b) for i < length (Raffel & Ellis 2015,
// section 3.1); the other rows are 0
Var pointwise(Var X, Var length, Var W, Var b) {
  const Op op("pointwise", {{"X", X, "ND"}, {"length", length, "1"}, {"W", W, "DK"}, {"b", b, "K"}});
  const Var y = op.make("NK");
  const int N = op.size('N'), D = op.size('D'), K = op.size('K');
  for (int e = 0; e < op.batch(); ++e) {
    const int L = length_of(length, e, N);
    for (int k = 0; k < K; ++k) {
      Scalar* column = y.value(e) + k * N;
      kernels::multiply(column, X.value(e), W.value(e) + k * D, N, D, 1);
      activate(column, b.value(e)[k], L);
      std::fill(column + L, column + N, Scalar(0));
    }
  }
  op.count_flops((2.0 * D + 2) * y.numbers());
  op.pullback([=] {
    Scalar* dx = y.tape().scratch(N);  // by X_i W + b, of one unit
    for (int e = 0; e < y.batch(); ++e) {
      const int L = length_of(length, e, N);
      std::fill(dx + L, dx + N, Scalar(0));
      for (int k = 0; k < K; ++k) {
        b.adjoint(e)[k] += pull_activation(dx, y.value(e) + k * N, y.adjoint(e) + k * N, L);
        kernels::add_transposed_times(W.adjoint(e) + k * D, X.value(e), dx, N, D, 1);
        if (X.needs_gradient()) kernels::add_times_transposed(X.adjoint(e), dx, W.value(e) + k * D, N, D, 1);
      }
    }
    y.tape().count_flops((4.0 * D + 3) * y.numbers());
  });
  return y;
}
OpCheck check_pointwise() {
  return {.name = "pointwise",
          .arguments = {{"X", "ND"}, {"length", "1", Domain::index}, {"W", "DK"}, {"b", "K"}},
          .sizes = {{'N', 6}, {'D', 3}, {'K', 4}},
          .bench_sizes = {{'N', 500}, {'D', 2}, {'K', 100}},
          .apply = [](std::span<const Var> a) { return std::vector{pointwise(a[0], a[1], a[2], a[3])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[0].rows(), a[2].cols());
                for (int i = 0; i < y.rows() && i < a[1](0); ++i)
                  for (int k = 0; k < y.cols(); ++k) {
                    double x = a[3](k);
                    for (int d = 0; d < a[2].rows(); ++d) x += a[0](i, d) * a[2](d, k);
                    y(i, k) = static_cast<Scalar>(x > 0 ? x : x / 100);
                  }
                return OpCheck::Values{y};
              },
          .stress = {scale_argument("large places", 0, 1000)}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
