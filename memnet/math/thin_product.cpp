#include "memnet/math/thin_product.hpp"

#include "memnet/math/lanes.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace kernels {
namespace {

// 1 in the lanes that a last vector, moved up until it fits, holds for the first time.
Lanes fresh_lanes(int m) {
  Lanes fresh{};
  for (int lane = 0; lane < kLanes; ++lane) fresh[lane] = lane >= kLanes - m % kLanes ? Scalar(1) : Scalar(0);
  return fresh;
}

// R vectors of rows, C columns: R * C sums stay in registers while k runs. What happens to a sum: put(place, sum).
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

// All rows of C columns. The last vector of rows is moved up until it fits, and computes some rows a second time.
template <int C, bool add>
void multiply_columns(Scalar* y, const Scalar* a, const Scalar* b, int m, int k) {
  constexpr int kMost = C == 1 ? 8 : C <= 4 ? 6 : 3;
  const auto put = [](Scalar* place, Lanes sum) { store(place, add ? load(place) + sum : sum); };
  int row = 0;
  const auto tile = [&]<int R>() {
    for (; row + R * kLanes <= m; row += R * kLanes) multiply_tile<R, C>(y + row, a + row, b, m, k, put);
  };
  tile.template operator()<kMost>();
  if constexpr (kMost > 4) tile.template operator()<4>();
  tile.template operator()<2>();
  tile.template operator()<1>();
  if (row == m) return;
  const Lanes fresh = fresh_lanes(m);
  const auto put_fresh = [&](Scalar* place, Lanes sum) { put(place, add ? sum * fresh : sum); };
  multiply_tile<1, C>(y + m - kLanes, a + m - kLanes, b, m, k, put_fresh);
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

// R columns of a against C columns of b, each a sum over m. The last vector is moved up until it fits, and the lanes
// that were counted before are left out.
template <int R, int C>
void add_dots_tile(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, Lanes fresh) {
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
  if (i < m) add(m - kLanes, [fresh](Lanes v) { return v * fresh; });
  for (int c = 0; c < C; ++c)
    for (int r = 0; r < R; ++r) y[c * k + r] += sum(sums[r][c]);
}

// R columns of a against all n columns of b, which stay near while a passes by once.
template <int R>
void add_dots_rows(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n, Lanes fresh) {
  int column = 0;
  const auto columns = [&]<int C>() {
    for (; column + C <= n; column += C) add_dots_tile<R, C>(y + column * k, a, b + column * m, m, k, fresh);
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
  const Lanes fresh = fresh_lanes(m);
  int row = 0;
  for (; n == 1 && row + 8 <= k; row += 8) add_dots_rows<8>(y + row, a + row * m, b, m, k, n, fresh);
  for (; row + 4 <= k; row += 4) add_dots_rows<4>(y + row, a + row * m, b, m, k, n, fresh);
  for (; row < k; ++row) add_dots_rows<1>(y + row, a + row * m, b, m, k, n, fresh);
}

}  // namespace kernels
}  // namespace MEMNET_PRECISION
}  // namespace memnet
