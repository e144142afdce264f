// Attention of many queries at once (Vaswani et al. 2017, section 3.2). For each head h, whose vectors are `size` rows
// of Q, K and V, and each query t:
//   score_s = K_s.Q_t / sqrt(size) + bias_(s - t)     eq. 1
//   w = softmax of the scores of the keys that t sees
//   y_t = sum_s w_s V_s
// The biases, a number for each distance, are those of Shaw et al. 2018 and of Raffel et al. 2020.
//
// Example with one head, as many keys as queries and a causal look: query 0 sees key 0 alone, so y_0 = V_0; query 1
// chooses among two.
//
// What is kept for the pullback is nothing but arguments and result: weights are computed again, kQueries queries at a
// time. To compute the S weights of a query again costs 2 S size operations and S exponentials, a few nanoseconds for
// each 16 of them; to keep them costs to write and to read 8 S bytes for each head, which is as fast only while all of
// them fit into the second cache: with 64 keys, 4 heads and 32 examples they are 2 MB. So one way does for all lengths,
// and with 1,024 keys it takes 4 MB less for each head and example.
//
// The products are those of small blocks (memnet/math/product.hpp) with keys along the registers, so K and V are turned
// over first: [S,size].
#include <algorithm>
#include <cmath>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/math/product.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/length.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kQueries = 32;  // that are computed together

struct KeyRange {
  int first, end;
};

Op make_op(Var Q, Var K, Var V, const Look& look) {
  const char* name = look.causal ? "causal_attention" : "attention";
  const Op::Argument q{"Q", Q, "WT"}, k{"K", K, look.causal ? "WT" : "WS"}, v{"V", V, look.causal ? "WT" : "WS"},
      range{"range", look.range, "R"}, biases{"biases", look.biases, "DH"};
  if (look.causal) return look.biases ? Op(name, {q, k, v, biases}) : Op(name, {q, k, v});
  return look.biases ? Op(name, {q, k, v, range, biases}) : Op(name, {q, k, v, range});
}

// The weights of one head of one example, for a block of queries.
class HeadWeights {
 public:
  HeadWeights(Var Q, Var K, const Look& look) : Q_(Q), K_(K), look_(look), size_(Q.rows() / look.heads) {}

  int size() const { return size_; }
  int keys() const { return K_.cols(); }
  Scalar scale() const { return 1 / std::sqrt(static_cast<Scalar>(size_)); }
  // Returns which keys a query of example b sees.
  KeyRange range_of(int b, int t) const {
    if (look_.causal) return {look_.window > 0 ? std::max(0, t + 1 - look_.window) : 0, t + 1};
    const Scalar* range = look_.range.value(b);
    const int first = length_of(range[0], keys());
    return {first, std::max(first, length_of(range[1], keys()))};
  }
  // Returns which keys some of n queries see.
  KeyRange range_of(int b, int t, int n) const { return {range_of(b, t).first, range_of(b, t + n - 1).end}; }

  // Turns over the rows of head h of M [W,S], times a factor: to [S,size].
  void turn_over(Scalar* turned, Var M, int b, int h, Scalar factor) const {
    const int W = M.rows(), S = M.cols();
    const Scalar* head = M.value(b) + h * size_;
    for (int i = 0; i < size_; ++i)
      for (int s = 0; s < S; ++s) turned[i * static_cast<long>(S) + s] = factor * head[static_cast<long>(s) * W + i];
  }

  // Computes the weights w [S,n] of the queries t .. t + n - 1, for the keys that some of them see, from the keys
  // turned over and scaled.
  void compute(Scalar* w, const Scalar* turned_keys, int b, int h, int t, int n) const {
    const int W = Q_.rows(), T = Q_.cols();
    const long S = keys();
    const auto [first, end] = range_of(b, t, n);
    if (first < end)
      kernels::multiply_block({w + first, S}, {turned_keys + first, S},
                              {Q_.value(b) + static_cast<long>(t) * W + h * size_, W}, end - first, size_, n);
    for (int j = 0; j < n; ++j, w += S) {
      const auto [from, to] = range_of(b, t + j);
      if (look_.biases) {
        const Scalar* bias = bias_of(look_.biases.value(b), h, t + j, T);
        for (int s = from; s < to; ++s) w[s] += bias[s];
      }
      kernels::softmax(w + from, w + from, 1, to - from);
      std::fill(w + first, w + std::max(first, from), Scalar(0));
      std::fill(w + std::min(end, to), w + end, Scalar(0));
    }
  }

  // Returns where the bias of query t for key 0 stands, in biases [T+S-1,H].
  template <class Number>
  Number* bias_of(Number* biases, int h, int t, int T) const {
    return biases + static_cast<long>(h) * (T + keys() - 1) + (T - 1 - t);
  }

 private:
  Var Q_, K_;
  Look look_;
  int size_;
};

void require_shapes(const Op& op, Var Q, Var K, const Look& look) {
  op.require(look.heads >= 1 && Q.rows() % look.heads == 0, "the number of heads has to divide the rows of Q");
  if (!look.causal) op.require(op.size('R') == 2, "range has to be [2]");
  if (look.biases) {
    op.require(op.size('H') == look.heads, "biases need a column for each head");
    op.require(op.size('D') == Q.cols() + K.cols() - 1,
               "biases need a row for each distance between a key and a query");
  }
}

// Calls f(t, n) for the blocks of T queries.
template <class Function>
void each_block(int T, Function f) {
  for (int t = 0; t < T; t += kQueries) f(t, std::min(kQueries, T - t));
}

void pull_attention(Var y, Var Q, Var K, Var V, const Look& look) {
  const HeadWeights weights(Q, K, look);
  const int W = Q.rows(), T = Q.cols(), size = weights.size();
  const long S = weights.keys();
  Scalar* turned_keys = y.tape().scratch(2, S, size + kQueries);
  Scalar *turned_values = turned_keys + S * size, *w = turned_values + S * size, *dw = w + S * kQueries;
  const auto part = [&](Var x, int b, int h, long column) { return x.value(b) + column * W + h * size; };
  const auto part_of_adjoint = [&](Var x, int b, int h, long column) { return x.adjoint(b) + column * W + h * size; };
  for (int b = 0; b < y.batch(); ++b)
    for (int h = 0; h < look.heads; ++h) {
      weights.turn_over(turned_keys, K, b, h, weights.scale());
      weights.turn_over(turned_values, V, b, h, 1);
      each_block(T, [&](int t, int n) {
        const auto [first, end] = weights.range_of(b, t, n);
        const int keys = end - first;
        if (keys == 0) return;
        weights.compute(w, turned_keys, b, h, t, n);
        kernels::multiply_block({dw + first, S}, {turned_values + first, S}, {part_of_adjoint(y, b, h, t), W}, keys,
                                size, n);
        kernels::add_block_times_transposed({part_of_adjoint(V, b, h, first), W}, {part_of_adjoint(y, b, h, t), W},
                                            {w + first, S}, size, n, keys);
        for (int j = 0; j < n; ++j) {  // the slopes of scores take the place of those of weights
          const KeyRange seen = weights.range_of(b, t + j);
          const int from = seen.first, to = seen.end;
          const In wj = w + j * S;
          const Out slope = dw + j * S;
          const Scalar mean = kernels::dot(part_of_adjoint(y, b, h, t + j), part(y, b, h, t + j), size);
#pragma omp simd
          for (int s = from; s < to; ++s) slope[s] = wj[s] * (slope[s] - mean);
          std::fill(slope + first, slope + std::max(first, from), Scalar(0));
          std::fill(slope + std::min(end, to), slope + end, Scalar(0));
          if (look.biases) {
            const Out dbias = weights.bias_of(look.biases.adjoint(b), h, t + j, T);
            for (int s = from; s < to; ++s) dbias[s] += slope[s];
          }
          kernels::multiply_by(slope + first, weights.scale(), keys);
        }
        kernels::add_block_product({part_of_adjoint(Q, b, h, t), W}, {part(K, b, h, first), W}, {dw + first, S}, size,
                                   keys, n);
        kernels::add_block_times_transposed({part_of_adjoint(K, b, h, first), W}, {part(Q, b, h, t), W},
                                            {dw + first, S}, size, n, keys);
      });
    }
  y.tape().count_flops((look.causal ? 0.5 : 1.0) * 10.0 * y.numbers() * static_cast<double>(S));
}

}  // namespace

// Q [W,T], K [W,S], V [W,S], or as many as queries with a causal look, range [2], biases [T+S-1,H] -> [W,T]. A query
// that sees no key gets zeros.
Var attention(Var Q, Var K, Var V, const Look& look) {
  const Op op = make_op(Q, K, V, look);
  require_shapes(op, Q, K, look);
  const Var y = op.make("WT");
  const HeadWeights weights(Q, K, look);
  const int W = Q.rows(), size = weights.size();
  const long S = weights.keys();
  Scalar* turned_keys = y.tape().scratch(S, size + kQueries);
  Scalar* w = turned_keys + S * size;
  for (int b = 0; b < y.batch(); ++b)
    for (int h = 0; h < look.heads; ++h) {
      weights.turn_over(turned_keys, K, b, h, weights.scale());
      each_block(Q.cols(), [&](int t, int n) {
        const auto [first, end] = weights.range_of(b, t, n);
        weights.compute(w, turned_keys, b, h, t, n);
        kernels::multiply_block({y.value(b) + static_cast<long>(t) * W + h * size, W},
                                {V.value(b) + static_cast<long>(first) * W + h * size, W}, {w + first, S}, size,
                                end - first, n);
      });
    }
  op.count_flops((look.causal ? 0.5 : 1.0) * 4.0 * y.numbers() * static_cast<double>(S));
  op.pullback([=] { pull_attention(y, Q, K, V, look); });
  return y;
}

Var attention_weights(Var Q, Var K, const Look& look, int head) {
  const HeadWeights weights(Q, K, look);
  const int T = Q.cols(), S = K.cols();
  const Var w = Q.tape().constant(S, T, std::max(Q.batch(), K.batch()), 0);
  Scalar* turned_keys = Q.tape().scratch(S, weights.size());
  for (int b = 0; b < w.batch(); ++b) {
    weights.turn_over(turned_keys, K, b, head, weights.scale());
    each_block(
        T, [&](int t, int n) { weights.compute(w.value(b) + static_cast<long>(t) * S, turned_keys, b, head, t, n); });
  }
  return w;
}

namespace {

// The sums of the comment at the top of this file, one number at a time.
Matrix naive_attention(const Matrix& Q, const Matrix& K, const Matrix& V, const Matrix& biases, int heads,
                       const std::function<bool(int, int)>& sees) {
  const int size = Q.rows() / heads, T = Q.cols(), S = K.cols();
  Matrix y(Q.rows(), T);
  for (int h = 0; h < heads; ++h)
    for (int t = 0; t < T; ++t) {
      std::vector<double> power(static_cast<std::size_t>(S), 0.0);
      double sum = 0;
      for (int s = 0; s < S; ++s) {
        if (!sees(t, s)) continue;
        double score = 0;
        for (int i = h * size; i < (h + 1) * size; ++i) score += static_cast<double>(Q(i, t) * K(i, s));
        power[static_cast<std::size_t>(s)] =
            std::exp(score / std::sqrt(size) + static_cast<double>(biases(s - t + T - 1, h)));
        sum += power[static_cast<std::size_t>(s)];
      }
      for (int s = 0; s < S; ++s)
        for (int i = h * size; sees(t, s) && i < (h + 1) * size; ++i)
          y(i, t) += static_cast<Scalar>(power[static_cast<std::size_t>(s)] / sum) * V(i, s);
    }
  return y;
}

}  // namespace

OpCheck check_attention() {
  return {.name = "attention",
          .arguments = {{"Q", "WT"}, {"K", "WS"}, {"V", "WS"}, {"range", "R", Domain::index}, {"biases", "DH"}},
          .sizes = {{'W', 6}, {'T', 2}, {'S', 5}, {'R', 2}, {'D', 6}, {'H', 2}},
          .bench_sizes = {{'W', 128}, {'T', 64}, {'S', 64}, {'R', 2}, {'D', 127}, {'H', 2}},
          .apply =
              [](std::span<const Var> a) {
                return std::vector{attention(a[0], a[1], a[2], {.heads = 2, .range = a[3], .biases = a[4]})};
              },
          .reference =
              [](const OpCheck::Values& a) {
                const auto sees = [&](int, int s) { return s >= a[3](0) && s < a[3](1); };
                return OpCheck::Values{naive_attention(a[0], a[1], a[2], a[4], 2, sees)};
              },
          .stress = {scale_argument("scores of a thousand", 0, 1000), fill_argument("no keys", 3, 0)}};
}
OpCheck check_causal_attention() {
  return {
      .name = "causal_attention",
      .arguments = {{"Q", "WT"}, {"K", "WT"}, {"V", "WT"}, {"biases", "DH"}},
      .sizes = {{'W', 6}, {'T', 4}, {'D', 7}, {'H', 2}},
      .bench_sizes = {{'W', 128}, {'T', 64}, {'D', 127}, {'H', 2}},
      .apply =
          [](std::span<const Var> a) {
            return std::vector{attention(a[0], a[1], a[2], {.heads = 2, .causal = true, .window = 3, .biases = a[3]})};
          },
      .reference =
          [](const OpCheck::Values& a) {
            const auto sees = [](int t, int s) { return s <= t && s > t - 3; };
            return OpCheck::Values{naive_attention(a[0], a[1], a[2], a[3], 2, sees)};
          },
      .stress = {scale_argument("scores of a thousand", 0, 1000)}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
