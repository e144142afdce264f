// Primitives for batches whose examples have different numbers of places: what lies behind the last place of an example
// has no effect on it.
//
// Example: of two sources, "a b c" and "d", an encoder reads three places. With the lengths 3 and 1
//   where              keeps the state of the second one behind its only place
//   join_rows          makes the annotations [a; b; c] and [d; 0; 0]
//   mirror_rows        makes [c; b; a] and [d; 0; 0] of them
//   shift_within       rotates weights among 3 places, and among 1
//   window_softmax     gives a window around place 2 of "a b c", and around place 0 of "d"
#include <algorithm>
#include <cmath>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/length.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// mask [1] in {0,1}, x [N,W], y [N,W] -> [N,W]: x where the mask of the example is 1, otherwise y
Var where(Var mask, Var x, Var y) {
  const Op op("where", {{"mask", mask, "1"}, {"x", x, "NW"}, {"y", y, "NW"}});
  const Var z = op.make("NW");
  for (int b = 0; b < op.batch(); ++b) std::copy_n((*mask.value(b) != 0 ? x : y).value(b), z.size(), z.value(b));
  op.pullback([=] {
    for (int b = 0; b < z.batch(); ++b)
      kernels::add_scaled((*mask.value(b) != 0 ? x : y).adjoint(b), z.adjoint(b), 1, z.size());
  });
  return z;
}
OpCheck check_where() {
  return {.name = "where",
          .arguments = {{"mask", "1", Domain::bits}, {"x", "NW"}, {"y", "NW"}},
          .sizes = {{'N', 4}, {'W', 3}},
          .bench_sizes = {{'N', 128}, {'W', 1}},
          .apply = [](std::span<const Var> a) { return std::vector{where(a[0], a[1], a[2])}; },
          .reference = [](const OpCheck::Values& a) { return OpCheck::Values{a[0](0) != 0 ? a[1] : a[2]}; }};
}

// length [1], N parts [W] -> [N,W]: part i in row i; rows from `length` on are 0
Var join_rows(Var length, std::span<const Var> parts) {
  const Op op("join_rows", {{"length", length, "1"}}, parts, "W");
  const std::span<const Var> rows = op.keep(parts);
  const int N = static_cast<int>(rows.size()), W = op.size('W');
  const Var y = op.make_matrix(N, W);
  for (int b = 0; b < op.batch(); ++b) {
    const int count = length_of(length, b, N);
    Scalar* yb = y.value(b);
    for (int i = 0; i < N; ++i) {
      const Scalar* row = rows[static_cast<std::size_t>(i)].value(b);
      for (int j = 0; j < W; ++j) yb[j * N + i] = i < count ? row[j] : Scalar(0);
    }
  }
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      const Scalar* dy = y.adjoint(b);
      for (int i = 0; i < length_of(length, b, N); ++i) {
        Scalar* row = rows[static_cast<std::size_t>(i)].adjoint(b);
        for (int j = 0; j < W; ++j) row[j] += dy[j * N + i];
      }
    }
  });
  return y;
}
OpCheck check_join_rows() {
  return {.name = "join_rows",
          .arguments = {{"x", "W"}, {"y", "W"}, {"z", "W"}, {"length", "1", Domain::index}},
          .sizes = {{'W', 4}},
          .bench_sizes = {{'W', 100}},
          .apply = [](std::span<const Var> a) { return std::vector{join_rows(a[3], a.first(3))}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(3, a[0].rows());
                for (int i = 0; i < 3 && i < a[3](0); ++i)
                  for (int j = 0; j < y.cols(); ++j) y(i, j) = a[static_cast<std::size_t>(i)](j);
                return OpCheck::Values{y};
              }};
}

// M [N,W], length [1] -> [N,W]: the first `length` rows in reverse order; rows from there on are 0
Var mirror_rows(Var M, Var length) {
  const Op op("mirror_rows", {{"M", M, "NW"}, {"length", length, "1"}});
  const int N = op.size('N'), W = op.size('W');
  const Var y = op.make("NW");
  for (int b = 0; b < op.batch(); ++b) {
    const int L = length_of(length, b, N);
    std::fill_n(y.value(b), y.size(), Scalar(0));
    for (int j = 0; j < W; ++j) std::reverse_copy(M.value(b) + j * N, M.value(b) + j * N + L, y.value(b) + j * N);
  }
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      const int L = length_of(length, b, N);
      for (int j = 0; j < W; ++j)
        for (int i = 0; i < L; ++i) M.adjoint(b)[j * N + i] += y.adjoint(b)[j * N + L - 1 - i];
    }
  });
  return y;
}
OpCheck check_mirror_rows() {
  return {.name = "mirror_rows",
          .arguments = {{"M", "NW"}, {"length", "1", Domain::index}},
          .sizes = {{'N', 5}, {'W', 3}},
          .bench_sizes = {{'N', 128}, {'W', 20}},
          .apply = [](std::span<const Var> a) { return std::vector{mirror_rows(a[0], a[1])}; },
          .reference =
              [](const OpCheck::Values& a) {
                const int L = std::min(static_cast<int>(a[1](0)), a[0].rows());
                Matrix y(a[0].rows(), a[0].cols());
                for (int i = 0; i < L; ++i)
                  for (int j = 0; j < y.cols(); ++j) y(i, j) = a[0](L - 1 - i, j);
                return OpCheck::Values{y};
              }};
}

// w [N], s [2R+1], length [1] -> [N]: like circular_shift() among the first `length` slots, however few they are; the
// others get 0
Var shift_within(Var w, Var s, Var length) {
  const Op op("shift_within", {{"w", w, "N"}, {"s", s, "S"}, {"length", length, "1"}});
  const int N = op.size('N'), S = op.size('S'), R = S / 2;
  op.require(S % 2 == 1, "s needs an odd size, 2R + 1");
  const Var y = op.make("N");
  // Calls f(from, to, j) for each slot and each number j of s.
  const auto each_shift = [N, S, R, length](int b, auto f) {
    const int L = length_of(length, b, N);
    for (int from = 0; from < L; ++from)
      for (int j = 0; j < S; ++j) f(from, ((from + j - R) % L + L) % L, j);
  };
  for (int b = 0; b < op.batch(); ++b) {
    const Scalar *wb = w.value(b), *sb = s.value(b);
    Scalar* yb = y.value(b);
    std::fill_n(yb, N, Scalar(0));
    each_shift(b, [&](int from, int to, int j) { yb[to] += wb[from] * sb[j]; });
  }
  op.count_flops(2.0 * S * y.numbers());
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      const Scalar *wb = w.value(b), *sb = s.value(b), *dy = y.adjoint(b);
      Scalar *dw = w.adjoint(b), *ds = s.adjoint(b);
      each_shift(b, [&](int from, int to, int j) {
        dw[from] += dy[to] * sb[j];
        ds[j] += dy[to] * wb[from];
      });
    }
    y.tape().count_flops(4.0 * S * y.numbers());
  });
  return y;
}
OpCheck check_shift_within() {
  return {.name = "shift_within",
          .arguments = {{"w", "N", Domain::simplex}, {"s", "S", Domain::simplex}, {"length", "1", Domain::index}},
          .sizes = {{'N', 7}, {'S', 5}},
          .bench_sizes = {{'N', 128}, {'S', 3}},
          .apply = [](std::span<const Var> a) { return std::vector{shift_within(a[0], a[1], a[2])}; },
          .reference =
              [](const OpCheck::Values& a) {
                const int L = static_cast<int>(a[2](0)), R = a[1].rows() / 2;
                Matrix y(a[0].rows(), 1);
                for (int from = 0; from < L; ++from)
                  for (int shift = -R; shift <= R; ++shift)
                    y((from + shift + R * L) % L) += a[0](from) * a[1](shift + R);
                return OpCheck::Values{y};
              }};
}

// scores [N], center [1], length [1] -> [N]: softmax over the slots i < length with |i - c| <= D, 0 elsewhere, where c
// is the whole number below `center`, moved to the nearest slot that exists (Luong et al. 2015, section 3.2). The
// window moves by whole slots, so no gradient goes to its center.
Var window_softmax(Var scores, Var center, Var length, int D) {
  const Op op("window_softmax", {{"scores", scores, "N"}, {"center", center, "1"}, {"length", length, "1"}});
  op.require(D >= 0, "D must not be negative");
  const int N = op.size('N');
  const Var y = op.make("N");
  for (int b = 0; b < op.batch(); ++b) {
    Scalar* yb = y.value(b);
    std::fill_n(yb, N, Scalar(0));
    const int L = length_of(length, b, N);
    if (L == 0) continue;
    const double at = std::floor(static_cast<double>(*center.value(b)));
    if (std::isnan(at)) {
      std::fill_n(yb, N, *center.value(b));
      continue;
    }
    const int c = static_cast<int>(std::clamp(at, 0.0, L - 1.0)), first = std::max(0, c - D),
              last = std::min(L - 1, c + std::min(D, N));
    kernels::softmax(yb + first, scores.value(b) + first, 1, last - first + 1);
  }
  op.count_flops(4.0 * y.numbers());
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      const Scalar *yb = y.value(b), *dy = y.adjoint(b);
      Scalar mean = 0;
      for (int i = 0; i < N; ++i) mean += yb[i] * dy[i];
      Scalar* dx = scores.adjoint(b);
      for (int i = 0; i < N; ++i) dx[i] += yb[i] * (dy[i] - mean);
    }
    y.tape().count_flops(5.0 * y.numbers());
  });
  return y;
}
OpCheck check_window_softmax() {
  return {.name = "window_softmax",
          .arguments = {{"scores", "N"}, {"center", "1", Domain::data}, {"length", "1", Domain::index}},
          .sizes = {{'N', 7}},
          .bench_sizes = {{'N', 128}},
          .apply = [](std::span<const Var> a) { return std::vector{window_softmax(a[0], a[1], a[2], 2)}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[0].rows(), 1);
                const double L = static_cast<double>(a[2](0));
                if (L == 0) return OpCheck::Values{y};
                const double c = std::clamp(std::floor(static_cast<double>(a[1](0))), 0.0, L - 1);
                double sum = 0;
                const auto in_window = [&](int i) { return i < L && std::abs(i - c) <= 2; };
                for (int i = 0; i < y.rows(); ++i)
                  if (in_window(i)) sum += std::exp(static_cast<double>(a[0](i)));
                for (int i = 0; i < y.rows(); ++i)
                  if (in_window(i)) y(i) = static_cast<Scalar>(std::exp(static_cast<double>(a[0](i))) / sum);
                return OpCheck::Values{y};
              },
          .stress = {scale_argument("scores of a thousand", 0, 1000), scale_argument("a far center", 1, 1e9)}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
