// Marginals of trees: every word has a head, another word or the root (Kim et al. 2017, section 3.2).
//
// Example: of "the cat sat", the arc from "cat" to "the" is probable if its score is high, and if the heads of the
// other words leave room for it.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
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

// Trees over the words 1..n; arc(h, m) is the score of h as the head of m, and of the root, which is h = 0. The
// marginals are arcs [n + 1, n + 1]. Both functions return log Z.

struct Square {  // a matrix [n + 1, n + 1]
  Number* numbers;
  int n;
  Number& operator()(int i, int j) const { return numbers[i * (n + 1) + j]; }
};

// Projective trees, whose arcs do not cross, by inside and outside sums (Eisner 2000). Parts of a tree are
//   open right (i, j)   an arc from i to j, and what lies between them; open left: from j to i
//   right (i, j)        i with all that hangs below it up to j; left: j with all that hangs below it down to i
// Inside sums are logs of sums over the trees of a part; outside ones are the probabilities of parts.
template <class Arc>
Number projective_trees(int n, bool one_root, Arc arc, Number* space, Square arcs) {
  const int size = (n + 1) * (n + 1);
  std::fill_n(space, 8 * size, Number());
  const auto part = [&](int number) { return Square{space + number * size, n}; };
  const Square open_right = part(0), open_left = part(1), right = part(2), left = part(3), p_open_right = part(4),
               p_open_left = part(5), p_right = part(6), p_left = part(7);
  const int first = one_root ? 1 : 0;                // the root takes part as place 0, or has a single child
  const auto is_word = [](int i) { return i > 0; };  // the root is below nothing

  const auto joined = [&](int i, int j) { return [&, i, j](int k) { return right(i, k) + left(k + 1, j); }; };
  const auto of_right = [&](int i, int j) { return [&, i, j](int k) { return open_right(i, k) + right(k, j); }; };
  const auto of_left = [&](int i, int j) { return [&, i, j](int k) { return left(i, k) + open_left(k, j); }; };
  for (int width = 1; width <= n - first; ++width)
    for (int i = first, j = i + width; j <= n; ++i, ++j) {
      const Number between = log_sum_exp(i, j - 1, joined(i, j));
      open_right(i, j) = between + arc(i, j);
      if (is_word(i)) open_left(i, j) = between + arc(j, i);
      right(i, j) = log_sum_exp(i + 1, j, of_right(i, j));
      if (is_word(i)) left(i, j) = log_sum_exp(i, j - 1, of_left(i, j));
    }

  const auto with_child = [&](int m) { return arc(0, m) + left(1, m) + right(m, n); };
  const Number log_partition = one_root ? log_sum_exp(1, n, with_child) : right(0, n);
  if (!one_root) p_right(0, n) = 1;
  for (int m = 1; one_root && m <= n; ++m) {
    const Number p = exp(with_child(m) - log_partition);
    arcs(0, m) = p;
    p_left(1, m) += p;
    p_right(m, n) += p;
  }
  for (int width = n - first; width >= 1; --width)
    for (int i = first, j = i + width; j <= n; ++i, ++j) {
      for (int k = i + 1; k <= j; ++k) {
        const Number p = p_right(i, j) * exp(of_right(i, j)(k) - right(i, j));
        p_open_right(i, k) += p;
        p_right(k, j) += p;
      }
      for (int k = i; is_word(i) && k < j; ++k) {
        const Number p = p_left(i, j) * exp(of_left(i, j)(k) - left(i, j));
        p_left(i, k) += p;
        p_open_left(k, j) += p;
      }
      arcs(i, j) = p_open_right(i, j);
      if (is_word(i)) arcs(j, i) = p_open_left(i, j);
      const Number open = p_open_right(i, j) + p_open_left(i, j), between = open_right(i, j) - arc(i, j);
      for (int k = i; k < j; ++k) {
        const Number p = open * exp(joined(i, j)(k) - between);
        p_right(i, k) += p;
        p_left(k + 1, j) += p;
      }
    }
  return log_partition;
}

// Writes the inverse of L [n,n], of which the identity is left; the largest number of a column is the pivot. Returns
// log |det L|.
Number invert(Square L, Square inverse, int n) {
  Number log_det = 0;
  for (int i = 1; i <= n; ++i)
    for (int j = 1; j <= n; ++j) inverse(i, j) = i == j ? 1 : 0;
  for (int c = 1; c <= n; ++c) {
    int pivot = c;
    for (int i = c + 1; i <= n; ++i)
      if (std::abs(L(i, c).value) > std::abs(L(pivot, c).value)) pivot = i;
    for (int j = 1; j <= n; ++j) std::swap(L(c, j), L(pivot, j)), std::swap(inverse(c, j), inverse(pivot, j));
    const Number p = L(c, c);
    log_det += log(p.value < 0 ? 0 - p : p);
    for (int j = 1; j <= n; ++j) L(c, j) = L(c, j) / p, inverse(c, j) = inverse(c, j) / p;
    for (int i = 1; i <= n; ++i) {
      const Number factor = L(i, c);
      for (int j = 1; i != c && j <= n; ++j) L(i, j) -= factor * L(c, j), inverse(i, j) -= factor * inverse(c, j);
    }
  }
  return log_det;
}

// All trees, by the matrix-tree theorem (Koo et al. 2007): Z is the determinant of the Laplacian L of the weights
// A_hm = exp(arc(h, m)), whose columns add up to the weights of the root. The first row is replaced by this sum of all
// rows, which leaves the determinant as it is, and keeps its digits where the root is improbable. With one child of the
// root, the other rows have the weights of words alone.
template <class Arc>
Number any_trees(int n, bool one_root, Arc arc, Number* space, Square arcs) {
  const int size = (n + 1) * (n + 1);
  const Square L{space, n}, inverse{space + size, n}, A{space + 2 * size, n};
  Number log_partition = 0;
  double most_root = -std::numeric_limits<double>::infinity();
  for (int m = 1; m <= n; ++m) {
    double largest = arc(0, m).value;  // every tree has one head of m
    for (int h = 1; h <= n; ++h)
      if (h != m) largest = std::max(largest, arc(h, m).value);
    for (int h = 0; h <= n; ++h) A(h, m) = h == m ? 0 : exp(arc(h, m) - largest);
    L(m, m) = one_root ? 0 : A(0, m);
    for (int h = 1; h <= n; ++h) {
      if (h == m) continue;
      L(m, m) += A(h, m);
      L(h, m) = 0 - A(h, m);
    }
    L(0, m) = arc(0, m) - largest;
    most_root = std::max(most_root, L(0, m).value);
    log_partition += largest;
  }
  const auto of_root = [&](int m) { return exp(L(0, m) - most_root); };
  for (int m = 1; m <= n; ++m) L(1, m) = of_root(m);
  log_partition += most_root + invert(L, inverse, n);
  for (int m = 1; m <= n; ++m) {
    arcs(0, m) = of_root(m) * inverse(m, 1);
    if (m > 1 && !one_root) arcs(0, m) += A(0, m) * inverse(m, m);
    for (int h = 1; h <= n; ++h) {
      if (h == m) continue;
      arcs(h, m) = 0;
      if (m > 1) arcs(h, m) += A(h, m) * inverse(m, m);
      if (h > 1) arcs(h, m) -= A(h, m) * inverse(m, h);
    }
  }
  return log_partition;
}

}  // namespace

// arcs [N,N], roots [N], length [1] -> of trees over the first `length` words, whose scores are those of their arcs
// (arcs_hm: h is the head of m; the diagonal has no effect) and of the words below the root:
//   log_partition [1]: log Z; arcs [N,N], roots [N]: the probability of each; 0 elsewhere
TreeMarginals tree_marginals(Var arcs, Var roots, Var length, Trees trees) {
  const Op op("tree_marginals", {{"arcs", arcs, "NN"}, {"roots", roots, "N"}, {"length", length, "1"}});
  const int N = op.size('N'), size = (N + 1) * (N + 1);
  const TreeMarginals y{op.make("1"), op.make("NN"), op.make("N")};
  Number* const space = arcs.tape().arena().allocate<Number>(product_of(9, N + 1, N + 1));
  // Returns the marginals of example b, whose scores have these slopes; none: 0. They stay valid until the next call.
  const auto compute = [=](int b, const Scalar* slopes, const Scalar* slopes_of_roots) {
    const int n = length_of(length, b, N);
    const Square found{space + 8 * size, n};
    std::fill_n(found.numbers, (n + 1) * (n + 1), Number());
    const auto arc = [&](int h, int m) {
      if (h == 0) return score(roots.value(b), m - 1, slopes_of_roots, m - 1);
      const int at = (m - 1) * N + h - 1;
      return score(arcs.value(b), at, slopes, at);
    };
    const Number log_partition = n == 0             ? Number()
                                 : trees.projective ? projective_trees(n, trees.one_root, arc, space, found)
                                                    : any_trees(n, trees.one_root, arc, space, found);
    return std::pair(log_partition, found);
  };
  for (int b = 0; b < op.batch(); ++b) {
    const auto [log_partition, found] = compute(b, nullptr, nullptr);
    *y.log_partition.value(b) = static_cast<Scalar>(log_partition.value);
    std::fill_n(y.arcs.value(b), N * N, Scalar(0));
    std::fill_n(y.roots.value(b), N, Scalar(0));
    for (int m = 1; m <= found.n; ++m) {
      y.roots.value(b)[m - 1] = static_cast<Scalar>(found(0, m).value);
      for (int h = 1; h <= found.n; ++h) y.arcs.value(b)[(m - 1) * N + h - 1] = static_cast<Scalar>(found(h, m).value);
    }
  }
  const double flops = 10.0 * N * N * N * op.batch();
  op.count_flops(flops);
  op.pullback([=] {
    for (int b = 0; b < y.arcs.batch(); ++b) {
      const Square found = compute(b, y.arcs.adjoint(b), y.roots.adjoint(b)).second;
      const double of_log = static_cast<double>(*y.log_partition.adjoint(b));
      for (int m = 1; m <= found.n; ++m) {
        marginals::add_slope(found(0, m), of_log, roots.adjoint(b)[m - 1]);
        for (int h = 1; h <= found.n; ++h)
          marginals::add_slope(found(h, m), of_log, arcs.adjoint(b)[(m - 1) * N + h - 1]);
      }
    }
    arcs.tape().count_flops(2 * flops);
  });
  return y;
}

namespace {

// Heads of the words 1..n, of which 0 is the root: returns whether they are a tree of this kind.
bool is_tree(const std::vector<int>& heads, Trees trees) {
  const int n = static_cast<int>(heads.size());
  const auto head = [&](int m) { return heads[static_cast<std::size_t>(m) - 1]; };
  if (trees.one_root && std::ranges::count(heads, 0) != 1) return false;
  const auto is_below = [&](int m, int of) {
    for (int steps = 0; steps <= n && m != of && m > 0; ++steps) m = head(m);
    return m == of;
  };
  for (int m = 1; m <= n; ++m) {
    if (!is_below(m, 0)) return false;  // a cycle
    // An arc is crossed if a word below it does not hang from its head.
    for (int k = std::min(m, head(m)) + 1; trees.projective && k < std::max(m, head(m)); ++k)
      if (!is_below(k, head(m))) return false;
  }
  return true;
}

// Returns the marginals of trees as a sum over all lists of heads.
OpCheck::Values enumerate_trees(const OpCheck::Values& a, Trees trees) {
  const Matrix &arcs = a[0], &roots = a[1];
  const int N = arcs.rows(), n = length_of(a[2](0), N);
  double partition = 0;
  const auto weight = [&](const std::vector<int>& heads) {
    double sum = 0;
    for (int m = 0; m < n; ++m) {
      const int h = heads[static_cast<std::size_t>(m)];
      sum += static_cast<double>(h == 0 ? roots(m) : arcs(h - 1, m));
    }
    return is_tree(heads, trees) ? std::exp(sum) : 0;
  };
  marginals::each_list(n, n + 1, [&](const std::vector<int>& heads) { partition += weight(heads); });
  OpCheck::Values y = {Matrix(1, 1), Matrix(N, N), Matrix(N, 1)};
  y[0](0) = n == 0 ? 0 : static_cast<Scalar>(std::log(partition));
  marginals::each_list(n, n + 1, [&](const std::vector<int>& heads) {
    const auto p = static_cast<Scalar>(weight(heads) / partition);
    for (int m = 0; m < n; ++m) {
      const int h = heads[static_cast<std::size_t>(m)];
      (h == 0 ? y[2](m) : y[1](h - 1, m)) += p;
    }
  });
  return y;
}

constexpr Trees kAllTrees[] = {{false, false}, {false, true}, {true, false}, {true, true}};

}  // namespace

OpCheck check_tree_marginals() {
  return {.name = "tree_marginals",
          .arguments = {{"arcs", "NN"}, {"roots", "N"}, {"length", "1", Domain::index}},
          .sizes = {{'N', 5}},
          .bench_sizes = {{'N', 32}},
          .apply =
              [](std::span<const Var> a) {
                std::vector<Var> all;
                for (const Trees trees : kAllTrees) {
                  const TreeMarginals y = tree_marginals(a[0], a[1], a[2], trees);
                  all.insert(all.end(), {y.log_partition, y.arcs, y.roots});
                }
                return all;
              },
          .reference =
              [](const OpCheck::Values& a) {
                OpCheck::Values all;
                for (const Trees trees : kAllTrees)
                  for (Matrix& y : enumerate_trees(a, trees)) all.push_back(std::move(y));
                return all;
              },
          .stress = {scale_argument("large scores", 0, 5), fill_argument("equal scores", 0, 1),
                     fill_argument("an improbable root", 1, -40), fill_argument("all words", 2, 5)}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
