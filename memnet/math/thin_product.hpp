// Matrix products with few columns on the right: the products of a recurrent step, where a small batch meets a large
// weight matrix. A general product first copies the large matrix into an order of its own, which pays only when it is
// used for many columns; these read it where it lies, once.
#pragma once

#include "memnet/base/scalar.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace kernels {

// Are the functions below the right ones for a [m,k] matrix and n columns?
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
