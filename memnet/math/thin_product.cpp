// The idea: a product is limited by reading the large matrix `a` from memory, so each of its numbers is read once and
// used for all columns of `b` while it is in a register. The result is cut into tiles of R registers of rows by C
// columns, whose R * C sums stay in registers during the whole loop over k.
//
// Example with registers of 4 numbers (kLanes = 4), y [10,2] = a [10,3] b [3,2], so m = 10, k = 3, n = 2:
//
//   multiply_columns<2> handles both columns of b at once
//     multiply_tile<2,2>, rows 0..7: 4 sums; for p = 0, 1, 2: load rows 0..3 and 4..7 of column p of a, and add them,
//                         times b(p,0) and times b(p,1), to the sums
//     multiply_tile<1,2>, rows 6..9: the last register, which overlaps the one before it
//
// The overlap handles an m that is not a multiple of kLanes without a slow loop over single rows. Rows 6 and 7 are
// computed twice. That is harmless for y = a b; for y += a b they must not be added twice, so the last sums are
// multiplied by a mask that is 0 for rows 6 and 7 and 1 for the new rows 8 and 9: see mask_of_new_rows(). In a^T b the
// rows are summed over, so there the mask is applied to the loaded numbers.
#include "memnet/math/thin_product.hpp"

#include "memnet/math/lanes.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace kernels {
namespace {

// The mask of the last, overlapping register of m rows: 1 for rows that no register before it contains. It is not used
// if m is a multiple of kLanes. Example: m = 10, kLanes = 4: the last register contains the rows 6..9, and the mask is
// 0 0 1 1.
Lanes mask_of_new_rows(int m) {
  Lanes new_rows{};
  for (int lane = 0; lane < kLanes; ++lane) new_rows[lane] = lane >= kLanes - m % kLanes ? Scalar(1) : Scalar(0);
  return new_rows;
}

// Computes R registers of rows by C columns of a b, and calls put(target, sum) for each register of the result, where
// target points to its numbers in y.
template <int R, int C, class Put>
void multiply_tile(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, Put put) {
  Lanes sums[R][C];
  clear(sums);
  for (int p = 0; p < k; ++p, a += m) {
    for (int c = 0; c < C; ++c) {
      const Scalar factor = b[c * k + p];
      for (int r = 0; r < R; ++r) sums[r][c] += load(a + r * kLanes) * factor;
    }
  }
  for (int c = 0; c < C; ++c)
    for (int r = 0; r < R; ++r) put(y + c * m + r * kLanes, sums[r][c]);
}

// Computes all rows of C columns.
template <int C, bool add>
void multiply_columns(Scalar* y, const Scalar* a, const Scalar* b, int m, int k) {
  constexpr int kMaxRegisters = C == 1 ? 8 : C <= 4 ? 6 : 3;
  const auto put = [](Scalar* target, Lanes sum) { store(target, add ? load(target) + sum : sum); };
  int row = 0;
  const auto tile = [&]<int R>() {
    for (; row + R * kLanes <= m; row += R * kLanes) multiply_tile<R, C>(y + row, a + row, b, m, k, put);
  };
  tile.template operator()<kMaxRegisters>();
  if constexpr (kMaxRegisters > 4) tile.template operator()<4>();
  tile.template operator()<2>();
  tile.template operator()<1>();
  if (row == m) return;
  const Lanes new_rows = mask_of_new_rows(m);
  const auto put_new = [&](Scalar* target, Lanes sum) { put(target, add ? sum * new_rows : sum); };
  multiply_tile<1, C>(y + m - kLanes, a + m - kLanes, b, m, k, put_new);
}

template <bool add>
void multiply_all(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n) {
  int column = 0;
  const auto columns = [&]<int C>() {
    for (; column + C <= n; column += C) multiply_columns<C, add>(y + column * m, a, b + column * k, m, k);
  };
  columns.template operator()<8>();
  columns.template operator()<4>();
  columns.template operator()<2>();
  columns.template operator()<1>();
}

// Adds the dot products of R columns of a with C columns of b to y; each is a sum over the m rows.
template <int R, int C>
void add_dots_tile(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, Lanes new_rows) {
  Lanes sums[R][C];
  clear(sums);
  const auto add = [&](int i, auto only) {
    Lanes rows[R];
    for (int r = 0; r < R; ++r) rows[r] = only(load(a + r * m + i));
    for (int c = 0; c < C; ++c) {
      const Lanes factor = load(b + c * m + i);
      for (int r = 0; r < R; ++r) sums[r][c] += rows[r] * factor;
    }
  };
  int i = 0;
  for (; i + kLanes <= m; i += kLanes) add(i, [](Lanes v) { return v; });
  if (i < m) add(m - kLanes, [new_rows](Lanes v) { return v * new_rows; });
  for (int c = 0; c < C; ++c)
    for (int r = 0; r < R; ++r) y[c * k + r] += sum(sums[r][c]);
}

// Adds the dot products of R columns of a with all n columns of b to y. b is small and stays in the cache.
template <int R>
void add_dots_rows(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n, Lanes new_rows) {
  int column = 0;
  const auto columns = [&]<int C>() {
    for (; column + C <= n; column += C) add_dots_tile<R, C>(y + column * k, a, b + column * m, m, k, new_rows);
  };
  columns.template operator()<4>();
  columns.template operator()<2>();
  columns.template operator()<1>();
}

}  // namespace

bool is_thin(int m, int n) { return n <= 16 && m >= kLanes; }

void thin_multiply(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n) {
  multiply_all<false>(y, a, b, m, k, n);
}

void add_thin_product(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n) {
  multiply_all<true>(y, a, b, m, k, n);
}

void add_thin_transposed_times(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n) {
  const Lanes new_rows = mask_of_new_rows(m);
  int row = 0;
  for (; n == 1 && row + 8 <= k; row += 8) add_dots_rows<8>(y + row, a + row * m, b, m, k, n, new_rows);
  for (; row + 4 <= k; row += 4) add_dots_rows<4>(y + row, a + row * m, b, m, k, n, new_rows);
  for (; row < k; ++row) add_dots_rows<1>(y + row, a + row * m, b, m, k, n, new_rows);
}

}  // namespace kernels
}  // namespace MEMNET_PRECISION
}  // namespace memnet
