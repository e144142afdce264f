// The idea: a processor multiplies faster than it loads, so every number that is loaded has to be used several times.
// The result is cut into tiles of R registers of rows by C columns, whose R * C sums stay in registers during the whole
// loop over k; a step of that loop loads R registers of `a` and C numbers of `b`, and does R * C multiplications.
//
// Example with registers of 4 numbers (kLanes = 4), y [10,2] = a [10,3] b [3,2], so m = 10, k = 3, n = 2:
//
//   multiply_tile<2,2>, rows 0..7: 4 sums; for p = 0, 1, 2: load rows 0..3 and 4..7 of column p of a, and add them,
//                       times b(p,0) and times b(p,1), to the sums
//   multiply_tile<1,2>, rows 6..9: the last register, which overlaps the one before it
//
// The overlap handles an m that is not a multiple of kLanes without a slow loop over single rows. Rows 6 and 7 are
// computed twice. That is harmless for y = a b; for y += a b they must not be added twice, so the last sums are
// multiplied by a mask that is 0 for rows 6 and 7 and 1 for the new rows 8 and 9: see mask_of_new_rows(). In a^T b the
// rows are summed over, so there the mask is applied to the loaded numbers.
//
// The tiles of a block of rows follow each other, so that the block of `a` stays in the first cache. For the same
// reason a sum over many columns, of a gradient over many time steps, is cut into pieces of kDepth.
#include "memnet/math/product.hpp"

#include <algorithm>

#include "memnet/math/lanes.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace kernels {
namespace {

// The tile that is fastest with 32 and with 16 registers: its sums, the registers of `a` and one number of `b` fill
// them.
constexpr int kRows = 3, kColumns = kRegisters >= 32 ? 8 : 4;
constexpr int kDepth = 128;
constexpr int kCached = 1 << 20;  // numbers

// A matrix b [k,n] whose element (p, c) is at numbers[p * down + c * right].
struct Factor {
  const Scalar* numbers;
  long down, right;
};

// The mask of the last, overlapping register of m rows: 1 for rows that no register before it contains. It is not used
// if m is a multiple of kLanes. Example: m = 10, kLanes = 4: the last register contains the rows 6..9, and the mask is
// 0 0 1 1.
Lanes mask_of_new_rows(int m) {
  Lanes new_rows{};
  for (int lane = 0; lane < kLanes; ++lane) new_rows[lane] = lane >= kLanes - m % kLanes ? Scalar(1) : Scalar(0);
  return new_rows;
}

// How far a column of y, and of a, is from the one before it.
struct Strides {
  long y, a;
};

// Computes R registers of rows by C columns of a b, and calls put(target, sum) for each register of the result, where
// target points to its numbers in y.
template <int R, int C, class Put>
void multiply_tile(Scalar* y, const Scalar* a, Factor b, Strides strides, int k, Put put) {
  Lanes sums[C][R];
  clear(sums);
  const Scalar* factors = b.numbers;
  for (int p = 0; p < k; ++p, a += strides.a, factors += b.down) {
    Lanes rows[R];
    for (int r = 0; r < R; ++r) {
      rows[r] = load(a + r * kLanes);
      keep_in_register(rows[r]);
    }
    for (int c = 0; c < C; ++c) {
      const Scalar factor = factors[c * b.right];
      for (int r = 0; r < R; ++r) sums[c][r] += rows[r] * factor;
    }
  }
  for (int c = 0; c < C; ++c)
    for (int r = 0; r < R; ++r) put(y + c * strides.y + r * kLanes, sums[c][r]);
}

// Computes R registers of rows of all n columns.
template <int R, class Put>
void multiply_rows(Scalar* y, const Scalar* a, Factor b, Strides strides, int k, int n, Put put) {
  int column = 0;
  const auto columns = [&]<int C>() {
    for (; column + C <= n; column += C)
      multiply_tile<R, C>(y + column * strides.y, a, {b.numbers + column * b.right, b.down, b.right}, strides, k, put);
  };
  columns.template operator()<kColumns>();
  if constexpr (kColumns > 4) columns.template operator()<4>();
  columns.template operator()<2>();
  columns.template operator()<1>();
}

// y [m,n] = a [m,k] b, or y += a b.
template <bool add>
void multiply(Scalar* y, const Scalar* a, Factor b, Strides strides, int m, int k, int n) {
  const auto put = [](Scalar* target, Lanes sum) { store(target, add ? load(target) + sum : sum); };
  int row = 0;
  const auto rows = [&]<int R>() {
    for (; row + R * kLanes <= m; row += R * kLanes) multiply_rows<R>(y + row, a + row, b, strides, k, n, put);
  };
  rows.template operator()<kRows>();
  rows.template operator()<1>();
  if (row == m) return;
  const Lanes new_rows = mask_of_new_rows(m);
  const auto put_new = [&](Scalar* target, Lanes sum) { put(target, add ? sum * new_rows : sum); };
  multiply_rows<1>(y + m - kLanes, a + m - kLanes, b, strides, k, n, put_new);
}
// The same for matrices of which each column follows the one before it.
template <bool add>
void multiply(Scalar* y, const Scalar* a, Factor b, int m, int k, int n) {
  multiply<add>(y, a, b, {m, m}, m, k, n);
}

// The same for few rows, which do not fill a register.
template <bool add>
void multiply_few_rows(Block y, ConstBlock a, Factor b, int m, int k, int n) {
  for (int c = 0; c < n; ++c)
    for (int i = 0; i < m; ++i) {
      Scalar sum = 0;
      for (int p = 0; p < k; ++p) sum += a.numbers[p * a.stride + i] * b.numbers[p * b.down + c * b.right];
      Scalar& target = y.numbers[c * y.stride + i];
      target = add ? target + sum : sum;
    }
}

template <bool add>
void multiply_blocks(Block y, ConstBlock a, Factor b, int m, int k, int n) {
  if (m < kLanes)
    multiply_few_rows<add>(y, a, b, m, k, n);
  else
    multiply<add>(y.numbers, a.numbers, b, {y.stride, a.stride}, m, k, n);
}

// y [m] += a [m,k] b for a single column b, which uses every number of `a` once: it goes through C columns of `a` at a
// time from top to bottom, as they lie in memory.
template <int C>
void add_columns(Scalar* y, const Scalar* a, const Scalar* b, int m, int k) {
  int p = 0;
  for (; p + C <= k; p += C, a += static_cast<long>(C) * m) {
    Scalar factors[C];  // a copy stays in registers, since y cannot overlap it
    std::copy_n(b + p, C, factors);
    each_register(m, [=]<class V>(int i, V) {
      V sum = load<V>(y + i);
      for (int c = 0; c < C; ++c) sum += load<V>(a + static_cast<long>(c) * m + i) * factors[c];
      store<V>(y + i, sum);
    });
  }
  if constexpr (C > 1) add_columns<1>(y, a, b + p, m, k - p);
}

// Adds the dot products of R columns of a with one column of b to y.
template <int R>
void add_dots(Scalar* y, const Scalar* a, const Scalar* b, int m, Lanes new_rows) {
  Lanes sums[R];
  clear(sums);
  const auto add = [&](int i, Lanes factor) {
    for (int r = 0; r < R; ++r) sums[r] += load(a + static_cast<long>(r) * m + i) * factor;
  };
  int i = 0;
  for (; i + kLanes <= m; i += kLanes) add(i, load(b + i));
  if (i < m) add(m - kLanes, load(b + m - kLanes) * new_rows);
  if constexpr (R % kLanes == 0) {
    for (int r = 0; r < R; r += kLanes) store(y + r, load(y + r) + sum_each(sums + r));
  } else {
    for (int r = 0; r < R; ++r) y[r] += sum(sums[r]);
  }
}

}  // namespace

bool is_small(int m, int k) { return m >= kLanes && m <= kCached / k; }

bool is_small(int m, int k, int n) { return m >= kLanes && n <= (is_small(m, k) ? 64 : 8); }

void small_multiply(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n) {
  if (n == 1) {
    std::fill_n(y, m, Scalar(0));
    return add_columns<8>(y, a, b, m, k);
  }
  multiply<false>(y, a, {b, 1, k}, m, k, n);
}

void add_small_product(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n) {
  if (n == 1) return add_columns<8>(y, a, b, m, k);
  multiply<true>(y, a, {b, 1, k}, m, k, n);
}

void add_small_transposed_times(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n) {
  const Lanes new_rows = mask_of_new_rows(m);
  int row = 0;
  const auto rows = [&]<int R>() {
    for (; row + R <= k; row += R)
      for (int column = 0; column < n; ++column)
        add_dots<R>(y + static_cast<long>(column) * k + row, a + static_cast<long>(row) * m,
                    b + static_cast<long>(column) * m, m, new_rows);
  };
  rows.template operator()<kLanes == 16 ? 16 : 8>();
  rows.template operator()<1>();
}

void add_small_times_transposed(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n) {
  for (int from = 0; from < n; from += kDepth)
    multiply<true>(y, a + static_cast<long>(from) * m, {b + static_cast<long>(from) * k, k, 1}, m,
                   std::min(kDepth, n - from), k);
}

void multiply_block(Block y, ConstBlock a, ConstBlock b, int m, int k, int n) {
  multiply_blocks<false>(y, a, {b.numbers, 1, b.stride}, m, k, n);
}

void add_block_product(Block y, ConstBlock a, ConstBlock b, int m, int k, int n) {
  multiply_blocks<true>(y, a, {b.numbers, 1, b.stride}, m, k, n);
}

void add_block_times_transposed(Block y, ConstBlock a, ConstBlock b, int m, int k, int n) {
  multiply_blocks<true>(y, a, {b.numbers, b.stride, 1}, m, k, n);
}

}  // namespace kernels
}  // namespace MEMNET_PRECISION
}  // namespace memnet
