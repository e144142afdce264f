// Projective trees, whose arcs do not cross, by inside and outside sums (Eisner 2000). Parts of a tree are
//   open right (i, j)   an arc from i to j, and what lies between them; open left: from j to i
//   right (i, j)        i with all that hangs below it up to j; left: j with all that hangs below it down to i
// Inside sums are logs of sums over the trees of a part; outside ones are the probabilities of parts.
#include <algorithm>

#include "memnet/ops/tree_sums.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace marginals {

Number projective_trees(Square scores, bool one_root, Number* space, Square arcs) {
  const int n = scores.n;
  std::fill_n(space, squares_of_projective_trees() * numbers_of_square(n), Number());
  const auto part = [&](int number) { return Square{space + number * numbers_of_square(n), n}; };
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
      open_right(i, j) = between + scores(i, j);
      if (is_word(i)) open_left(i, j) = between + scores(j, i);
      right(i, j) = log_sum_exp(i + 1, j, of_right(i, j));
      if (is_word(i)) left(i, j) = log_sum_exp(i, j - 1, of_left(i, j));
    }

  const auto with_child = [&](int m) { return scores(0, m) + left(1, m) + right(m, n); };
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
      const Number open = p_open_right(i, j) + p_open_left(i, j), between = open_right(i, j) - scores(i, j);
      for (int k = i; k < j; ++k) {
        const Number p = open * exp(joined(i, j)(k) - between);
        p_right(i, k) += p;
        p_left(k + 1, j) += p;
      }
    }
  return log_partition;
}

}  // namespace marginals
}  // namespace MEMNET_PRECISION
}  // namespace memnet
