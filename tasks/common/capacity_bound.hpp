// What a memory of limited rank can retrieve.
#pragma once

#include <algorithm>

namespace memnet {

// Returns a lower bound of the mean loss |v - y|^2 / 2 of a query, for one-hot values of so many keys, each with
// another value, where the state of the memory is a matrix with `rank` columns: (1 - p / S) / 2.
//
// The answers to all queries of an episode are A P, where P is a permutation and A is the product of a matrix [S,p]
// that depends on the queries and one [p,S] that depends on the keys. So A has at most the rank p, and by Eckart and
// Young it is no closer to a permutation, whose singular values are all 1, than |A P - P|^2 >= S - p.
inline double capacity_bound(int rank, int keys) { return 0.5 * std::max(0.0, 1 - static_cast<double>(rank) / keys); }

}  // namespace memnet
