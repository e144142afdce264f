// The additive score: a network with one hidden layer compares a query with each slot of a memory, or each place with
// each other one.
//
// The idea: the hidden layer of slot i is t_i = tanh(q + K_i), and its score is v.t_i, where row i of the keys K [N,A]
// is what the hidden layer gets from the slot: K = M U of a memory M. Keys do not depend on the query, so those of a
// memory that stays as it is are computed once; for one that changes there is a primitive that does not keep them.
// Loops run down the columns, over slots.
//
// Example: N = 2, A = 1, K = [1; 0], q = [1], v = [2]: the scores are 2 tanh(2) = 1.93 and 2 tanh(1) = 1.52
#include <algorithm>
#include <cmath>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// t += q, one number for the whole column
void add_to_column(Out t, Scalar q, int N) {
#pragma omp simd
  for (int i = 0; i < N; ++i) t[i] += q;
}

// dp = v dy (1 - t^2). Returns its sum.
Scalar pull_through_tanh(Out dp, In t, In dy, Scalar v, int N) {
  Scalar sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int i = 0; i < N; ++i) {
    dp[i] = v * dy[i] * (1 - t[i] * t[i]);
    sum += dp[i];
  }
  return sum;
}

}  // namespace

// M [N,W], q [A], U [W,A], v [A] -> [N]: v.tanh(q + U^T M_i) (Bahdanau et al. 2015, appendix A.1.2)
// U and v are shared by all examples, as weights are.
Var additive_similarity(Var M, Var q, Var U, Var v) {
  const Op op("additive_similarity", {{"M", M, "NW"}, {"q", q, "A"}, {"U", U, "WA"}, {"v", v, "A"}});
  const Var y = op.make("N");
  const int N = op.size('N'), W = op.size('W'), A = op.size('A'), batch = op.batch();
  Scalar* hidden = op.allocate(N, A, batch);  // tanh(q + U^T M_i), [N,A] for each example
  for (int b = 0; b < batch; ++b) {
    Scalar* t = hidden + N * A * b;
    kernels::multiply(t, M.value(b), U.value(b), N, W, A);
    for (int a = 0; a < A; ++a) add_to_column(t + a * N, q.value(b)[a], N);
  }
  kernels::tanh(hidden, hidden, N * A * batch);
  for (int b = 0; b < batch; ++b) kernels::multiply(y.value(b), hidden + N * A * b, v.value(b), N, A, 1);
  op.count_flops((2.0 * W + 6) * N * A * batch);
  op.pullback([=] {
    Scalar* dp = y.tape().scratch(N, A);  // by q + U^T M_i
    for (int b = 0; b < batch; ++b) {
      const Scalar *t = hidden + N * A * b, *dy = y.adjoint(b), *vb = v.value(b);
      kernels::add_transposed_times(v.adjoint(b), t, dy, N, A, 1);
      Scalar* dq = q.adjoint(b);
      for (int a = 0; a < A; ++a) dq[a] += pull_through_tanh(dp + a * N, t + a * N, dy, vb[a], N);
      kernels::add_times_transposed(M.adjoint(b), dp, U.value(b), N, W, A);
      kernels::add_transposed_times(U.adjoint(b), M.value(b), dp, N, W, A);
    }
    y.tape().count_flops((4.0 * W + 6) * N * A * batch);
  });
  return y;
}
OpCheck check_additive_similarity() {
  return {.name = "additive_similarity",
          .arguments = {{"M", "NW"}, {"q", "A"}, {"U", "WA"}, {"v", "A"}},
          .sizes = {{'N', 6}, {'W', 4}, {'A', 3}},
          .bench_sizes = {{'N', 128}, {'W', 20}, {'A', 20}},
          .apply = [](std::span<const Var> a) { return std::vector{additive_similarity(a[0], a[1], a[2], a[3])}; },
          .reference =
              [](const OpCheck::Values& x) {
                Matrix y(x[0].rows(), 1);
                for (int i = 0; i < y.rows(); ++i)
                  for (int a = 0; a < x[1].rows(); ++a) {
                    double sum = x[1](a);
                    for (int j = 0; j < x[2].rows(); ++j) sum += x[2](j, a) * x[0](i, j);
                    y(i) += static_cast<Scalar>(x[3](a) * std::tanh(sum));
                  }
                return OpCheck::Values{y};
              },
          .stress = {fill_argument("empty memory", 0, 0), scale_argument("query of a thousand", 1, 1000)}};
}

// K [N,A], q [A], v [A] -> [N]: v.tanh(q + K_i), the same of keys that are there already
Var additive_scores(Var K, Var q, Var v) {
  const Op op("additive_scores", {{"K", K, "NA"}, {"q", q, "A"}, {"v", v, "A"}});
  const Var y = op.make("N");
  const int N = op.size('N'), A = op.size('A'), batch = op.batch();
  Scalar* hidden = op.allocate(N, A, batch);  // tanh(q + K_i), [N,A] for each example
  for (int b = 0; b < batch; ++b) {
    Scalar* t = hidden + N * A * b;
    std::copy_n(K.value(b), N * A, t);
    for (int a = 0; a < A; ++a) add_to_column(t + a * N, q.value(b)[a], N);
  }
  kernels::tanh(hidden, hidden, N * A * batch);
  for (int b = 0; b < batch; ++b) kernels::multiply(y.value(b), hidden + N * A * b, v.value(b), N, A, 1);
  op.count_flops(6.0 * N * A * batch);
  op.pullback([=] {
    Scalar* dp = y.tape().scratch(N);  // by column a of q + K_i
    for (int b = 0; b < batch; ++b) {
      const Scalar *t = hidden + N * A * b, *dy = y.adjoint(b), *vb = v.value(b);
      kernels::add_transposed_times(v.adjoint(b), t, dy, N, A, 1);
      for (int a = 0; a < A; ++a) {
        q.adjoint(b)[a] += pull_through_tanh(dp, t + a * N, dy, vb[a], N);
        kernels::add_scaled(K.adjoint(b) + a * N, dp, 1, N);
      }
    }
    y.tape().count_flops(6.0 * N * A * batch);
  });
  return y;
}
OpCheck check_additive_scores() {
  return {.name = "additive_scores",
          .arguments = {{"K", "NA"}, {"q", "A"}, {"v", "A"}},
          .sizes = {{'N', 6}, {'A', 3}},
          .bench_sizes = {{'N', 128}, {'A', 20}},
          .apply = [](std::span<const Var> a) { return std::vector{additive_scores(a[0], a[1], a[2])}; },
          .reference =
              [](const OpCheck::Values& x) {
                Matrix y(x[0].rows(), 1);
                for (int i = 0; i < y.rows(); ++i)
                  for (int a = 0; a < x[1].rows(); ++a)
                    y(i) += static_cast<Scalar>(x[2](a) * std::tanh(double{x[1](a)} + x[0](i, a)));
                return OpCheck::Values{y};
              },
          .stress = {fill_argument("empty memory", 0, 0), scale_argument("query of a thousand", 1, 1000)}};
}

// P [N,A], Q [M,A], v [A] -> [N,M]: v.tanh(P_i + Q_j), a score of each pair (Kim et al. 2017, section 4.1)
// The hidden layer of all pairs is too large to be kept, so the pullback computes it again.
Var additive_pairs(Var P, Var Q, Var v) {
  const Op op("additive_pairs", {{"P", P, "NA"}, {"Q", Q, "MA"}, {"v", v, "A"}});
  const Var y = op.make("NM");
  const int N = op.size('N'), M = op.size('M'), A = op.size('A');
  // Computes tanh(P_i + Q_j) of all i for one j, [N,A].
  const auto hide = [=](Scalar* t, int b, int j) {
    std::copy_n(P.value(b), N * A, t);
    for (int a = 0; a < A; ++a) add_to_column(t + a * N, Q.value(b)[a * M + j], N);
    kernels::tanh(t, t, N * A);
  };
  Scalar* hidden = y.tape().scratch(N, A);
  for (int b = 0; b < op.batch(); ++b)
    for (int j = 0; j < M; ++j) {
      hide(hidden, b, j);
      kernels::multiply(y.value(b) + j * N, hidden, v.value(b), N, A, 1);
    }
  op.count_flops(8.0 * N * M * A * op.batch());
  op.pullback([=] {
    Scalar *t = y.tape().scratch(N, A + 1), *dp = t + N * A;
    for (int b = 0; b < y.batch(); ++b)
      for (int j = 0; j < M; ++j) {
        const Scalar *dy = y.adjoint(b) + j * N, *vb = v.value(b);
        hide(t, b, j);
        kernels::add_transposed_times(v.adjoint(b), t, dy, N, A, 1);
        for (int a = 0; a < A; ++a) {
          Q.adjoint(b)[a * M + j] += pull_through_tanh(dp, t + a * N, dy, vb[a], N);
          kernels::add_scaled(P.adjoint(b) + a * N, dp, 1, N);
        }
      }
    y.tape().count_flops(14.0 * N * M * A * y.batch());
  });
  return y;
}
OpCheck check_additive_pairs() {
  return {.name = "additive_pairs",
          .arguments = {{"P", "NA"}, {"Q", "MA"}, {"v", "A"}},
          .sizes = {{'N', 5}, {'M', 4}, {'A', 3}},
          .bench_sizes = {{'N', 32}, {'M', 32}, {'A', 32}},
          .apply = [](std::span<const Var> a) { return std::vector{additive_pairs(a[0], a[1], a[2])}; },
          .reference =
              [](const OpCheck::Values& x) {
                Matrix y(x[0].rows(), x[1].rows());
                for (int i = 0; i < y.rows(); ++i)
                  for (int j = 0; j < y.cols(); ++j)
                    for (int a = 0; a < x[2].rows(); ++a) y(i, j) += x[2](a) * std::tanh(x[0](i, a) + x[1](j, a));
                return OpCheck::Values{y};
              },
          .stress = {scale_argument("places of a thousand", 0, 1000)}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
