// The vector and matrix functions that the primitives use. Only kernels.cpp includes Eigen, so that everything else
// compiles fast.
//
// Matrices are column-major and dense. Outputs must not overlap inputs unless a comment allows it.
#pragma once

#include "memnet/base/scalar.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Pointers to vectors that a loop reads (In) and writes (Out). They must not overlap, or else the compiler could not
// vectorize the loop. Two adjoints may be the same vector, if an argument is given twice, so write one of them at a
// time.
using In = const Scalar* __restrict;
using Out = Scalar* __restrict;

// Returns the larger of two numbers, by value: std::max takes references, which prevents vectorization. Returns NaN if
// `a` is NaN.
constexpr Scalar larger(Scalar a, Scalar b) { return a < b ? b : a; }

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

// y_i = f(x_i) for all i, vectorized; y may be x.
void exp(Scalar* y, const Scalar* x, int n);
void log(Scalar* y, const Scalar* x, int n);
void tanh(Scalar* y, const Scalar* x, int n);
void sigmoid(Scalar* y, const Scalar* x, int n);
void softplus(Scalar* y, const Scalar* x, int n);  // log(1 + e^x), without overflow
// y_i = e^(scale x_i) / sum_j e^(scale x_j), for a scale of at least 0, without overflow; y may be x
void softmax(Scalar* y, const Scalar* x, Scalar scale, int n);

void add_scaled(Scalar* y, const Scalar* x, Scalar scale, int n);  // y_i += scale x_i
void multiply_by(Scalar* y, Scalar scale, int n);                  // y_i *= scale
// dots [n] = a b and squares [n] = the sum of squares of each row of a, with a [n,k], b [k], in one pass over a
void dots_and_squares(Scalar* dots, Scalar* squares, const Scalar* a, const Scalar* b, int n, int k);
Scalar sum(const Scalar* x, int n);
Scalar dot(const Scalar* x, const Scalar* y, int n);
Scalar maximum(const Scalar* x, int n);                        // -infinity if n is 0
bool all_finite(const Scalar* x, int n);                       // neither infinite nor NaN
double largest_singular_value(const Scalar* a, int m, int n);  // of a [m,n]

}  // namespace kernels
}  // namespace MEMNET_PRECISION
}  // namespace memnet
