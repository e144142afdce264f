#include "memnet/core/thin_product.hpp"

#include "memnet/core/lanes.hpp"

namespace memnet::inline MEMNET_PRECISION::kernels {
namespace {

// R vectors of rows, C columns: R * C sums stay in registers while k runs.
template <int R, int C>
void multiply_tile(Scalar* y, const Scalar* a, const Scalar* b, int m, int k) {
  Lanes sums[R][C] = {};
  for (int p = 0; p < k; ++p, a += m) {
    for (int c = 0; c < C; ++c) {
      const Scalar factor = b[c * k + p];
      for (int r = 0; r < R; ++r) sums[r][c] += load(a + r * kLanes) * factor;
    }
  }
  for (int c = 0; c < C; ++c)
    for (int r = 0; r < R; ++r) store(y + c * m + r * kLanes, sums[r][c]);
}

// All rows of C columns. The last vector of rows is moved up until it fits, and computes some rows a second time.
template <int C>
void multiply_columns(Scalar* y, const Scalar* a, const Scalar* b, int m, int k) {
  constexpr int kMost = C == 1 ? 8 : C <= 4 ? 6 : 3;
  int row = 0;
  const auto tile = [&]<int R>() {
    for (; row + R * kLanes <= m; row += R * kLanes) multiply_tile<R, C>(y + row, a + row, b, m, k);
  };
  tile.template operator()<kMost>();
  if constexpr (kMost > 4) tile.template operator()<4>();
  tile.template operator()<2>();
  tile.template operator()<1>();
  if (row < m) multiply_tile<1, C>(y + m - kLanes, a + m - kLanes, b, m, k);
}

// R columns of a against C columns of b, each a sum over m. The last vector is moved up until it fits, and the lanes that
// were counted before are left out.
template <int R, int C>
void add_dots_tile(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, Lanes last) {
  Lanes sums[R][C] = {};
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
  if (i < m) add(m - kLanes, [last](Lanes v) { return v * last; });
  for (int c = 0; c < C; ++c)
    for (int r = 0; r < R; ++r) y[c * k + r] += sum(sums[r][c]);
}

template <int C>
void add_dots_columns(Scalar* y, const Scalar* a, const Scalar* b, int m, int k) {
  constexpr int kMost = C == 1 ? 8 : 4;
  Lanes last;  // 1 in the lanes that only the last vector holds
  for (int lane = 0; lane < kLanes; ++lane) last[lane] = lane >= kLanes - m % kLanes ? Scalar(1) : Scalar(0);
  int column = 0;
  for (; column + kMost <= k; column += kMost) add_dots_tile<kMost, C>(y + column, a + column * m, b, m, k, last);
  for (; column < k; ++column) add_dots_tile<1, C>(y + column, a + column * m, b, m, k, last);
}

}  // namespace

bool is_thin(int m, int n) { return n <= 16 && m >= kLanes; }

void thin_multiply(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n) {
  int column = 0;
  const auto columns = [&]<int C>() {
    for (; column + C <= n; column += C) multiply_columns<C>(y + column * m, a, b + column * k, m, k);
  };
  columns.template operator()<8>();
  columns.template operator()<4>();
  columns.template operator()<2>();
  columns.template operator()<1>();
}

void add_thin_transposed_times(Scalar* y, const Scalar* a, const Scalar* b, int m, int k, int n) {
  int column = 0;
  const auto columns = [&]<int C>() {
    for (; column + C <= n; column += C) add_dots_columns<C>(y + column * k, a, b + column * m, m, k);
  };
  columns.template operator()<4>();
  columns.template operator()<2>();
  columns.template operator()<1>();
}

}  // namespace memnet::inline MEMNET_PRECISION::kernels
