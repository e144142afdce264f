// The vector and matrix routines under the primitives. kernels.cpp is the one place that sees Eigen's templates, so
// everything else compiles in a second.
//
// Matrices are column-major and dense. Outputs never overlap inputs unless a comment says so.
#pragma once

#include "memnet/base/scalar.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Vectors that a loop reads and writes, and that do not overlap: without the promise a compiler may not vectorise. Two
// adjoints may be the same vector (an argument given twice), so a loop writes one of them at a time.
using In = const Scalar* __restrict;
using Out = Scalar* __restrict;

// The larger of two, by value: std::max works by reference, which keeps a loop from being vectorised.
constexpr Scalar larger(Scalar a, Scalar b) { return a > b ? a : b; }

}  // namespace MEMNET_PRECISION
}  // namespace memnet

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace kernels {

// y [m,n] = a [m,k] b [k,n]
void multiply(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n);
// y [m,n] += a [m,k] b [k,n]
void add_product(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n);
// y [k,n] += a^T b with a [m,k], b [m,n]
void add_transposed_times(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n);
// y [m,k] += a b^T with a [m,n], b [k,n]
void add_times_transposed(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n);
// y [m] += the sum of the columns of a [m,n]
void add_column_sum(Scalar* y, const Scalar* a, int m, int n);

// y_i = f(x_i) over whole vectors, vectorised; y may be x.
void exp(Scalar* y, const Scalar* x, int n);
void log(Scalar* y, const Scalar* x, int n);
void tanh(Scalar* y, const Scalar* x, int n);
void sigmoid(Scalar* y, const Scalar* x, int n);
void softplus(Scalar* y, const Scalar* x, int n);  // log(1 + e^x), without overflow

void add_scaled(Scalar* y, const Scalar* x, Scalar scale, int n);  // y_i += scale x_i
// dots [n] = a b and squares [n] = the sums of squares of a's rows, with a [n,k], b [k], in one pass over a
void dots_and_squares(Scalar* dots, Scalar* squares, const Scalar* a, const Scalar* b, int n, int k);
Scalar sum(const Scalar* x, int n);
Scalar dot(const Scalar* x, const Scalar* y, int n);
Scalar maximum(const Scalar* x, int n);
bool all_finite(const Scalar* x, int n);
double largest_singular_value(const Scalar* a, int m, int n);  // of a [m,n]

}  // namespace kernels
}  // namespace MEMNET_PRECISION
}  // namespace memnet
