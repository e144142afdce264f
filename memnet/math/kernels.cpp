// The idea: large matrix products and the functions of single numbers are left to Eigen, whose templates make good code
// but compile slowly; small products go to product.cpp; and loops of one line are written out, with `omp simd`, which
// allows the compiler to compute several numbers at once.
//
// dots_and_squares() is the one function with a structure of its own. Cosine similarity needs M k and the squared norms
// of the rows of M; computed apart, these would read M twice. Matrices are column-major, so consecutive rows of a
// column are contiguous, and one register holds the same column of several rows. Example with M [2,2] = (1 2; 3 4), k =
// (5, 6) and registers of 2 numbers:
//
//   column 0:  v = (1, 3)    dots += v * 5 -> (5, 15)     squares += v * v -> (1, 9)
//   column 1:  v = (2, 4)    dots += v * 6 -> (17, 39)    squares += v * v -> (5, 25)
#include "memnet/math/kernels.hpp"

#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <type_traits>

#include "memnet/math/lanes.hpp"
#include "memnet/math/product.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace kernels {
namespace {

using Dense = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
using MatrixMap = Eigen::Map<Dense>;
using ConstMatrixMap = Eigen::Map<const Dense>;
using ArrayMap = Eigen::Map<Eigen::Array<Scalar, Eigen::Dynamic, 1>>;
using ConstArrayMap = Eigen::Map<const Eigen::Array<Scalar, Eigen::Dynamic, 1>>;

}  // namespace

void multiply(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n) {
  if (is_small(m, k, n)) return small_multiply(y, a, b, m, k, n);
  MatrixMap(y, m, n).noalias() = ConstMatrixMap(a, m, k) * ConstMatrixMap(b, k, n);
}

void add_product(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n) {
  if (is_small(m, k, n)) return add_small_product(y, a, b, m, k, n);
  MatrixMap(y, m, n).noalias() += ConstMatrixMap(a, m, k) * ConstMatrixMap(b, k, n);
}

void add_transposed_times(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n) {
  if (is_small(m, k, n)) return add_small_transposed_times(y, a, b, m, k, n);
  MatrixMap(y, k, n).noalias() += ConstMatrixMap(a, m, k).transpose() * ConstMatrixMap(b, m, n);
}

void add_times_transposed(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n) {
  if (is_small(m, k)) return add_small_times_transposed(y, a, b, m, k, n);
  MatrixMap(y, m, k).noalias() += ConstMatrixMap(a, m, n) * ConstMatrixMap(b, k, n).transpose();
}

void add_column_sum(Scalar* y, const Scalar* a, int m, int n) {
  for (int j = 0; j < n; ++j) {
    const Scalar* column = a + static_cast<long>(j) * m;
#pragma omp simd
    for (int i = 0; i < m; ++i) y[i] += column[i];
  }
}

void exp(Scalar* y, const Scalar* x, int n) { ArrayMap(y, n) = ConstArrayMap(x, n).exp(); }

void log(Scalar* y, const Scalar* x, int n) { ArrayMap(y, n) = ConstArrayMap(x, n).log(); }

void tanh(Scalar* y, const Scalar* x, int n) { ArrayMap(y, n) = ConstArrayMap(x, n).tanh(); }

void sigmoid(Scalar* y, const Scalar* x, int n) { ArrayMap(y, n) = ConstArrayMap(x, n).logistic(); }

void softplus(Scalar* y, const Scalar* x, int n) {
  constexpr int kPiece = 64;
  using Piece = Eigen::Array<Scalar, Eigen::Dynamic, 1, Eigen::ColMajor, kPiece, 1>;
  for (int from = 0; from < n; from += kPiece) {
    // log(1 + t) for t from 0 to 1: u = 1 + t loses the last bits of t, but log(u) / (u - 1) hardly changes by that.
    const ConstArrayMap a(x + from, std::min(kPiece, n - from));
    const Piece t = (-a.abs()).exp(), u = t + Scalar(1);
    ArrayMap(y + from, a.size()) = a.max(Scalar(0)) + (u == Scalar(1)).select(t, t * u.log() / (u - Scalar(1)));
  }
}

void multiply_by(Scalar* y, Scalar scale, int n) {
#pragma omp simd
  for (int i = 0; i < n; ++i) y[i] *= scale;
}

void add_scaled(Scalar* __restrict y, const Scalar* __restrict x, Scalar scale, int n) {
#pragma omp simd
  for (int i = 0; i < n; ++i) y[i] += scale * x[i];
}

namespace {

// Computes R * kLanes rows. The 2 R sums stay in registers during the loop over the columns.
template <int R>
void dots_and_squares_tile(Scalar* dots, Scalar* squares, const Scalar* a, const Scalar* b, int n, int k) {
  Lanes dot[R], square[R];
  clear(dot);
  clear(square);
  for (int p = 0; p < k; ++p, a += n) {
    for (int r = 0; r < R; ++r) {
      const Lanes v = load(a + r * kLanes);
      dot[r] += v * b[p];
      square[r] += v * v;
    }
  }
  for (int r = 0; r < R; ++r) {
    store(dots + r * kLanes, dot[r]);
    store(squares + r * kLanes, square[r]);
  }
}

}  // namespace

void dots_and_squares(Scalar* dots, Scalar* squares, const Scalar* a, const Scalar* b, int n, int k) {
  int row = 0;
  for (; row + 8 * kLanes <= n; row += 8 * kLanes)
    dots_and_squares_tile<8>(dots + row, squares + row, a + row, b, n, k);
  for (; row + kLanes <= n; row += kLanes) dots_and_squares_tile<1>(dots + row, squares + row, a + row, b, n, k);
  for (; row < n; ++row) {
    dots[row] = squares[row] = 0;
    for (int p = 0; p < k; ++p) {
      dots[row] += a[p * n + row] * b[p];
      squares[row] += a[p * n + row] * a[p * n + row];
    }
  }
}

namespace {

// Returns the numbers term(i) for i = 0 .. n - 1, put together by join(a, b). An addition takes four times as long as
// the processor needs to begin the next one, so four registers collect numbers in turn. term() returns Lanes or a
// Scalar, the type of its second argument.
template <class Term, class Join>
Scalar reduce(int n, Scalar start, Term term, Join join) {
  Lanes collected[4];
  for (Lanes& c : collected) c = Lanes{} + start;
  int i = 0;
  for (; i + 4 * kLanes <= n; i += 4 * kLanes)
    for (int r = 0; r < 4; ++r) collected[r] = join(collected[r], term(i + r * kLanes, Lanes{}));
  for (; i + kLanes <= n; i += kLanes) collected[0] = join(collected[0], term(i, Lanes{}));
  const Lanes all = join(join(collected[0], collected[1]), join(collected[2], collected[3]));
  Scalar result = join_lanes(all, join);
  for (; i < n; ++i) result = join(result, term(i, Scalar(0)));
  return result;
}

}  // namespace

Scalar sum(const Scalar* x, int n) {
  return reduce(
      n, 0, [x]<class V>(int i, V) { return load<V>(x + i); }, [](auto a, auto b) { return a + b; });
}

Scalar dot(const Scalar* x, const Scalar* y, int n) {
  return reduce(
      n, 0, [x, y]<class V>(int i, V) { return load<V>(x + i) * load<V>(y + i); },
      [](auto a, auto b) { return a + b; });
}

Scalar maximum(const Scalar* x, int n) {
  return reduce(
      n, -std::numeric_limits<Scalar>::infinity(), [x]<class V>(int i, V) { return load<V>(x + i); },
      [](auto a, auto b) { return b > a ? b : a; });
}

void softmax(Scalar* y, const Scalar* x, Scalar scale, int n) {
  using Packet = Eigen::internal::packet_traits<Scalar>::type;
  static_assert(sizeof(Packet) == sizeof(Lanes));
  const Scalar largest = maximum(x, n);
  RegisterSum total;
  each_register(n, [&]<class V>(int i, V) {
    const V power = scale * (load<V>(x + i) - largest);
    V result;
    if constexpr (std::is_same_v<V, Lanes>)
      result = std::bit_cast<Lanes>(Eigen::internal::pexp(std::bit_cast<Packet>(power)));
    else
      result = Eigen::numext::exp(power);
    total.add(result);
    store(y + i, result);
  });
  multiply_by(y, 1 / total.total(), n);
}

double largest_singular_value(const Scalar* a, int m, int n) {
  // The square root of the largest eigenvalue of the smaller one of a a^T and a^T a.
  const Eigen::MatrixXd wide = ConstMatrixMap(a, m, n).cast<double>();
  Eigen::MatrixXd square;
  if (m <= n)
    square = wide * wide.transpose();
  else
    square = wide.transpose() * wide;
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(square, Eigen::EigenvaluesOnly);
  return std::sqrt(std::max(eigen.eigenvalues().maxCoeff(), 0.0));
}

bool all_finite(const Scalar* x, int n) {
  Scalar zero = 0;  // 0 * x is NaN if x is infinite or NaN, and so is the sum
#pragma omp simd reduction(+ : zero)
  for (int i = 0; i < n; ++i) zero += 0 * x[i];
  return zero == 0;
}

}  // namespace kernels
}  // namespace MEMNET_PRECISION
}  // namespace memnet
