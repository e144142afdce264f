// Scores: how well each slot of a memory M [N,W] matches a key. All are differentiable in the memory too.
// Loops run down the columns of M, over slots.
//
// Example: M = [3 4; 0 1], k = [3 4], beta = 1
//   cosine     [1 0.8]     angles only
//   dot        [25 4]      lengths count
//   euclidean  [0 -18]     minus squared distances
#include <algorithm>
#include <cmath>
#include <limits>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr Scalar kSmallestProduct = Scalar(1e-8);  // of two norms; keeps the cosine of an empty slot finite
constexpr Scalar kLargest = std::numeric_limits<Scalar>::max(), kNan = std::numeric_limits<Scalar>::quiet_NaN();

const OpCheck::Stress kEmptyMemory = fill_argument("empty memory", 0, 0);

// What k.m is divided by in a cosine, as a function of the product of the norms; slope() is its derivative, given the
// product and the value. Here: the larger one of the product and `floor`, plus `epsilon`.
struct Divisor {
  Scalar floor, epsilon;
  Scalar operator()(Scalar product) const { return larger(product, floor) + epsilon; }
  Scalar slope(Scalar product, Scalar) const { return product < floor ? Scalar(0) : Scalar(1); }
};
// The same: the root of the squared product plus `epsilon`, without overflow.
struct RootedDivisor {
  Scalar epsilon;
  Scalar operator()(Scalar product) const { return std::hypot(product, std::sqrt(epsilon)); }
  Scalar slope(Scalar product, Scalar value) const { return product / value; }
};
// Calls f with the divisor of a cosine.
template <class F>
void with_divisor(Scalar epsilon, bool rooted, F f) {
  if (rooted)
    f(RootedDivisor{epsilon});
  else
    f(Divisor{epsilon == 0 ? kSmallestProduct : Scalar(0), epsilon});
}

// From k.M_i and |M_i|^2 to cos(k, M_i), |M_i| and the scores. A product of norms that overflows gives NaN: dividing by
// infinity would hide that the memory or the key has diverged.
template <class Divisor>
void finish_cosine(Out scores, Out cosine, Out norm, Scalar k_norm, Scalar strength, Divisor divisor, int N) {
#pragma omp simd
  for (int i = 0; i < N; ++i) {
    norm[i] = std::sqrt(norm[i]);
    const Scalar product = k_norm * norm[i];
    cosine[i] /= product <= kLargest ? divisor(product) : kNan;
    scores[i] = strength * cosine[i];
  }
}

// What every column needs from dy: dM_i = p_i k - q_i M_i and dk = sum_i p_i M_i - pull k / |k|^2. The second terms
// come from the norms; they are 0 where the divisor is constant, below its floor.
template <class Divisor>
void cosine_slopes(Out p, Out q, Scalar& slope, Scalar& pull, In dy, In cosine, In norm, Scalar k_norm, Scalar strength,
                   Divisor divisor, int N) {
  Scalar slopes = 0, pulls = 0;
#pragma omp simd reduction(+ : slopes, pulls)
  for (int i = 0; i < N; ++i) {
    const Scalar product = k_norm * norm[i], divided_by = divisor(product);
    const Scalar turn = dy[i] * strength * cosine[i] * (product / divided_by) * divisor.slope(product, divided_by);
    p[i] = dy[i] * strength / divided_by;
    q[i] = turn / larger(norm[i] * norm[i], std::numeric_limits<Scalar>::min());
    slopes += dy[i] * cosine[i];
    pulls += turn;
  }
  slope = slopes;
  pull = pulls;
}

// dm += p kj - q m. Returns sum p m.
Scalar pull_column(Out dm, In m, In p, In q, Scalar kj, int N) {
  Scalar along = 0;
#pragma omp simd reduction(+ : along)
  for (int i = 0; i < N; ++i) {
    along += p[i] * m[i];
    dm[i] += p[i] * kj - q[i] * m[i];
  }
  return along;
}

}  // namespace

// M [N,W], k [W], beta [1] >= 0 -> [N]: NTM eq. 5 and 6, the scores beta cos(k, M_i),
//   cos(k, m) = k.m / max(|k| |m|, 1e-8), or NaN if |k| |m| overflows; with an epsilon, k.m / (|k| |m| + epsilon),
//   or, if it is rooted, k.m / sqrt(|k|^2 |m|^2 + epsilon)
Var cosine_similarity(Var M, Var k, Var beta, Scalar epsilon, bool rooted) {
  const Op op("cosine_similarity", {{"M", M, "NW"}, {"k", k, "W"}, {"beta", beta, "1"}});
  const Var y = op.make("N");
  const int N = op.size('N'), W = op.size('W'), batch = op.batch();
  Scalar* norms = op.allocate(N, batch);    // |M_i|
  Scalar* cosines = op.allocate(N, batch);  // cos(k, M_i)
  for (int b = 0; b < batch; ++b) {
    const Scalar* kb = k.value(b);
    Scalar *norm = norms + N * b, *cosine = cosines + N * b;
    kernels::dots_and_squares(cosine, norm, M.value(b), kb, N, W);
    const Scalar k_norm = std::sqrt(kernels::dot(kb, kb, W));
    with_divisor(epsilon, rooted,
                 [&](auto divisor) { finish_cosine(y.value(b), cosine, norm, k_norm, *beta.value(b), divisor, N); });
  }
  op.count_flops(4.0 * N * W * batch);
  op.pullback([=] {
    Scalar *p = y.tape().scratch(2, N), *q = p + N;
    for (int b = 0; b < batch; ++b) {
      const Scalar *m = M.value(b), *kb = k.value(b), *dy = y.adjoint(b);
      const Scalar *norm = norms + N * b, *cosine = cosines + N * b;
      const Scalar strength = *beta.value(b), k_norm = std::sqrt(kernels::dot(kb, kb, W));
      Scalar slope = 0, pull = 0;
      with_divisor(epsilon, rooted, [&](auto divisor) {
        cosine_slopes(p, q, slope, pull, dy, cosine, norm, k_norm, strength, divisor, N);
      });
      *beta.adjoint(b) += slope;
      const Scalar shrink = pull / larger(k_norm * k_norm, std::numeric_limits<Scalar>::min());
      Scalar *dm = M.adjoint(b), *dk = k.adjoint(b);
      for (int j = 0; j < W; ++j, m += N, dm += N) dk[j] += pull_column(dm, m, p, q, kb[j], N) - shrink * kb[j];
    }
    y.tape().count_flops(8.0 * N * W * batch);
  });
  return y;
}
OpCheck check_cosine_similarity() {
  return {.name = "cosine_similarity",
          .arguments = {{"M", "NW"}, {"k", "W"}, {"beta", "1", Domain::positive}},
          .sizes = {{'N', 6}, {'W', 4}},
          .bench_sizes = {{'N', 128}, {'W', 20}},
          .apply =
              [](std::span<const Var> a) {
                const Scalar epsilon = Scalar(1e-6);
                return std::vector{cosine_similarity(a[0], a[1], a[2]), cosine_similarity(a[0], a[1], a[2], epsilon),
                                   cosine_similarity(a[0], a[1], a[2], epsilon, true)};
              },
          .reference =
              [](const OpCheck::Values& a) {
                OpCheck::Values y(3, Matrix(a[0].rows(), 1));
                for (int i = 0; i < a[0].rows(); ++i) {
                  double m = 0, k = 0;
                  for (int j = 0; j < a[1].rows(); ++j) {
                    m = std::hypot(m, a[0](i, j));
                    k = std::hypot(k, a[1](j));
                  }
                  const double divisors[] = {std::max(m * k, 1e-8), m * k + 1e-6, std::hypot(m * k, 1e-3)};
                  for (std::size_t form = 0; form < y.size(); ++form) {
                    double cosine = 0;
                    // k.M_i / divisor, where no product of large numbers overflows
                    for (int j = 0; j < a[1].rows() && m * k != 0; ++j)
                      cosine += a[0](i, j) / m * (a[1](j) / k) * (m * k / divisors[form]);
                    y[form](i) = static_cast<Scalar>(a[2](0) * cosine);
                  }
                }
                return y;
              },
          .stress = {kEmptyMemory, fill_argument("empty key", 1, 0), fill_argument("beta 0", 2, 0),
                     fill_argument("beta 1000", 2, 1000)}};
}

// M [N,W], k [W] -> [N]: scale k.M_i
// (Luong et al. 2015, section 3.1: dot; Vaswani et al. 2017, eq. 1: scale = 1 / sqrt(W))
Var dot_similarity(Var M, Var k, Scalar scale) {
  const Op op("dot_similarity", {{"M", M, "NW"}, {"k", k, "W"}});
  const Var y = op.make("N");
  const int N = op.size('N'), W = op.size('W'), batch = op.batch();
  for (int b = 0; b < batch; ++b) {
    const Scalar *m = M.value(b), *kb = k.value(b);
    std::fill_n(y.value(b), N, Scalar(0));
    for (int j = 0; j < W; ++j) kernels::add_scaled(y.value(b), m + j * N, scale * kb[j], N);
  }
  op.count_flops(2.0 * N * W * batch);
  op.pullback([=] {
    for (int b = 0; b < batch; ++b) {
      const Scalar *m = M.value(b), *kb = k.value(b), *dy = y.adjoint(b);
      Scalar *dm = M.adjoint(b), *dk = k.adjoint(b);
      for (int j = 0; j < W; ++j) {
        dk[j] += scale * kernels::dot(m + j * N, dy, N);
        kernels::add_scaled(dm + j * N, dy, scale * kb[j], N);
      }
    }
    y.tape().count_flops(4.0 * N * W * batch);
  });
  return y;
}
OpCheck check_dot_similarity() {
  return {.name = "dot_similarity",
          .arguments = {{"M", "NW"}, {"k", "W"}},
          .sizes = {{'N', 6}, {'W', 4}},
          .bench_sizes = {{'N', 128}, {'W', 20}},
          .apply = [](std::span<const Var> a) { return std::vector{dot_similarity(a[0], a[1], Scalar(0.5))}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[0].rows(), 1);
                for (int i = 0; i < y.rows(); ++i)
                  for (int j = 0; j < a[1].rows(); ++j) y(i) += Scalar(0.5) * a[0](i, j) * a[1](j);
                return OpCheck::Values{y};
              },
          .stress = {kEmptyMemory}};
}

namespace {

// y -= (m - kj)^2
void subtract_squares(Out y, In m, Scalar kj, int N) {
#pragma omp simd
  for (int i = 0; i < N; ++i) y[i] -= (m[i] - kj) * (m[i] - kj);
}

// dm += p (kj - m). Returns the sum of what was added.
Scalar pull_towards(Out dm, In m, In p, Scalar kj, int N) {
  Scalar pulled = 0;
#pragma omp simd reduction(+ : pulled)
  for (int i = 0; i < N; ++i) {
    const Scalar pull = p[i] * (kj - m[i]);
    dm[i] += pull;
    pulled += pull;
  }
  return pulled;
}

}  // namespace

// M [N,W], k [W], beta [1] >= 0 -> [N]: -beta |k - M_i|^2, so that softmax gives a Gaussian kernel
Var euclidean_similarity(Var M, Var k, Var beta) {
  const Op op("euclidean_similarity", {{"M", M, "NW"}, {"k", k, "W"}, {"beta", beta, "1"}});
  const Var y = op.make("N");
  const int N = op.size('N'), W = op.size('W'), batch = op.batch();
  Scalar* closeness = op.allocate(N, batch);  // -|k - M_i|^2
  std::fill_n(closeness, N * batch, Scalar(0));
  for (int b = 0; b < batch; ++b) {
    const Scalar *m = M.value(b), *kb = k.value(b);
    for (int j = 0; j < W; ++j) subtract_squares(closeness + N * b, m + j * N, kb[j], N);
    std::fill_n(y.value(b), N, Scalar(0));
    kernels::add_scaled(y.value(b), closeness + N * b, *beta.value(b), N);
  }
  op.count_flops(3.0 * N * W * batch);
  op.pullback([=] {
    Scalar* p = y.tape().scratch(N);  // 2 beta dy
    for (int b = 0; b < batch; ++b) {
      const Scalar *m = M.value(b), *kb = k.value(b), *dy = y.adjoint(b);
      *beta.adjoint(b) += kernels::dot(closeness + N * b, dy, N);
      std::fill_n(p, N, Scalar(0));
      kernels::add_scaled(p, dy, 2 * *beta.value(b), N);
      Scalar *dm = M.adjoint(b), *dk = k.adjoint(b);
      for (int j = 0; j < W; ++j) dk[j] -= pull_towards(dm + j * N, m + j * N, p, kb[j], N);
    }
    y.tape().count_flops(5.0 * N * W * batch);
  });
  return y;
}
OpCheck check_euclidean_similarity() {
  return {.name = "euclidean_similarity",
          .arguments = {{"M", "NW"}, {"k", "W"}, {"beta", "1", Domain::positive}},
          .sizes = {{'N', 6}, {'W', 4}},
          .bench_sizes = {{'N', 128}, {'W', 20}},
          .apply = [](std::span<const Var> a) { return std::vector{euclidean_similarity(a[0], a[1], a[2])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[0].rows(), 1);
                for (int i = 0; i < y.rows(); ++i)
                  for (int j = 0; j < a[1].rows(); ++j)
                    y(i) -= a[2](0) * (a[1](j) - a[0](i, j)) * (a[1](j) - a[0](i, j));
                return OpCheck::Values{y};
              },
          .stress = {kEmptyMemory, fill_argument("beta 1000", 2, 1000)}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
