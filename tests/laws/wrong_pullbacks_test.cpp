// The gradient check can fail: it reports primitives with the right value and a deliberately wrong pullback. With the
// sum of the outputs in place of a random projection most of them would pass, because a weighting sums to one, so that
// its gradient is 0 even with a wrong pullback.
#include <gtest/gtest.h>

#include <cmath>
#include <ostream>

#include "memnet/autodiff/op.hpp"
#include "memnet/base/table.hpp"
#include "memnet/ops/ops.hpp"
#include "tests/support/gradients/op_inputs.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// A value of `op` that holds the same numbers as `right`, but has no pullback yet.
Var copy_of(Var right, const Op& op, const char* shape) {
  const Var y = op.make(shape);
  std::copy_n(right.value(), right.numbers(), y.value());
  return y;
}

double mean(Var y) {
  double sum = 0;
  for (int i = 0; i < y.rows(); ++i) sum += y.value()[i] * y.adjoint()[i];
  return sum;
}

// The wrong softmaxes: dx += slope(y, dy, mean) in place of y (dy - mean).
template <class Slope>
Function wrong_softmax(Slope slope) {
  return [slope](std::span<const Var> a) {
    const Var x = a[0];
    const Op op("wrong_softmax", {{"x", x, "N"}});
    const Var y = copy_of(softmax(x), op, "N");
    op.pullback([=] {
      for (int i = 0; i < y.rows(); ++i) x.adjoint()[i] += slope(y.value()[i], y.adjoint()[i], mean(y));
    });
    return std::vector{y};
  };
}

std::vector<Var> softmax_that_assigns(std::span<const Var> a) {
  const Var x = a[0];
  const Op op("wrong_softmax", {{"x", x, "N"}});
  const Var y = copy_of(softmax(x), op, "N");
  op.pullback([=] {
    for (int i = 0; i < y.rows(); ++i) x.adjoint()[i] = y.value()[i] * (y.adjoint()[i] - mean(y));
  });
  return {y};
}

std::vector<Var> sharpen_without_gamma(std::span<const Var> a) {
  const Var w = a[0], gamma = a[1];
  const Op op("wrong_sharpen", {{"w", w, "N"}, {"gamma", gamma, "1"}});
  const Var y = copy_of(sharpen(w, gamma), op, "N");
  op.pullback([=] {
    for (int i = 0; i < y.rows(); ++i) {
      const Scalar share = y.value()[i] * (y.adjoint()[i] - mean(y));
      w.adjoint()[i] += share / w(i);  // gamma is missing
      *gamma.adjoint() += share * std::log(w(i));
    }
  });
  return {y};
}

std::vector<Var> sharpen_with_no_gradient(std::span<const Var> a) {
  const Op op("wrong_sharpen", {{"w", a[0], "N"}, {"gamma", a[1], "1"}});
  const Var y = copy_of(sharpen(a[0], a[1]), op, "N");
  op.pullback([] {});
  return {y};
}

// The wrong rotations: the slope at slot i goes to slot i + direction * shift; -1 would be right.
template <int direction>
std::vector<Var> wrong_shift(std::span<const Var> a) {
  const Var w = a[0], s = a[1];
  const Op op("wrong_shift", {{"w", w, "N"}, {"s", s, "S"}});
  const Var y = copy_of(circular_shift(w, s), op, "N");
  op.pullback([=] {
    const int N = w.rows(), R = s.rows() / 2;
    for (int i = 0; i < N; ++i)
      for (int shift = -R; shift <= R; ++shift) {
        w.adjoint()[(i + direction * shift + N) % N] += s(shift + R) * y.adjoint()[i];
        s.adjoint()[shift + R] += w((i - shift + N) % N) * y.adjoint()[i];
      }
  });
  return {y};
}

std::vector<Var> erase_without_w(std::span<const Var> a) {
  const Var M = a[0], w = a[1], e = a[2];
  const Op op("wrong_erase", {{"M", M, "NW"}, {"w", w, "N"}, {"e", e, "W"}});
  const Var y = copy_of(erase(M, w, e), op, "NW");
  op.pullback([=] {
    const int N = M.rows();
    for (int j = 0; j < M.cols(); ++j)
      for (int i = 0; i < N; ++i) {
        const Scalar dy = y.adjoint()[j * N + i];
        M.adjoint()[j * N + i] += dy * (1 - e(j));  // w is missing
        w.adjoint()[i] -= dy * M(i, j) * e(j);
        e.adjoint()[j] -= dy * M(i, j) * w(i);
      }
  });
  return {y};
}

std::vector<Var> cosine_without_norms(std::span<const Var> a) {
  const Var M = a[0], k = a[1], beta = a[2];
  const Op op("wrong_cosine", {{"M", M, "NW"}, {"k", k, "W"}, {"beta", beta, "1"}});
  const Var y = copy_of(cosine_similarity(M, k, beta), op, "N");
  op.pullback([=] {
    const int N = M.rows(), W = M.cols();
    Scalar kk = 0;
    for (int j = 0; j < W; ++j) kk += k(j) * k(j);
    for (int i = 0; i < N; ++i) {
      Scalar mm = 0;
      for (int j = 0; j < W; ++j) mm += M(i, j) * M(i, j);
      const Scalar slope = y.adjoint()[i] * beta(0) / std::sqrt(kk * mm);
      for (int j = 0; j < W; ++j) {  // the norms depend on M and k too
        M.adjoint()[j * N + i] += slope * k(j);
        k.adjoint()[j] += slope * M(i, j);
      }
      *beta.adjoint() += y.adjoint()[i] * y(i) / beta(0);
    }
  });
  return {y};
}

// The wrong entmaxes, with power 1 (sparsemax) or 2: dx = s dy, with s = y^(1 - 1 / power), and nothing taken out.
template <int power>
std::vector<Var> entmax_without_the_mean(std::span<const Var> a) {
  const Var x = a[0];
  const Op op("wrong_entmax", {{"x", x, "N"}});
  const Var y = copy_of(power == 1 ? sparsemax(x) : entmax15(x), op, "N");
  op.pullback([=] {
    for (int i = 0; i < y.rows(); ++i)
      if (y(i) > 0) x.adjoint()[i] += (power == 1 ? Scalar(1) : std::sqrt(y(i))) * y.adjoint()[i];
  });
  return {y};
}

// As if all slots were in: the pullback of softmax.
std::vector<Var> topk_softmax_of_all_slots(std::span<const Var> a) {
  const Var x = a[0];
  const Op op("wrong_topk_softmax", {{"x", x, "N"}});
  const Var y = copy_of(topk_softmax(x, 3), op, "N"), all = softmax(x);
  op.pullback([=] {
    double mean = 0;
    for (int i = 0; i < y.rows(); ++i) mean += all(i) * y.adjoint()[i];
    for (int i = 0; i < y.rows(); ++i) x.adjoint()[i] += all(i) * (y.adjoint()[i] - mean);
  });
  return {y};
}

std::vector<Var> euclidean_that_pushes_the_key(std::span<const Var> a) {
  const Var M = a[0], k = a[1], beta = a[2];
  const Op op("wrong_euclidean", {{"M", M, "NW"}, {"k", k, "W"}, {"beta", beta, "1"}});
  const Var y = copy_of(euclidean_similarity(M, k, beta), op, "N");
  op.pullback([=] {
    const int N = M.rows();
    for (int i = 0; i < N; ++i) {
      for (int j = 0; j < M.cols(); ++j) {
        const Scalar pull = 2 * beta(0) * y.adjoint()[i] * (k(j) - M(i, j));
        M.adjoint()[j * N + i] += pull;
        k.adjoint()[j] += pull;  // -= would be right
      }
      *beta.adjoint() += y.adjoint()[i] * y(i) / beta(0);
    }
  });
  return {y};
}

// The same numbers, but nothing that a gradient would go to.
Var detached(Var x) {
  const Var y = x.tape().constant(x.rows(), x.cols(), x.batch(), 0);
  std::copy_n(x.value(), x.numbers(), y.value());
  return y;
}

std::vector<Var> additive_without_U(std::span<const Var> a) {
  return {additive_similarity(a[0], a[1], detached(a[2]), a[3])};
}

std::vector<Var> additive_scores_without_q(std::span<const Var> a) {
  return {additive_scores(a[0], detached(a[1]), a[2])};
}

std::vector<Var> matvec_without_x(std::span<const Var> a) {
  const Var W = a[0], x = a[1];
  const Op op("wrong_product", {{"W", W, "MK"}, {"x", x, "KT"}});
  const Var y = copy_of(matvec(W, x), op, "MT");
  op.pullback([=] {
    const int M = W.rows(), K = W.cols();
    for (int t = 0; t < x.cols(); ++t)
      for (int k = 0; k < K; ++k)
        for (int i = 0; i < M; ++i) {
          W.adjoint()[k * M + i] += y.adjoint()[t * M + i];  // x is missing
          x.adjoint()[t * K + k] += W(i, k) * y.adjoint()[t * M + i];
        }
  });
  return {y};
}

struct Mutant {
  const char* name;
  const char* original;  // the primitive that it should have been
  Function apply;
  bool passes_with_ones;
};

void PrintTo(const Mutant& mutant, std::ostream* out) { *out << mutant.name; }

const Mutant kMutants[] = {
    {"softmax_forgets_the_mean", "softmax", wrong_softmax([](Scalar y, Scalar dy, Scalar) { return y * dy; }), false},
    {"softmax_with_flipped_sign", "softmax",
     wrong_softmax([](Scalar y, Scalar dy, Scalar mean) { return y * (mean - dy); }), true},
    {"softmax_returns_zero", "softmax", wrong_softmax([](Scalar, Scalar, Scalar) { return Scalar(0); }), true},
    {"softmax_assigns", "softmax", softmax_that_assigns, false},
    {"sharpen_forgets_gamma", "sharpen", sharpen_without_gamma, true},
    {"sharpen_returns_zero", "sharpen", sharpen_with_no_gradient, true},
    {"shift_rotates_the_wrong_way", "circular_shift", wrong_shift<+1>, true},
    {"shift_passes_through_unrotated", "circular_shift", wrong_shift<0>, true},
    {"erase_forgets_w", "erase", erase_without_w, false},
    {"cosine_forgets_the_norms", "cosine_similarity", cosine_without_norms, false},
    {"sparsemax_forgets_the_mean", "sparsemax", entmax_without_the_mean<1>, false},
    {"entmax15_forgets_the_mean", "entmax15", entmax_without_the_mean<2>, false},
    {"topk_softmax_reaches_every_slot", "topk_softmax", topk_softmax_of_all_slots, true},
    {"euclidean_pushes_the_key_away", "euclidean_similarity", euclidean_that_pushes_the_key, false},
    {"additive_forgets_U", "additive_similarity", additive_without_U, false},
    {"additive_scores_forget_q", "additive_scores", additive_scores_without_q, false},
    {"matvec_forgets_x", "matvec", matvec_without_x, false},
};

class WrongPullbacks : public testing::TestWithParam<Mutant> {
 protected:
  const OpCheck check = find_entry(all_ops(), GetParam().original, "primitive").check();
  RandomStream stream{4, GetParam().name};
  const std::vector<Input> inputs = sample_inputs(check, check.sizes, stream);
};

INSTANTIATE_TEST_SUITE_P(Mutants, WrongPullbacks, testing::ValuesIn(kMutants),
                         [](const auto& info) { return std::string(info.param.name); });

TEST_P(WrongPullbacks, AreReported) { EXPECT_GT(check_gradient(GetParam().apply, inputs).error, 0.01); }

TEST_P(WrongPullbacks, TheirOriginalIsNot) {
  const Verdict verdict = check_gradient(check.apply, inputs);
  EXPECT_LE(verdict.error, check.tolerance) << verdict.where;
}

TEST_P(WrongPullbacks, AreMissedWhereOutputsAreOnlySummed) {
  EXPECT_EQ(check_gradient(GetParam().apply, inputs, Covector::ones).error <= check.tolerance,
            GetParam().passes_with_ones);
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
