// Normalizers: from scores to a weighting.
//
// Example: the scores [2 1 0] become
//   softmax        [0.67 0.24 0.09]   every slot gets some weight
//   topk, K = 2    [0.73 0.27 0   ]   softmax over the two largest scores
//   entmax15       [0.83 0.17 0   ]   half way
//   sparsemax      [1    0    0   ]   low scores get nothing
#include <algorithm>
#include <cmath>
#include <functional>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Makes the numbers of each example sum to one. Requires that no sum is 0.
void normalize(Scalar* y, int size, int batch) {
  for (int b = 0; b < batch; ++b, y += size) kernels::multiply_by(y, 1 / kernels::sum(y, size), size);
}

// dx += y (dy - sum y dy): the pullback of softmax, also of one over some of the slots
void pull_softmax(Var scores, Var y) {
  const int N = y.rows();
  for (int b = 0; b < y.batch(); ++b) {
    const In yb = y.value(b), dy = y.adjoint(b);
    const Scalar mean = kernels::dot(yb, dy, N);
    const Out dx = scores.adjoint(b);
#pragma omp simd
    for (int i = 0; i < N; ++i) dx[i] += yb[i] * (dy[i] - mean);
  }
  y.tape().count_flops(5.0 * y.numbers());
}

const OpCheck::Stress kLargeScores = scale_argument("scores of a thousand", 0, 1000);
const OpCheck::Stress kHugeScores = scale_argument("scores of a thousand million", 0, 1e9);
const OpCheck::Stress kEqualScores = fill_argument("equal scores", 0, 1);

}  // namespace

// scores [N] -> simplex [N]: y_i = e^x_i / sum_j e^x_j, after subtracting the largest score from all
Var softmax(Var scores) {
  const Op op("softmax", {{"scores", scores, "N"}});
  const Var y = op.make("N");
  const int N = op.size('N');
  for (int b = 0; b < op.batch(); ++b) kernels::softmax(y.value(b), scores.value(b), 1, N);
  op.count_flops(4.0 * y.numbers());
  op.pullback([=] { pull_softmax(scores, y); });
  return y;
}
OpCheck check_softmax() {
  return {.name = "softmax",
          .arguments = {{"scores", "N"}},
          .sizes = {{'N', 7}},
          .bench_sizes = {{'N', 128}},
          .apply = [](std::span<const Var> a) { return std::vector{softmax(a[0])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y = a[0];
                double sum = 0;
                for (int i = 0; i < y.rows(); ++i) sum += std::exp(static_cast<double>(a[0](i)));
                for (int i = 0; i < y.rows(); ++i)
                  y(i) = static_cast<Scalar>(std::exp(static_cast<double>(a[0](i))) / sum);
                return OpCheck::Values{y};
              },
          .stress = {kLargeScores, kHugeScores, kEqualScores}};
}

// scores [N] -> simplex [N]: softmax over the K largest scores, 0 elsewhere. Scores equal to the K-th largest are
// included, so that equal scores get equal weights. With K = N it is softmax.
Var topk_softmax(Var scores, int K) {
  const Op op("topk_softmax", {{"scores", scores, "N"}});
  op.require(K >= 1, "K has to be at least 1");
  const Var y = op.make("N");
  const int N = op.size('N'), rank = std::min(K, N) - 1;
  Scalar* sorted = y.tape().scratch(N);
  Scalar* least = op.allocate(op.batch());  // the K-th largest score
  for (int b = 0; b < op.batch(); ++b) {
    const In x = scores.value(b);
    std::copy_n(x, N, sorted);
    std::nth_element(sorted, sorted + rank, sorted + N, std::greater<>());
    least[b] = sorted[rank];
    const Scalar largest = kernels::maximum(x, N);
    const Out yb = y.value(b);
#pragma omp simd
    for (int i = 0; i < N; ++i) yb[i] = x[i] - largest;
  }
  kernels::exp(y.value(), y.value(), y.numbers());
  for (int b = 0; b < op.batch(); ++b) {
    const In x = scores.value(b);
    const Out yb = y.value(b);
#pragma omp simd
    for (int i = 0; i < N; ++i) yb[i] = x[i] < least[b] ? Scalar(0) : yb[i];
  }
  normalize(y.value(), N, op.batch());
  op.count_flops(6.0 * y.numbers());
  op.pullback([=] { pull_softmax(scores, y); });
  return y;
}
OpCheck check_topk_softmax() {
  return {.name = "topk_softmax",
          .arguments = {{"scores", "N"}},
          .sizes = {{'N', 7}},
          .bench_sizes = {{'N', 128}},
          .apply = [](std::span<const Var> a) { return std::vector{topk_softmax(a[0], 3)}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y = a[0];
                double sum = 0;
                for (int i = 0; i < y.rows(); ++i) {
                  const auto above = std::ranges::count_if(a[0].numbers(), [&](Scalar x) { return x > a[0](i); });
                  y(i) = above < 3 ? std::exp(a[0](i)) : 0;
                  sum += y(i);
                }
                for (Scalar& v : y.numbers()) v = static_cast<Scalar>(v / sum);
                return OpCheck::Values{y};
              },
          .stress = {kLargeScores, kHugeScores, kEqualScores}};
}

namespace {

// Returns the tau for which sum_i max(z_i - tau, 0)^power is 1. Requires power 1 or 2, and 0 as the largest z. The sum
// is a convex, falling function of tau and at least 1 at tau = -1, so Newton's method from -1 rises to the solution and
// never passes it.
template <int power>
Scalar find_threshold(In z, int N) {
  Scalar tau = -1;
  for (int round = 0; round < 100; ++round) {
    Scalar total = 0, slope = 0;
#pragma omp simd reduction(+ : total, slope)
    for (int i = 0; i < N; ++i) {
      const Scalar above = larger(z[i] - tau, Scalar(0));
      total += power == 1 ? above : above * above;
      slope += power == 1 ? Scalar(above > 0 ? 1 : 0) : 2 * above;
    }
    const Scalar next = tau + (total - 1) / slope;
    if (!(next > tau)) break;
    tau = next;
  }
  return tau;
}

// alpha-entmax (Peters, Niculae & Martins 2019, eq. 10) with alpha = 1 + 1 / power:
//   y_i = max(z_i - tau, 0)^power, z = (alpha - 1) (scores - the largest), and tau such that y sums to one.
// Its pullback (proposition 2 there): dx_i = s_i (dy_i - sum_j s_j dy_j / sum_j s_j) with s = y^(2 - alpha).
template <int power>
Var entmax(const char* name, Var scores) {
  const Op op(name, {{"scores", scores, "N"}});
  const Var y = op.make("N");
  const int N = op.size('N');
  Scalar* slopes = op.allocate(y.numbers());  // s
  for (int b = 0; b < op.batch(); ++b) {
    const In x = scores.value(b);
    const Scalar largest = kernels::maximum(x, N);
    const Out z = slopes + N * b, yb = y.value(b);
#pragma omp simd
    for (int i = 0; i < N; ++i) z[i] = (x[i] - largest) / power;
    const Scalar tau = find_threshold<power>(z, N);
#pragma omp simd
    for (int i = 0; i < N; ++i) {
      const Scalar above = larger(z[i] - tau, Scalar(0));
      yb[i] = power == 1 ? above : above * above;
      z[i] = power == 1 ? Scalar(above > 0 ? 1 : 0) : above;
    }
  }
  normalize(y.value(), N, op.batch());  // corrects rounding errors
  op.count_flops(30.0 * y.numbers());
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      const In s = slopes + N * b, dy = y.adjoint(b);
      const Scalar mean = kernels::dot(s, dy, N) / kernels::sum(s, N);
      const Out dx = scores.adjoint(b);
#pragma omp simd
      for (int i = 0; i < N; ++i) dx[i] += s[i] * (dy[i] - mean);
    }
    y.tape().count_flops(6.0 * y.numbers());
  });
  return y;
}

// The reference tries every tau that a support of the k largest scores would have: y_i = max(z_i - tau, 0)^power.
OpCheck check_entmax(const char* name, Var (*normalizer)(Var), int power) {
  const auto reference = [power](const OpCheck::Values& a) {
    const int N = a[0].rows();
    const Scalar largest = *std::ranges::max_element(a[0].numbers());
    std::vector<double> z;
    for (const Scalar x : a[0].numbers()) z.push_back(static_cast<double>(x - largest) / power);
    const std::vector<double> given = z;
    std::ranges::sort(z, std::greater<>());
    double tau = 0, sum = 0, squares = 0;
    for (int k = 1; k <= N; ++k) {
      const double next = z[static_cast<std::size_t>(k) - 1];
      sum += next;
      squares += next * next;
      const double mean = sum / k, spread = 1.0 / k - (squares / k - mean * mean);
      const double candidate = power == 1 ? (sum - 1) / k : mean - std::sqrt(std::max(spread, 0.0));
      if (candidate <= next) tau = candidate;
    }
    Matrix y(N, 1);
    for (int i = 0; i < N; ++i)
      y(i) = static_cast<Scalar>(std::pow(std::max(given[static_cast<std::size_t>(i)] - tau, 0.0), power));
    return OpCheck::Values{y};
  };
  return {.name = name,
          .arguments = {{"scores", "N"}},
          .sizes = {{'N', 7}},
          .bench_sizes = {{'N', 128}},
          .apply = [normalizer](std::span<const Var> a) { return std::vector{normalizer(a[0])}; },
          .reference = reference,
          .stress = {kLargeScores, kHugeScores, kEqualScores}};
}

}  // namespace

// scores [N] -> simplex [N]: the point of the simplex nearest to the scores (Martins & Astudillo 2016, eq. 2)
Var sparsemax(Var scores) { return entmax<1>("sparsemax", scores); }
OpCheck check_sparsemax() { return check_entmax("sparsemax", sparsemax, 1); }

// scores [N] -> simplex [N]: 1.5-entmax, half way between softmax and sparsemax
Var entmax15(Var scores) { return entmax<2>("entmax15", scores); }
OpCheck check_entmax15() { return check_entmax("entmax15", entmax15, 2); }

namespace {

// d^2, with a floor that keeps the weight of a slot at distance 0 finite.
Scalar squared_distance(Scalar score) {
  constexpr Scalar kFloor = Scalar(1e-6);
  return kFloor + larger(-score, Scalar(0));
}

}  // namespace

// scores [N] -> simplex [N]: y_i = (1 / d_i^2) / sum_j 1 / d_j^2, where d_i^2 is minus the score, and 0 if that is
// negative, plus 1e-6 (the InvNorm of Lie access, Yang & Rush 2017). Unlike softmax it depends on ratios of distances
Var inverse_square(Var scores) {
  const Op op("inverse_square", {{"scores", scores, "N"}});
  const Var y = op.make("N");
  const int N = op.size('N');
  for (int b = 0; b < op.batch(); ++b) {
    const In x = scores.value(b);
    const Scalar nearest = squared_distance(kernels::maximum(x, N));
    const Out yb = y.value(b);
#pragma omp simd
    for (int i = 0; i < N; ++i) yb[i] = nearest / squared_distance(x[i]);
  }
  normalize(y.value(), N, op.batch());
  op.count_flops(4.0 * y.numbers());
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      const In x = scores.value(b), yb = y.value(b), dy = y.adjoint(b);
      const Scalar mean = kernels::dot(yb, dy, N);
      const Out dx = scores.adjoint(b);
#pragma omp simd
      for (int i = 0; i < N; ++i) dx[i] += x[i] > 0 ? Scalar(0) : yb[i] * (dy[i] - mean) / squared_distance(x[i]);
    }
    y.tape().count_flops(5.0 * y.numbers());
  });
  return y;
}
OpCheck check_inverse_square() {
  return {.name = "inverse_square",
          .arguments = {{"scores", "N", Domain::nonzero}},
          .sizes = {{'N', 7}},
          .bench_sizes = {{'N', 128}},
          .apply = [](std::span<const Var> a) { return std::vector{inverse_square(a[0])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y = a[0];
                double sum = 0;
                const auto weight = [&](int i) {
                  const double x = a[0](i);
                  return 1 / (1e-6 + (x > 0 ? 0.0 : -x));
                };
                for (int i = 0; i < y.rows(); ++i) sum += weight(i);
                for (int i = 0; i < y.rows(); ++i) y(i) = static_cast<Scalar>(weight(i) / sum);
                return OpCheck::Values{y};
              },
          .stress = {kLargeScores, kHugeScores, fill_argument("all slots at distance 0", 0, 0)}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
