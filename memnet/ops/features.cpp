// Feature maps of keys and queries, for memories that are read and written by products: what a query q finds under a
// key k counts with the product of their features.
//
// Example: x = [3 -4]
//   unit_vector          [0.6 -0.8]
//   dpfp, nu = 1         r = [3 0 0 4], rolled by one [4 3 0 0]: their product [12 0 0 0]
//   divide_by_dot [1 3] by z = [1 1]:  [0.25 0.75]
#include <algorithm>
#include <cmath>
#include <limits>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr Scalar kSmallestNorm = Scalar(1e-8);      // keeps the direction of a zero vector finite
constexpr Scalar kSmallestProduct = Scalar(1e-10);  // likewise, where a query meets no key

// r [2N] = [relu(x); relu(-x)]
void positive_parts(Out r, In x, int N) {
#pragma omp simd
  for (int i = 0; i < N; ++i) {
    r[i] = larger(x[i], 0);
    r[N + i] = larger(-x[i], 0);
  }
}

}  // namespace

// x [N] -> [2 nu N], at least 0: the deterministic parameter-free projection (Schlag, Irie & Schmidhuber 2021)
//   y = [r * roll(r, 1); ..; r * roll(r, nu)] with r = [relu(x); relu(-x)], where roll(r, j)_i = r_(i-j), indices
//   modulo 2N
Var dpfp(Var x, int nu) {
  const Op op("dpfp", {{"x", x, "N"}});
  const int N = op.size('N'), R = 2 * N;
  op.require(nu >= 1, "nu has to be at least 1");
  const Var y = op.make_column(nu * R);
  Scalar* r = x.tape().scratch(R);
  const auto rolled = [R](int i, int j) { return (i + R - j % R) % R; };  // the index of roll(r, j)_i in r
  for (int b = 0; b < op.batch(); ++b) {
    positive_parts(r, x.value(b), N);
    Scalar* yb = y.value(b);
    for (int j = 1; j <= nu; ++j)
      for (int i = 0; i < R; ++i) *yb++ = r[i] * r[rolled(i, j)];
  }
  op.count_flops(1.0 * y.numbers());
  op.pullback([=] {
    Scalar *r = x.tape().scratch(2, R), *dr = r + R;
    for (int b = 0; b < y.batch(); ++b) {
      positive_parts(r, x.value(b), N);
      std::fill_n(dr, R, Scalar(0));
      const Scalar* dy = y.adjoint(b);
      for (int j = 1; j <= nu; ++j)
        for (int i = 0; i < R; ++i, ++dy) {
          const int k = rolled(i, j);
          dr[i] += *dy * r[k];
          dr[k] += *dy * r[i];
        }
      Scalar* dx = x.adjoint(b);
      for (int i = 0; i < N; ++i) dx[i] += r[i] > 0 ? dr[i] : r[N + i] > 0 ? -dr[N + i] : Scalar(0);
    }
    y.tape().count_flops(4.0 * y.numbers());
  });
  return y;
}
OpCheck check_dpfp() {
  return {.name = "dpfp",
          .arguments = {{"x", "N", Domain::nonzero}},
          .sizes = {{'N', 4}},
          .bench_sizes = {{'N', 32}},
          .apply = [](std::span<const Var> a) { return std::vector{dpfp(a[0], 3)}; },
          .reference =
              [](const OpCheck::Values& a) {
                const int N = a[0].rows();
                const auto part = [&](int i) { return std::max(i < N ? a[0](i) : -a[0](i - N), Scalar(0)); };
                Matrix y(6 * N, 1);
                for (int j = 1; j <= 3; ++j)
                  for (int i = 0; i < 2 * N; ++i) y((j - 1) * 2 * N + i) = part(i) * part((i - j + 6 * N) % (2 * N));
                return OpCheck::Values{y};
              },
          .stress = {fill_argument("no key", 0, 0), scale_argument("large numbers", 0, 1000)}};
}

// x [N] -> [N], length at most 1: y = x / max(|x|, 1e-8), or NaN if |x| overflows
Var unit_vector(Var x) {
  const Op op("unit_vector", {{"x", x, "N"}});
  const Var y = op.make("N");
  const int N = op.size('N');
  Scalar* lengths = op.allocate(op.batch());
  for (int b = 0; b < op.batch(); ++b) {
    const Scalar length = std::sqrt(kernels::dot(x.value(b), x.value(b), N));
    lengths[b] = length <= std::numeric_limits<Scalar>::max() ? length : std::numeric_limits<Scalar>::quiet_NaN();
    std::fill_n(y.value(b), N, Scalar(0));
    kernels::add_scaled(y.value(b), x.value(b), 1 / larger(lengths[b], kSmallestNorm), N);
  }
  op.count_flops(4.0 * y.numbers());
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      const Scalar *dy = y.adjoint(b), *yb = y.value(b);
      // The length of y is constant, so the part of dy along y has no effect; a vector below the smallest length is
      // multiplied by a constant.
      const Scalar along = lengths[b] < kSmallestNorm ? Scalar(0) : kernels::dot(dy, yb, N);
      const Scalar inverse = 1 / larger(lengths[b], kSmallestNorm);
      Scalar* dx = x.adjoint(b);
#pragma omp simd
      for (int i = 0; i < N; ++i) dx[i] += inverse * (dy[i] - along * yb[i]);
    }
    y.tape().count_flops(6.0 * y.numbers());
  });
  return y;
}
OpCheck check_unit_vector() {
  return {.name = "unit_vector",
          .arguments = {{"x", "N"}},
          .sizes = {{'N', 5}},
          .bench_sizes = {{'N', 128}},
          .apply = [](std::span<const Var> a) { return std::vector{unit_vector(a[0])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y = a[0];
                Scalar square = 0;
                for (const Scalar v : y.numbers()) square += v * v;
                for (Scalar& v : y.numbers()) v /= std::max(std::sqrt(square), kSmallestNorm);
                return OpCheck::Values{y};
              },
          .stress = {fill_argument("zero vector", 0, 0), scale_argument("large numbers", 0, 1000)}};
}

// x [N], z [N], x.z >= 0 -> [N]: y = x / (x.z + 1e-10), so that y.z = 1 up to the 1e-10. With x the features of a query
// and z the sum of the features of all keys, reading with y gives a weighted mean (Katharopoulos et al. 2020, eq. 8)
Var divide_by_dot(Var x, Var z) {
  const Op op("divide_by_dot", {{"x", x, "N"}, {"z", z, "N"}});
  const Var y = op.make("N");
  const int N = op.size('N');
  Scalar* inverses = op.allocate(op.batch());
  for (int b = 0; b < op.batch(); ++b) {
    inverses[b] = 1 / (kernels::dot(x.value(b), z.value(b), N) + kSmallestProduct);
    std::fill_n(y.value(b), N, Scalar(0));
    kernels::add_scaled(y.value(b), x.value(b), inverses[b], N);
  }
  op.count_flops(4.0 * y.numbers());
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      const Scalar* dy = y.adjoint(b);
      const Scalar pull = inverses[b] * kernels::dot(dy, y.value(b), N);
      kernels::add_scaled(x.adjoint(b), dy, inverses[b], N);
      kernels::add_scaled(x.adjoint(b), z.value(b), -pull, N);
      kernels::add_scaled(z.adjoint(b), x.value(b), -pull, N);
    }
    y.tape().count_flops(8.0 * y.numbers());
  });
  return y;
}
OpCheck check_divide_by_dot() {
  return {.name = "divide_by_dot",
          .arguments = {{"x", "N", Domain::positive}, {"z", "N", Domain::positive}},
          .sizes = {{'N', 5}},
          .bench_sizes = {{'N', 128}},
          .apply = [](std::span<const Var> a) { return std::vector{divide_by_dot(a[0], a[1])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y = a[0];
                Scalar product = kSmallestProduct;
                for (int i = 0; i < y.rows(); ++i) product += a[0](i) * a[1](i);
                for (Scalar& v : y.numbers()) v /= product;
                return OpCheck::Values{y};
              },
          .stress = {fill_argument("no key yet", 1, 0), fill_argument("no query", 0, 0)}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
