// Marginals of a linear chain: places in a line, each in one of K states, where neighbors depend on each other (Kim et
// al. 2017, section 3.1).
//
// Example: K = 2, and state 1 means "selected". With a positive score of neighbors that are both selected, selected
// places come in runs: the scores [2 -1 2] select the middle place, too, which a softmax would leave out.
#include <algorithm>
#include <cmath>
#include <vector>

#include "memnet/autodiff/op.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/length.hpp"
#include "memnet/ops/marginals.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

using marginals::Number, marginals::score, marginals::log_sum_exp;

// A chain of n places. unary(k, i) and pair(j, k, i), that of places i and i + 1, are scores; the marginals are
// states [K,n], and pairs [KK,n], p(z_i = j, z_(i+1) = k) in row k K + j. Returns log Z. One pass forward keeps in
// `before`, with the shape of pairs, p(z_i = j | z_(i+1) = k, scores up to there); one backward multiplies by it.
template <class Unary, class Pair>
Number chain(int K, int n, Unary unary, Pair pair, Number* before, Number* states, Number* pairs) {
  Number* last = states + (n - 1) * K;  // the forward messages, then the distribution of the last place
  for (int k = 0; k < K; ++k) last[k] = unary(k, 0);
  Number* const next = before + (n - 1) * K * K;
  for (int i = 0; i + 1 < n; ++i) {
    for (int k = 0; k < K; ++k) {
      const Number total = log_sum_exp(0, K - 1, [&](int j) { return last[j] + pair(j, k, i); });
      for (int j = 0; j < K; ++j) before[(i * K + k) * K + j] = exp(last[j] + pair(j, k, i) - total);
      next[k] = total + unary(k, i + 1);
    }
    std::copy_n(next, K, last);
  }
  const Number log_partition = log_sum_exp(0, K - 1, [&](int k) { return last[k]; });
  for (int k = 0; k < K; ++k) last[k] = exp(last[k] - log_partition);
  std::fill_n(states, (n - 1) * K, Number());
  for (int i = n - 2; i >= 0; --i)
    for (int k = 0; k < K; ++k)
      for (int j = 0; j < K; ++j) {
        Number& share = pairs[(i * K + k) * K + j];
        share = states[(i + 1) * K + k] * before[(i * K + k) * K + j];
        states[i * K + j] += share;
      }
  return log_partition;
}

}  // namespace

// unary [K,N], pairwise [K,K], length [1] -> of the first `length` places:
//   log_partition [1]: log Z; states [K,N]: p(z_i = k); pairs [KK,N]: p(z_i = j, z_(i+1) = k) in row k K + j; 0
//   elsewhere
ChainMarginals chain_marginals(Var unary, Var pairwise, Var length) {
  const Op op("chain_marginals", {{"unary", unary, "KN"}, {"pairwise", pairwise, "KK"}, {"length", length, "1"}});
  const int K = op.size('K'), N = op.size('N'), KK = K * K;
  const Var log_partition = op.make("1"), states = op.make("KN"), pairs = op.make_matrix(KK, N);
  Number* const of_states = states.tape().arena().allocate<Number>(product_of(N, K + 2 * KK));
  Number *const of_pairs = of_states + N * K, *const before = of_pairs + N * KK;
  // Fills of_states and of_pairs for example b, whose scores have these slopes; none: 0. Returns log Z.
  const auto compute = [=](int b, const Scalar* slopes, const Scalar* slopes_of_pairs) {
    const int n = length_of(length, b, N);
    std::fill_n(of_states, N * (K + KK), Number());
    if (n == 0) return Number();
    const auto unary_of = [&](int k, int i) { return score(unary.value(b), i * K + k, slopes, i * K + k); };
    const auto pair_of = [&](int j, int k, int i) {
      return score(pairwise.value(b), k * K + j, slopes_of_pairs, i * KK + k * K + j);
    };
    return chain(K, n, unary_of, pair_of, before, of_states, of_pairs);
  };
  for (int b = 0; b < op.batch(); ++b) {
    *log_partition.value(b) = static_cast<Scalar>(compute(b, nullptr, nullptr).value);
    marginals::copy_values(of_states, states, b);
    marginals::copy_values(of_pairs, pairs, b);
  }
  const double flops = 16.0 * N * KK * op.batch();
  op.count_flops(flops);
  op.pullback([=] {
    for (int b = 0; b < states.batch(); ++b) {
      compute(b, states.adjoint(b), pairs.adjoint(b));
      const double of_log = static_cast<double>(*log_partition.adjoint(b));
      for (int x = 0; x < N * K; ++x) marginals::add_slope(of_states[x], of_log, unary.adjoint(b)[x]);
      for (int x = 0; x < N * KK; ++x) marginals::add_slope(of_pairs[x], of_log, pairwise.adjoint(b)[x % KK]);
    }
    states.tape().count_flops(2 * flops);
  });
  return {log_partition, states, pairs};
}

namespace {

// Returns the marginals of a chain as a sum over all lists of states.
OpCheck::Values enumerate_chain(const OpCheck::Values& a) {
  const Matrix &unary = a[0], &pairwise = a[1];
  const int K = unary.rows(), N = unary.cols(), n = length_of(a[2](0), N);
  double partition = 0;
  const auto weight = [&](const std::vector<int>& z) {
    double sum = 0;
    for (std::size_t i = 0; i < z.size(); ++i) {
      sum += static_cast<double>(unary(z[i], static_cast<int>(i)));
      if (i > 0) sum += static_cast<double>(pairwise(z[i - 1], z[i]));
    }
    return std::exp(sum);
  };
  marginals::each_list(n, K, [&](const std::vector<int>& z) { partition += weight(z); });
  OpCheck::Values y = {Matrix(1, 1), Matrix(K, N), Matrix(K * K, N)};
  y[0](0) = n == 0 ? 0 : static_cast<Scalar>(std::log(partition));
  marginals::each_list(n, K, [&](const std::vector<int>& z) {
    const auto p = static_cast<Scalar>(weight(z) / partition);
    for (std::size_t i = 0; i < z.size(); ++i) {
      y[1](z[i], static_cast<int>(i)) += p;
      if (i > 0) y[2](z[i] * K + z[i - 1], static_cast<int>(i) - 1) += p;
    }
  });
  return y;
}

}  // namespace

OpCheck check_chain_marginals() {
  return {.name = "chain_marginals",
          .arguments = {{"unary", "KN"}, {"pairwise", "KK"}, {"length", "1", Domain::index}},
          .sizes = {{'K', 3}, {'N', 4}},
          .bench_sizes = {{'K', 2}, {'N', 64}},
          .apply =
              [](std::span<const Var> a) {
                const ChainMarginals y = chain_marginals(a[0], a[1], a[2]);
                return std::vector{y.log_partition, y.states, y.pairs};
              },
          .reference = enumerate_chain,
          .stress = {scale_argument("scores of a thousand", 0, 1000), fill_argument("equal scores", 0, 1),
                     fill_argument("all places", 2, 4)}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
