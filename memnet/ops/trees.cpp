// Marginals of trees: every word has a head, another word or the root (Kim et al. 2017, section 3.2).
//
// Example: of "the cat sat", the arc from "cat" to "the" is probable if its score is high, and if the heads of the
// other words leave room for it.
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "memnet/autodiff/op.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/length.hpp"
#include "memnet/ops/marginals.hpp"
#include "memnet/ops/ops.hpp"
#include "memnet/ops/tree_sums.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

using marginals::Number, marginals::score, marginals::Square;

}  // namespace

// arcs [N,N], roots [N], length [1] -> of trees over the first `length` words, whose scores are those of their arcs
// (arcs_hm: h is the head of m; the diagonal has no effect) and of the words below the root:
//   log_partition [1]: log Z; arcs [N,N], roots [N]: the probability of each; 0 elsewhere
TreeMarginals tree_marginals(Var arcs, Var roots, Var length, Trees trees) {
  const Op op("tree_marginals", {{"arcs", arcs, "NN"}, {"roots", roots, "N"}, {"length", length, "1"}});
  const int N = op.size('N');
  const TreeMarginals y{op.make("1"), op.make("NN"), op.make("N")};
  const int squares = trees.projective ? marginals::squares_of_projective_trees() : marginals::squares_of_any_trees(N);
  Number* const space = arcs.tape().arena().allocate<Number>(product_of(squares + 2, N + 1, N + 1));
  int* const words = arcs.tape().arena().allocate<int>(static_cast<std::size_t>(N));
  // Returns the marginals of example b, whose scores have these slopes; none: 0. They stay valid until the next call.
  const auto compute = [=](int b, const Scalar* slopes, const Scalar* slopes_of_roots) {
    const int n = length_of(length, b, N);
    const Square scores{space + squares * marginals::numbers_of_square(n), n},
        found{scores.numbers + marginals::numbers_of_square(n), n};
    for (int m = 1; m <= n; ++m) {
      scores(0, m) = score(roots.value(b), m - 1, slopes_of_roots, m - 1);
      for (int h = 1; h <= n; ++h) {
        const int at = (m - 1) * N + h - 1;
        scores(h, m) = score(arcs.value(b), at, slopes, at);
      }
    }
    std::fill_n(found.numbers, marginals::numbers_of_square(n), Number());
    const Number log_partition = n == 0             ? Number()
                                 : trees.projective ? marginals::projective_trees(scores, trees.one_root, space, found)
                                                    : marginals::any_trees(scores, trees.one_root, space, words, found);
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
          .stress = {scale_argument("large scores", 0, 5),
                     fill_argument("equal scores", 0, 1),
                     fill_argument("an improbable root", 1, -40),
                     fill_argument("all words", 2, 5),
                     {"two words that are likely heads of each other",
                      [](OpCheck::Values& a) { a[0](1, 2) = a[0](2, 1) = 50, a[2](0) = 5; }}}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
