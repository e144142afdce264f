// Embeddings: from words to memory vectors.
//
// Example: E has the columns [1 2], [3 4] and [5 6] for the words 1, 2 and 3, and l a single position of ones. A slot
// with the words [1 3 0] then holds [1 2] + [5 6] = [6 8]; 0 is no word.
#include <algorithm>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/math/lanes.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

using kernels::kLanes, kernels::Lanes;

// Columns are copied and padded to a multiple of kLanes, so that the loops over words work on whole SIMD vectors. The
// copy pays off because there are far more words in a batch than columns.
int padded(int width) { return (width + kLanes - 1) / kLanes * kLanes; }

void pad(Scalar* to, const Scalar* columns, int width, int count) {
  const int height = padded(width);
  for (int c = 0; c < count; ++c)
    std::fill_n(std::copy_n(columns + c * width, width, to + c * height), height - width, Scalar(0));
}

// The words of one slot.
struct Slot {
  const Scalar *words, *positions;
  int J;

  // Calls what(word, position) for each word; both are counted from 0.
  template <class What>
  void each(What what) const {
    for (int j = 0; j < J; ++j)
      if (words[j] != 0) what(static_cast<int>(words[j]) - 1, static_cast<int>(positions[j]));
  }
};

// Computes R SIMD vectors of a slot, m = sum over words of l E. Tables are padded to `height`.
template <int R>
void sum_words(Scalar* m, const Slot& slot, const Scalar* E, const Scalar* l, int height) {
  Lanes sums[R];
  kernels::clear(sums);
  slot.each([&](int word, int position) {
    const Scalar *e = E + word * height, *weight = l + position * height;
    for (int r = 0; r < R; ++r) sums[r] += kernels::load(e + r * kLanes) * kernels::load(weight + r * kLanes);
  });
  for (int r = 0; r < R; ++r) kernels::store(m + r * kLanes, sums[r]);
}

// Its pullback, by E or by l: dE_word += l_position dm for each word, or dl_position += E_word dm.
template <int R, bool by_position>
void pull_words(Scalar* gradient, const Slot& slot, const Scalar* other, const Scalar* dm, int height) {
  Lanes slopes[R];
  for (int r = 0; r < R; ++r) slopes[r] = kernels::load(dm + r * kLanes);
  slot.each([&](int word, int position) {
    Scalar* own = gradient + (by_position ? position : word) * height;
    const Scalar* factor = other + (by_position ? word : position) * height;
    for (int r = 0; r < R; ++r)
      kernels::store(own + r * kLanes,
                     kernels::load(own + r * kLanes) + slopes[r] * kernels::load(factor + r * kLanes));
  });
}

// Calls what<R>(row) for blocks of R SIMD vectors, from row 0 to height.
template <class What>
void each_block(int height, What what) {
  int row = 0;
  for (; row + 4 * kLanes <= height; row += 4 * kLanes) what.template operator()<4>(row);
  for (; row + 2 * kLanes <= height; row += 2 * kLanes) what.template operator()<2>(row);
  for (; row < height; row += kLanes) what.template operator()<1>(row);
}

// Returns whether all numbers of x are between 0 and `most`.
bool lie_within(Var x, int most) {
  Scalar least = 0, largest = 0;
  const Scalar* numbers = x.value();
  const int n = x.numbers();
#pragma omp simd reduction(min : least) reduction(max : largest)
  for (int i = 0; i < n; ++i) {
    least = numbers[i] < least ? numbers[i] : least;
    largest = numbers[i] > largest ? numbers[i] : largest;
  }
  return least >= 0 && largest <= static_cast<Scalar>(most);
}

}  // namespace

// E [W,V], words [J,N] from 1 (0 is no word), positions [J,N] from 0, l [W,P] -> M [N,W]: each slot holds the
// sum of the embeddings of its words, each weighted elementwise by its position:
//   M_i = sum_j l_position(j,i) E_word(j,i)
// MemN2N section 4.1: a bag of words has one position with ones, position encoding has one for each j.
// Words and positions are data: they get no gradient.
Var embed(Var E, Var words, Var positions, Var l) {
  const Op op("embed", {{"E", E, "WV"}, {"words", words, "JN"}, {"positions", positions, "JN"}, {"l", l, "WP"}});
  const Var M = op.make("NW");
  const int W = op.size('W'), V = op.size('V'), J = op.size('J'), N = op.size('N'), P = op.size('P');
  op.require(lie_within(words, V), "a word has a number for which E has no column");
  op.require(lie_within(positions, P - 1), "a position has a number for which l has no column");
  const int height = padded(W);
  // Padded tables, one for each example or one for all.
  Scalar *table = op.allocate(height, V, E.batch()), *weights = op.allocate(height, P, l.batch());
  pad(table, E.value(), W, V * E.batch());
  pad(weights, l.value(), W, P * l.batch());
  const int next_table = E.batch() == 1 ? 0 : height * V, next_weights = l.batch() == 1 ? 0 : height * P;
  const auto slot_of = [=](int b, int i) { return Slot{words.value(b) + i * J, positions.value(b) + i * J, J}; };

  Scalar* sums = op.allocate(height);
  for (int b = 0; b < op.batch(); ++b)
    for (int i = 0; i < N; ++i) {
      each_block(height, [&]<int R>(int row) {
        sum_words<R>(sums + row, slot_of(b, i), table + b * next_table + row, weights + b * next_weights + row, height);
      });
      Scalar* m = M.value(b) + i;
      for (int j = 0; j < W; ++j) m[j * N] = sums[j];
    }
  op.count_flops(2.0 * W * J * N * op.batch());
  op.pullback([=] {
    Scalar* scratch = M.tape().scratch(height, V + P + 1);
    Scalar *dE = scratch, *dl = dE + height * V, *dm = dl + height * P;
    std::fill_n(scratch, height * (V + P + 1), Scalar(0));
    // Adds a padded gradient to x, once all examples that share x are summed.
    const auto add_gradient = [&](Var x, Scalar* gradient, int columns, int b) {
      if (!x.needs_gradient() || (x.batch() == 1 && b + 1 < M.batch())) return;
      for (int c = 0; c < columns; ++c) kernels::add_scaled(x.adjoint(b) + c * W, gradient + c * height, 1, W);
      std::fill_n(gradient, height * columns, Scalar(0));
    };
    for (int b = 0; b < M.batch(); ++b) {
      const Scalar *Eb = table + b * next_table, *lb = weights + b * next_weights, *slopes = M.adjoint(b);
      for (int i = 0; i < N; ++i) {
        for (int j = 0; j < W; ++j) dm[j] = slopes[j * N + i];
        const Slot slot = slot_of(b, i);
        each_block(height, [&]<int R>(int row) {
          if (E.needs_gradient()) pull_words<R, false>(dE + row, slot, lb + row, dm + row, height);
          if (l.needs_gradient()) pull_words<R, true>(dl + row, slot, Eb + row, dm + row, height);
        });
      }
      add_gradient(E, dE, V, b);
      add_gradient(l, dl, P, b);
    }
    M.tape().count_flops(2.0 * W * J * N * M.batch());
  });
  return M;
}
OpCheck check_embed() {
  return {.name = "embed",
          .arguments = {{"E", "WV"}, {"words", "JN", Domain::index}, {"positions", "JN", Domain::index}, {"l", "WP"}},
          // Domain::index samples words and positions below W.
          .sizes = {{'W', 4}, {'V', 6}, {'J', 3}, {'N', 5}, {'P', 4}},
          .bench_sizes = {{'W', 20}, {'V', 40}, {'J', 7}, {'N', 50}, {'P', 20}},
          .apply = [](std::span<const Var> a) { return std::vector{embed(a[0], a[1], a[2], a[3])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix M(a[1].cols(), a[0].rows());
                for (int i = 0; i < M.rows(); ++i)
                  for (int j = 0; j < a[1].rows(); ++j) {
                    const int word = static_cast<int>(a[1](j, i)), position = static_cast<int>(a[2](j, i));
                    for (int k = 0; k < M.cols() && word != 0; ++k) M(i, k) += a[0](k, word - 1) * a[3](k, position);
                  }
                return OpCheck::Values{M};
              },
          .stress = {fill_argument("no words at all", 1, 0)}};
}

// E [W,V], word [1] from 1 (0 is no word) -> [W]: the embedding of one word, y = E_word; zero for no word. The word is
// data: it gets no gradient. The pullback touches one column of E.
Var lookup(Var E, Var word) {
  const Op op("lookup", {{"E", E, "WV"}, {"word", word, "1"}});
  const Var y = op.make("W");
  const int W = op.size('W');
  op.require(lie_within(word, op.size('V')), "a word has a number for which E has no column");
  const auto column_of = [=](int b) { return (static_cast<int>(*word.value(b)) - 1) * W; };
  for (int b = 0; b < op.batch(); ++b)
    *word.value(b) == 0 ? std::fill_n(y.value(b), W, Scalar(0)) : std::copy_n(E.value(b) + column_of(b), W, y.value(b));
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b)
      if (*word.value(b) != 0) kernels::add_scaled(E.adjoint(b) + column_of(b), y.adjoint(b), 1, W);
    y.tape().count_flops(1.0 * W * y.batch());
  });
  return y;
}
OpCheck check_lookup() {
  return {.name = "lookup",
          .arguments = {{"E", "WV"}, {"word", "1", Domain::index}},
          .sizes = {{'W', 4}, {'V', 6}},
          .bench_sizes = {{'W', 20}, {'V', 180}},
          .apply = [](std::span<const Var> a) { return std::vector{lookup(a[0], a[1])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[0].rows(), 1);
                for (int i = 0; i < y.rows() && a[1](0) != 0; ++i) y(i) = a[0](i, static_cast<int>(a[1](0)) - 1);
                return OpCheck::Values{y};
              },
          .stress = {fill_argument("no word", 1, 0)}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
