// Sums over all trees of the words 1..n, of which tree_marginals (trees.cpp) is made.
#pragma once

#include <algorithm>
#include <bit>

#include "memnet/ops/marginals.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace marginals {

struct Square {  // a matrix [n + 1, n + 1]
  Number* numbers;
  int n;
  Number& operator()(int i, int j) const { return numbers[i * (n + 1) + j]; }
};
inline int numbers_of_square(int n) { return (n + 1) * (n + 1); }

// Both functions return log Z and write the probability of each arc. A tree has one head for each word: another word,
// or the root, which is number 0. scores(h, m) is the score of h as the head of m. With one_root the root has exactly
// one child. They require n > 0, arcs that are 0, and space for so many squares.

// Trees whose arcs do not cross.
Number projective_trees(Square scores, bool one_root, Number* space, Square arcs);
constexpr int squares_of_projective_trees() { return 8; }

// All trees. The scores of the heads of a word may be 700 apart. Requires space for n numbers of words, too.
Number any_trees(Square scores, bool one_root, Number* space, int* words, Square arcs);
constexpr int squares_of_any_trees(int n) { return 3 + std::bit_width(static_cast<unsigned>(n)); }

}  // namespace marginals
}  // namespace MEMNET_PRECISION
}  // namespace memnet
