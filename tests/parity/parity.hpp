// Parity: models and primitives give the numbers of other implementations, with relative differences below 1e-9.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "memnet/autodiff/tape.hpp"
#include "memnet/base/matrix.hpp"
#include "tests/parity/golden_file.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

inline std::size_t index(int i) { return static_cast<std::size_t>(i); }

// All numbers of an example.
inline std::span<const Scalar> example(Var x, int b) { return {x.value(b), index(x.size())}; }

// The largest difference by the number expected; numbers below a thousandth of the largest count as that.
void expect_same(const std::string& what, std::span<const Scalar> got, std::span<const double> expected);

// A parameter, and the matrices of the file that are side by side in it.
struct Parts {
  std::string ours;
  std::vector<std::string> golden;
  int first = 0, columns = -1;  // those of the file's columns that we have; -1: all from the first on

  Matrix read(const GoldenFile& file, const std::string& group) const;
};

// Builds the model of the file with its parameters, runs it on its episodes, and compares everything in the
// file.
void compare_ntm(const GoldenFile& file);
void compare_memn2n(const GoldenFile& file);
void compare_mann(const GoldenFile& file);
void compare_dntm(const GoldenFile& file);
void compare_scalar_lists(const GoldenFile& file);  // stack-RNN and list-RNN
void compare_strengths(const GoldenFile& file);     // neural stack, queue and deque
void compare_dnc(const GoldenFile& file);
void compare_act(const GoldenFile& file);  // adaptive computation time
void compare_rnnsearch(const GoldenFile& file);
void compare_luong(const GoldenFile& file);
void compare_transformer(const GoldenFile& file);
void compare_show_attend_tell(const GoldenFile& file);
void compare_reader(const GoldenFile& file);                  // attentive and impatient readers
void compare_feed_forward_attention(const GoldenFile& file);  // and mean pooling
// The same for softmax, sparsemax and entmax, and their pullbacks.
void compare_normalizers(const GoldenFile& file);

// Linear attention and the delta rules on the file's keys, queries and values.
void compare_fast_weights(const GoldenFile& file);
// Gradients of a read at one slot, drawn by its probability.
void compare_estimators(const GoldenFile& file);
// Retrieval by one or more updates of a modern Hopfield network.
void compare_hopfield(const GoldenFile& file);
// Marginals of chains and trees, and their pullbacks; attention over a chain.
void compare_chain(const GoldenFile& file);
void compare_trees(const GoldenFile& file);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
