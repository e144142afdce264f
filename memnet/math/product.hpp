// Matrix products whose result is small enough to be computed in place: a weight matrix times the batch of a recurrent
// step, and the gradient of the matrix. A general matrix product first copies both factors into a layout of its own,
// which is only worth it for large ones; the functions here read them as they are.
#pragma once

#include "memnet/base/scalar.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace kernels {

// The functions below require that a column of `a` fills a register: m >= kLanes.

// Returns whether the first three of them are fast: there are few columns, or more, but then `a` fits into a cache.
bool is_small(int m, int k, int n);
// Returns whether the last one is fast: y fits into a cache.
bool is_small(int m, int k);

// y [m,n] = a [m,k] b [k,n]
void small_multiply(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n);
// y [m,n] += a b
void add_small_product(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n);
// y [k,n] += a^T b with a [m,k], b [m,n]
void add_small_transposed_times(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n);
// y [m,k] += a b^T with a [m,n], b [k,n]
void add_small_times_transposed(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n);

// A matrix that is a part of a larger one: its columns are `stride` numbers apart.
struct Block {
  Scalar* numbers;
  long stride;
};
struct ConstBlock {
  const Scalar* numbers;
  long stride;
};
// The same products of blocks of any size, for the heads of attention. The columns of a, or as many as a pass needs of
// them, should fit into a cache.
// y [m,n] = a [m,k] b [k,n]
void multiply_block(Block y, ConstBlock a, ConstBlock b, int m, int k, int n);
// y [m,n] += a b
void add_block_product(Block y, ConstBlock a, ConstBlock b, int m, int k, int n);
// y [m,n] += a b^T with b [n,k]
void add_block_times_transposed(Block y, ConstBlock a, ConstBlock b, int m, int k, int n);

}  // namespace kernels
}  // namespace MEMNET_PRECISION
}  // namespace memnet
