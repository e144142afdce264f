// What the primitives for marginals of structures share (chain.cpp, trees.cpp): how probable each part of a structure
// is, given scores of all parts (Kim et al. 2017).
//   p(z) = exp(the scores of the parts of z) / Z     the marginal of a part = sum of p(z) over all z that have it
//
// The idea of the pullbacks: marginals are the slopes of log Z, so the matrix of their own slopes is symmetric, and the
// pullback of adjoints v is the slope of the marginals in the direction v. The algorithms compute with dual numbers,
// whose slopes are 0 in the forward pass, so each is written once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "memnet/autodiff/tape.hpp"
#include "memnet/math/dual.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace marginals {

using Number = Dual<double>;  // a score or a marginal, with its slope

// log sum_i exp(term(i)), first <= i <= last. Requires at least one term.
template <class Term>
Number log_sum_exp(int first, int last, Term term) {
  double largest = term(first).value;
  for (int i = first + 1; i <= last; ++i) largest = std::max(largest, term(i).value);
  Number sum = 0;
  for (int i = first; i <= last; ++i) sum += exp(term(i) - largest);
  return log(sum) + largest;
}

// Returns the score with this number, and its slope; none: 0.
inline Number score(const Scalar* scores, int at, const Scalar* slopes, int slope_at) {
  return {static_cast<double>(scores[at]), slopes == nullptr ? 0 : static_cast<double>(slopes[slope_at])};
}

// Writes the values of marginals into example b.
inline void copy_values(const Number* from, Var to, int b) {
  std::transform(from, from + to.size(), to.value(b), [](Number x) { return static_cast<Scalar>(x.value); });
}

// Adds the pullback of one marginal to the adjoint of its score; of_log is the adjoint of log Z.
inline void add_slope(Number marginal, double of_log, Scalar& adjoint) {
  adjoint += static_cast<Scalar>(marginal.slope + of_log * marginal.value);
}

// Calls visit(z) with each list z of n numbers below `count`: for sums over all structures, which check the primitives.
template <class Visit>
void each_list(int n, int count, Visit visit) {
  std::vector<int> z(static_cast<std::size_t>(n), 0);
  for (std::size_t place = 0; place < z.size();) {
    visit(z);
    for (place = 0; place < z.size() && ++z[place] == count; ++place) z[place] = 0;
  }
}

}  // namespace marginals
}  // namespace MEMNET_PRECISION
}  // namespace memnet
