// Primitives of output layers.
#include <algorithm>
#include <cmath>
#include <limits>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// x [2N] -> [N]: y_j = max(x_2j, x_2j+1) (Goodfellow et al. 2013; Bahdanau et al. 2015, appendix A.2.2)
Var maxout(Var x) {
  const Op op("maxout", {{"x", x, "K"}});
  const int N = op.size('K') / 2;
  op.require(op.size('K') == 2 * N, "x has to hold pairs of numbers");
  const Var y = op.make_column(N);
  const auto winner = [](const Scalar* pair) { return pair[1] > pair[0] || std::isnan(pair[1]) ? 1 : 0; };
  for (int b = 0; b < op.batch(); ++b)
    for (int j = 0; j < N; ++j) {
      const Scalar* pair = x.value(b) + 2 * j;
      y.value(b)[j] = pair[winner(pair)];
    }
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b)
      for (int j = 0; j < N; ++j) x.adjoint(b)[2 * j + winner(x.value(b) + 2 * j)] += y.adjoint(b)[j];
  });
  return y;
}
OpCheck check_maxout() {
  return {.name = "maxout",
          .arguments = {{"x", "K"}},
          .sizes = {{'K', 8}},
          .bench_sizes = {{'K', 200}},
          .apply = [](std::span<const Var> a) { return std::vector{maxout(a[0])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[0].rows() / 2, 1);
                for (int j = 0; j < y.rows(); ++j) y(j) = std::max(a[0](2 * j), a[0](2 * j + 1));
                return OpCheck::Values{y};
              }};
}

// logits [V], g [1] in [0,1], w [N] >= 0, words [N] (the number of the word at each slot, below V; 0 for none) -> [V]:
//   log(g softmax(logits)_v + (1 - g) sum of w_i over the slots with word v)
// the logarithm of a mixture of writing a word and copying one (See, Liu & Manning 2017, eq. 9). A probability below
// the smallest positive number counts as that number, and has no slope.
Var log_mixture(Var logits, Var g, Var w, Var words) {
  const Op op("log_mixture", {{"logits", logits, "V"}, {"g", g, "1"}, {"w", w, "N"}, {"words", words, "N"}});
  constexpr Scalar kSmallest = std::numeric_limits<Scalar>::min();
  const int V = op.size('V'), N = op.size('N'), batch = op.batch();
  for (int b = 0; b < words.batch(); ++b)
    for (int i = 0; i < N; ++i)
      op.require(words.value(b)[i] >= 0 && words.value(b)[i] < static_cast<Scalar>(V), "a word has no logit");
  const Var y = op.make("V");
  Scalar* written = op.allocate(V, batch);  // softmax(logits)
  Scalar* copied = op.allocate(V, batch);   // the sum of the weights of every word
  Scalar* mixed = op.allocate(V, batch);
  for (int b = 0; b < batch; ++b) {
    Scalar *p = written + V * b, *c = copied + V * b, *q = mixed + V * b;
    const Scalar share = *g.value(b);
    kernels::softmax(p, logits.value(b), 1, V);
    std::fill_n(c, V, Scalar(0));
    for (int i = 0; i < N; ++i)
      if (const int word = static_cast<int>(words.value(b)[i]); word > 0) c[word] += w.value(b)[i];
    for (int v = 0; v < V; ++v) {
      q[v] = share * p[v] + (1 - share) * c[v];
      y.value(b)[v] = std::log(q[v] < kSmallest ? kSmallest : q[v]);
    }
  }
  op.count_flops(8.0 * V * batch);
  op.pullback([=] {
    Scalar* dp = y.tape().scratch(2, V);
    Scalar* dc = dp + V;
    for (int b = 0; b < y.batch(); ++b) {
      const Scalar *p = written + V * b, *c = copied + V * b, *q = mixed + V * b, *dy = y.adjoint(b);
      const Scalar share = *g.value(b);
      Scalar by_share = 0, mean = 0;
      for (int v = 0; v < V; ++v) {
        const Scalar dq = q[v] < kSmallest ? Scalar(0) : dy[v] / q[v];
        by_share += dq * (p[v] - c[v]);
        dp[v] = dq * share;
        dc[v] = dq * (1 - share);
        mean += p[v] * dp[v];
      }
      *g.adjoint(b) += by_share;
      Scalar *dz = logits.adjoint(b), *dw = w.adjoint(b);
      for (int v = 0; v < V; ++v) dz[v] += p[v] * (dp[v] - mean);
      for (int i = 0; i < N; ++i)
        if (const int word = static_cast<int>(words.value(b)[i]); word > 0) dw[i] += dc[word];
    }
    y.tape().count_flops(12.0 * y.numbers());
  });
  return y;
}
OpCheck check_log_mixture() {
  return {.name = "log_mixture",
          .arguments = {{"logits", "V"},
                        {"g", "1", Domain::unit},
                        {"w", "N", Domain::simplex},
                        {"words", "N", Domain::index}},
          .sizes = {{'V', 6}, {'N', 5}},
          .bench_sizes = {{'V', 1000}, {'N', 20}},
          .apply = [](std::span<const Var> a) { return std::vector{log_mixture(a[0], a[1], a[2], a[3])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y = a[0];
                double sum = 0, largest = -std::numeric_limits<double>::infinity();
                for (int v = 0; v < y.rows(); ++v) largest = std::max(largest, static_cast<double>(a[0](v)));
                for (int v = 0; v < y.rows(); ++v) sum += std::exp(static_cast<double>(a[0](v)) - largest);
                for (int v = 0; v < y.rows(); ++v) {
                  double copied = 0;
                  for (int i = 0; i < a[2].rows(); ++i)
                    if (v > 0 && a[3](i) == static_cast<Scalar>(v)) copied += static_cast<double>(a[2](i));
                  const double share = static_cast<double>(a[1](0));
                  const double q =
                      share * std::exp(static_cast<double>(a[0](v)) - largest) / sum + (1 - share) * copied;
                  y(v) = static_cast<Scalar>(std::log(q));
                }
                return OpCheck::Values{y};
              },
          .stress = {scale_argument("logits of a thousand", 0, 1000), fill_argument("no share", 1, 0)}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
