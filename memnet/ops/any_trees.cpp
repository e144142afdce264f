// All trees, also those whose arcs cross, by walks from heads to heads (Wilson 1996).
//
// A walk goes from a word to one of its heads, each with a probability in proportion to the weight exp(score) of the
// arc, and ends at the root. In a random tree the head of m is h with a probability in proportion to
//   weight(h, m) escape(h),   where escape(h) is the probability that a walk from h comes to the root before m
// To find it, all words but m are eliminated, one after the other: for each arc that led to the word from one of its
// children, its arcs to its own heads are taken. All of this adds, multiplies and divides positive numbers (Grassmann,
// Taksar & Heyman 1985), so no digits are lost where scores are far apart; the determinants of the matrix-tree theorem
// (Koo et al. 2007) have the same sums as differences.
//
// The weights of the root are infinitely small if it has one child: of trees with several, none is left. Only then is
// the root left out where a word has other heads.
#include <algorithm>
#include <limits>

#include "memnet/ops/tree_sums.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace marginals {
namespace {

struct Walks {
  int n;
  bool one_root;
  Square weights, arcs;
  Square steps;     // (k, h): the probability that a walk goes from k to h, which is the root or not yet eliminated
  Number* escapes;  // of each word
  int* eliminated;  // words, in this order
  Number* copies;   // of weights, a square for each halving

  // Eliminates the word k after `count` others, so that first..last remain. Returns the sum of the weights w of its
  // arcs.
  Number eliminate(Square w, int k, int first, int last, int count) const {
    Number sum = one_root ? Number(0) : w(0, k);
    for (int h = first; h <= last; ++h) sum += w(h, k);
    eliminated[count] = k;
    const auto lead_over = [&](int h) {
      steps(k, h) = w(h, k) / sum;
      for (int m = first; m <= last; ++m)
        w(h, m) += steps(k, h) * w(k, m);  // m is no head of its own: w(m, m) is not read
    };
    lead_over(0);
    for (int h = first; h <= last; ++h) lead_over(h);
    return sum;
  }

  // Writes the arcs from the heads of m, the only word that is not eliminated. Returns the sum of the weights of all
  // walks from m to the root.
  Number write_heads(int m) const {
    Number sum = weights(0, m);
    escapes[m] = 0;
    for (int i = n - 2; i >= 0; --i) {
      const int k = eliminated[i];
      escapes[k] = steps(k, 0);
      for (int j = i + 1; j < n - 1; ++j) escapes[k] += steps(k, eliminated[j]) * escapes[eliminated[j]];
      sum += weights(k, m) * escapes[k];
    }
    arcs(0, m) = weights(0, m) / sum;
    for (int h = 1; h <= n; ++h)
      if (h != m) arcs(h, m) = weights(h, m) * escapes[h] / sum;
    return sum;
  }

  // Writes the arcs from the heads of the words first..last when all others are eliminated: those of each half after
  // elimination of the other half, which takes n^3 steps in all. Returns the log of the product of the sums, log Z.
  Number halve(Square w, int first, int last, int level = 0) const {
    if (first == last) return log(write_heads(first));
    const Square copy{copies + level * numbers_of_square(n), n};
    const int middle = (first + last) / 2, others = n - (last - first + 1);
    const auto copy_weights = [&] {
      const auto copy_row = [&](int h) { std::copy(&w(h, first), &w(h, last) + 1, &copy(h, first)); };
      copy_row(0);
      for (int h = first; h <= last; ++h) copy_row(h);
    };
    copy_weights();
    for (int k = first; k <= middle; ++k) eliminate(copy, k, k + 1, last, others + k - first);
    halve(copy, middle + 1, last, level + 1);
    copy_weights();
    Number log_product = 0;
    for (int k = last; k > middle; --k) log_product += log(eliminate(copy, k, first, k - 1, others + last - k));
    return log_product + halve(copy, first, middle, level + 1);
  }
};

}  // namespace

Number any_trees(Square scores, bool one_root, Number* space, int* words, Square arcs) {
  const int n = scores.n;
  const auto part = [&](int number) { return space + number * numbers_of_square(n); };
  const Walks walks{n, one_root, {part(0), n}, arcs, {part(1), n}, part(2), words, part(3)};
  // Weights are divided by the largest one of a word, and those of a single child of the root by the largest of them.
  Number log_partition = 0;
  double most_root = -std::numeric_limits<double>::infinity();
  for (int m = 1; m <= n; ++m) {
    double largest = one_root && n > 1 ? -std::numeric_limits<double>::infinity() : scores(0, m).value;
    for (int h = 1; h <= n; ++h)
      if (h != m) largest = std::max(largest, scores(h, m).value);
    for (int h = 1; h <= n; ++h) walks.weights(h, m) = h == m ? Number(0) : exp(scores(h, m) - largest);
    walks.weights(0, m) = scores(0, m) - largest;
    most_root = std::max(most_root, walks.weights(0, m).value);
    log_partition += largest;
  }
  const double of_root = one_root ? most_root : 0;
  for (int m = 1; m <= n; ++m) walks.weights(0, m) = exp(walks.weights(0, m) - of_root);
  return log_partition + of_root + walks.halve(walks.weights, 1, n);
}

}  // namespace marginals
}  // namespace MEMNET_PRECISION
}  // namespace memnet
