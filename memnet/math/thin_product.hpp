// Matrix products whose right-hand side has few columns. These are the products of a recurrent step: a large weight
// matrix times a small batch. A general matrix product first copies the large matrix into a layout of its own, which is
// only worth it for many columns; the functions here read it in place, once.
#pragma once

#include "memnet/base/scalar.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace kernels {

// Returns whether to use the functions below for an [m,k] matrix and n columns. They require it.
bool is_thin(int m, int n);

// y [m,n] = a [m,k] b [k,n]
void thin_multiply(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n);
// y [m,n] += a b
void add_thin_product(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n);
// y [k,n] += a^T b with a [m,k], b [m,n]
void add_thin_transposed_times(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n);

}  // namespace kernels
}  // namespace MEMNET_PRECISION
}  // namespace memnet
