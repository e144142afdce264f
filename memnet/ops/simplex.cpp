// Primitives on weightings, which are points of the simplex: one weight for each memory slot, with sum 1.
#include <algorithm>
#include <cmath>
#include <limits>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/math/lanes.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

using kernels::each_register, kernels::load, kernels::store, kernels::RegisterSum;

constexpr Scalar kSmallest = std::numeric_limits<Scalar>::min();  // the smallest positive number

void one_hot(Matrix& w) {
  for (Scalar& v : w.numbers()) v = 0;
  w(w.rows() / 2) = 1;
}

}  // namespace

// g [1] in [0,1], w [N], w_before [N] -> [N]: NTM eq. 7, w_g = g w_c + (1 - g) w_(t-1)
Var interpolate(Var g, Var w, Var w_before) {
  const Op op("interpolate", {{"g", g, "1"}, {"w", w, "N"}, {"w_before", w_before, "N"}});
  const Var y = op.make("N");
  const int N = op.size('N');
  for (int b = 0; b < op.batch(); ++b) {
    const Scalar gate = *g.value(b);
    const In wb = w.value(b), before = w_before.value(b);
    const Out yb = y.value(b);
#pragma omp simd
    for (int i = 0; i < N; ++i) yb[i] = gate * wb[i] + (1 - gate) * before[i];
  }
  op.count_flops(3.0 * y.numbers());
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      const Scalar gate = *g.value(b), *wb = w.value(b), *before = w_before.value(b), *dy = y.adjoint(b);
      Scalar *dw = w.adjoint(b), *dbefore = w_before.adjoint(b);
      RegisterSum slope;
      each_register(N, [&]<class V>(int i, V) {
        const V dyi = load<V>(dy + i);
        slope.add(dyi * (load<V>(wb + i) - load<V>(before + i)));
        store<V>(dw + i, load<V>(dw + i) + gate * dyi);
        store<V>(dbefore + i, load<V>(dbefore + i) + (1 - gate) * dyi);
      });
      *g.adjoint(b) += slope.total();
    }
    y.tape().count_flops(7.0 * y.numbers());
  });
  return y;
}
OpCheck check_interpolate() {
  return {.name = "interpolate",
          .arguments = {{"g", "1", Domain::unit}, {"w", "N", Domain::simplex}, {"w_before", "N", Domain::simplex}},
          .sizes = {{'N', 7}},
          .bench_sizes = {{'N', 128}},
          .apply = [](std::span<const Var> a) { return std::vector{interpolate(a[0], a[1], a[2])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y = a[1];
                for (int i = 0; i < y.rows(); ++i) y(i) = a[0](0) * a[1](i) + (1 - a[0](0)) * a[2](i);
                return OpCheck::Values{y};
              },
          .stress = {{"shut gate", [](OpCheck::Values& a) { a[0](0) = 0; }},
                     {"open gate and one-hot weightings", [](OpCheck::Values& a) {
                        a[0](0) = 1;
                        one_hot(a[1]);
                        one_hot(a[2]);
                      }}}};
}

namespace {

// Copies x [N] with R numbers from its other end on either side, ring_(R+i) = x_i, so that a rotation by up to R slots
// is a window of the ring. Example: x = [1 2 3], R = 1 gives [3 1 2 3 1].
void close_ring(Scalar* ring, const Scalar* x, int N, int R) {
  std::copy_n(x + N - R, R, ring);
  std::copy_n(x, N, ring + R);
  std::copy_n(x, R, ring + R + N);
}

}  // namespace

// w [N], s simplex [2R+1] -> [N]: NTM eq. 8, rotation by a distribution over shifts -R..R,
//   y_i = sum_j w_(i-j) s_j, indices modulo N: s = (0, .., 1) moves the weighting R slots up
Var circular_shift(Var w, Var s) {
  const Op op("circular_shift", {{"w", w, "N"}, {"s", s, "S"}});
  const int N = op.size('N'), S = op.size('S'), R = S / 2;
  op.require(S % 2 == 1, "s needs an odd size, 2R + 1");
  op.require(R < N, "s reaches further than the whole memory: R has to be less than N");
  const Var y = op.make("N");
  Scalar* ring = w.tape().scratch(N + 2 * R);
  for (int b = 0; b < op.batch(); ++b) {
    close_ring(ring, w.value(b), N, R);
    const Scalar* sb = s.value(b);
    Scalar* yb = y.value(b);
    each_register(N, [=]<class V>(int i, V) {
      V sum{};
      for (int j = 0; j < S; ++j) sum += load<V>(ring + S - 1 - j + i) * sb[j];
      store<V>(yb + i, sum);
    });
  }
  op.count_flops(2.0 * S * y.numbers());
  op.pullback([=] {
    Scalar* ring = y.tape().scratch(N + 2 * R);
    for (int b = 0; b < y.batch(); ++b) {
      close_ring(ring, y.adjoint(b), N, R);
      for (int j = 0; j < S; ++j) s.adjoint(b)[j] += kernels::dot(ring + j, w.value(b), N);
      const Scalar* sb = s.value(b);
      Scalar* dw = w.adjoint(b);
      each_register(N, [=]<class V>(int i, V) {
        V sum = load<V>(dw + i);
        for (int j = 0; j < S; ++j) sum += load<V>(ring + j + i) * sb[j];
        store<V>(dw + i, sum);
      });
    }
    y.tape().count_flops(4.0 * S * y.numbers());
  });
  return y;
}
OpCheck check_circular_shift() {
  return {.name = "circular_shift",
          .arguments = {{"w", "N", Domain::simplex}, {"s", "S", Domain::simplex}},
          .sizes = {{'N', 7}, {'S', 5}},
          .bench_sizes = {{'N', 128}, {'S', 3}},
          .apply = [](std::span<const Var> a) { return std::vector{circular_shift(a[0], a[1])}; },
          .reference =
              [](const OpCheck::Values& a) {
                const int N = a[0].rows(), R = a[1].rows() / 2;
                Matrix y(N, 1);
                for (int from = 0; from < N; ++from)
                  for (int shift = -R; shift <= R; ++shift) y((from + shift + N) % N) += a[0](from) * a[1](shift + R);
                return OpCheck::Values{y};
              },
          .stress = {{"one-hot weighting and shift", [](OpCheck::Values& a) {
                        one_hot(a[0]);
                        one_hot(a[1]);
                      }}}};
}

// w [N] >= 0, gamma [1] >= 1 -> simplex [N]: NTM eq. 9, y_i = w_i^gamma / sum_j w_j^gamma
// Computed as softmax(gamma log w): powers of small weights underflow, their logarithms do not. A weight of 0 counts as
// the smallest positive number. An empty weighting, all zeros, therefore becomes uniform whatever gamma is, and its
// slopes are 0.
Var sharpen(Var w, Var gamma) {
  const Op op("sharpen", {{"w", w, "N"}, {"gamma", gamma, "1"}});
  const Var y = op.make("N");
  const int N = op.size('N');
  Scalar* log_w = op.allocate(y.numbers());
  for (int b = 0; b < op.batch(); ++b) {
    const In wb = w.value(b);
    const Out lb = log_w + N * b;
#pragma omp simd
    for (int i = 0; i < N; ++i) lb[i] = larger(wb[i], kSmallest);
  }
  kernels::log(log_w, log_w, y.numbers());
  for (int b = 0; b < op.batch(); ++b) kernels::softmax(y.value(b), log_w + N * b, *gamma.value(b), N);
  op.count_flops(6.0 * y.numbers());
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      const Scalar *yb = y.value(b), *dy = y.adjoint(b), *wb = w.value(b), *lb = log_w + N * b;
      if (kernels::maximum(wb, N) < kSmallest) continue;  // empty
      const Scalar power = *gamma.value(b), mean = kernels::dot(yb, dy, N);
      Scalar* dw = w.adjoint(b);
      RegisterSum slope;
      each_register(N, [&]<class V>(int i, V) {
        const V turn = load<V>(yb + i) * (load<V>(dy + i) - mean), wi = load<V>(wb + i), smallest = V{} + kSmallest;
        slope.add(turn * load<V>(lb + i));
        store<V>(dw + i, load<V>(dw + i) + power * turn / (wi < smallest ? smallest : wi));
      });
      *gamma.adjoint(b) += slope.total();
    }
    y.tape().count_flops(12.0 * y.numbers());
  });
  return y;
}
OpCheck check_sharpen() {
  return {.name = "sharpen",
          .arguments = {{"w", "N", Domain::simplex}, {"gamma", "1", Domain::at_least_one}},
          .sizes = {{'N', 7}},
          .bench_sizes = {{'N', 128}},
          .apply = [](std::span<const Var> a) { return std::vector{sharpen(a[0], a[1])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y = a[0];
                double sum = 0;
                for (int i = 0; i < y.rows(); ++i) sum += std::pow(a[0](i), a[1](0));
                for (int i = 0; i < y.rows(); ++i) y(i) = static_cast<Scalar>(std::pow(a[0](i), a[1](0)) / sum);
                return OpCheck::Values{y};
              },
          .stress = {{"one-hot weighting, gamma 1",
                      [](OpCheck::Values& a) {
                        one_hot(a[0]);
                        a[1](0) = 1;
                      }},
                     {"one-hot weighting, gamma 50",
                      [](OpCheck::Values& a) {
                        one_hot(a[0]);
                        a[1](0) = 50;
                      }},
                     fill_argument("empty weighting", 0, 0),
                     {"empty weighting, gamma 50", [](OpCheck::Values& a) {
                        std::ranges::fill(a[0].numbers(), Scalar(0));
                        a[1](0) = 50;
                      }}}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
