// Recurrent cells: everything after the matrix products in one primitive.
#include <algorithm>
#include <cmath>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

double naive_sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

}  // namespace

// gates [4H] before activation (input, forget, cell, output), c [H] -> h' [H], c' [H]
// Hochreiter & Schmidhuber 1997 with forget gates (Gers et al. 2000):
//   i, f, o = sigmoid(.), u = tanh(.), c' = f c + i u, h' = o tanh(c')
LstmState lstm_cell(Var gates, Var c) {
  const Op op("lstm_cell", {{"gates", gates, "G"}, {"c", c, "H"}});
  const int H = op.size('H');
  op.require(op.size('G') == 4 * H, "gates has to hold four numbers for each cell");
  const Var h_next = op.make("H"), c_next = op.make("H");
  const int batch = op.batch();
  Scalar* active = op.allocate(4, H, batch);  // the gates after activation
  Scalar* squashed = op.allocate(H, batch);   // tanh(c')
  for (int b = 0; b < batch; ++b) {
    // tanh(x) = 2 sigmoid(2x) - 1, so one call of sigmoid computes all four gates.
    Scalar* a = active + 4 * H * b;
    std::copy_n(gates.value(b), 4 * H, a);
    for (int i = 2 * H; i < 3 * H; ++i) a[i] *= 2;
  }
  kernels::sigmoid(active, active, 4 * H * batch);
  for (int b = 0; b < batch; ++b) {
    Scalar* a = active + 4 * H * b;
    const Scalar* cb = c.value(b);
    Scalar* cn = c_next.value(b);
#pragma omp simd
    for (int i = 0; i < H; ++i) {
      a[2 * H + i] = 2 * a[2 * H + i] - 1;
      cn[i] = a[H + i] * cb[i] + a[i] * a[2 * H + i];
    }
  }
  kernels::tanh(squashed, c_next.value(), H * batch);
  for (int b = 0; b < batch; ++b) {
    const Scalar *o = active + 4 * H * b + 3 * H, *s = squashed + H * b;
    Scalar* hn = h_next.value(b);
#pragma omp simd
    for (int i = 0; i < H; ++i) hn[i] = o[i] * s[i];
  }
  op.pullback([=] {
    for (int b = 0; b < batch; ++b) {
      const Scalar *a = active + 4 * H * b, *s = squashed + H * b, *cb = c.value(b);
      const Scalar* dh = h_next.adjoint(b);
      Scalar *dcn = c_next.adjoint(b), *dg = gates.adjoint(b), *dc = c.adjoint(b);
#pragma omp simd
      for (int i = 0; i < H; ++i) dcn[i] += dh[i] * a[3 * H + i] * (1 - s[i] * s[i]);
#pragma omp simd
      for (int i = 0; i < H; ++i) {
        const Scalar in = a[i], forget = a[H + i], u = a[2 * H + i], out = a[3 * H + i];
        dg[i] += dcn[i] * u * in * (1 - in);
        dg[H + i] += dcn[i] * cb[i] * forget * (1 - forget);
        dg[2 * H + i] += dcn[i] * in * (1 - u * u);
        dg[3 * H + i] += dh[i] * s[i] * out * (1 - out);
      }
#pragma omp simd
      for (int i = 0; i < H; ++i) dc[i] += dcn[i] * a[H + i];
    }
  });
  return {h_next, c_next};
}
OpCheck check_lstm_cell() {
  return {.name = "lstm_cell",
          .arguments = {{"gates", "G"}, {"c", "H"}},
          .sizes = {{'G', 12}, {'H', 3}},
          .bench_sizes = {{'G', 400}, {'H', 100}},
          .apply =
              [](std::span<const Var> a) {
                const LstmState next = lstm_cell(a[0], a[1]);
                return std::vector{next.h, next.c};
              },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix h = a[1], c = a[1];
                const int H = c.rows();
                for (int i = 0; i < H; ++i) {
                  const double in = naive_sigmoid(a[0](i)), forget = naive_sigmoid(a[0](H + i));
                  const double cell = forget * a[1](i) + in * std::tanh(static_cast<double>(a[0](2 * H + i)));
                  c(i) = static_cast<Scalar>(cell);
                  h(i) = static_cast<Scalar>(naive_sigmoid(a[0](3 * H + i)) * std::tanh(cell));
                }
                return OpCheck::Values{h, c};
              },
          .stress = {scale_argument("saturated gates", 0, 1000)}};
}

// gates [2H] before activation (reset, update), candidate [2H] (its input part, then its hidden part), h [H] -> h' [H]
// Cho et al. 2014, in the form that multiplies the reset gate after the product with h:
//   r, z = sigmoid(.), n = tanh(n_x + r n_h), h' = (1 - z) n + z h
Var gru_cell(Var gates, Var candidate, Var h) {
  const Op op("gru_cell", {{"gates", gates, "G"}, {"candidate", candidate, "G"}, {"h", h, "H"}});
  const int H = op.size('H');
  op.require(op.size('G') == 2 * H, "gates and candidate have to hold two numbers for each unit");
  const Var y = op.make("H");
  const int batch = op.batch();
  Scalar* active = op.allocate(2, H, batch);  // r and z
  Scalar* fresh = op.allocate(H, batch);      // n
  for (int b = 0; b < batch; ++b) std::copy_n(gates.value(b), 2 * H, active + 2 * H * b);
  kernels::sigmoid(active, active, 2 * H * batch);
  for (int b = 0; b < batch; ++b) {
    const Scalar *r = active + 2 * H * b, *n = candidate.value(b);
    for (int i = 0; i < H; ++i) fresh[H * b + i] = n[i] + r[i] * n[H + i];
  }
  kernels::tanh(fresh, fresh, H * batch);
  for (int b = 0; b < batch; ++b) {
    const Scalar *z = active + 2 * H * b + H, *n = fresh + H * b, *hb = h.value(b);
    Scalar* yb = y.value(b);
#pragma omp simd
    for (int i = 0; i < H; ++i) yb[i] = (1 - z[i]) * n[i] + z[i] * hb[i];
  }
  op.pullback([=] {
    for (int b = 0; b < batch; ++b) {
      const Scalar *r = active + 2 * H * b, *z = r + H, *n = fresh + H * b;
      const Scalar *hb = h.value(b), *nh = candidate.value(b) + H, *dy = y.adjoint(b);
      Scalar *dg = gates.adjoint(b), *dn = candidate.adjoint(b), *dh = h.adjoint(b);
      for (int i = 0; i < H; ++i) {
        const Scalar before = dy[i] * (1 - z[i]) * (1 - n[i] * n[i]);  // by n before its tanh
        dg[i] += before * nh[i] * r[i] * (1 - r[i]);
        dg[H + i] += dy[i] * (hb[i] - n[i]) * z[i] * (1 - z[i]);
        dn[i] += before;
        dn[H + i] += before * r[i];
        dh[i] += dy[i] * z[i];
      }
    }
  });
  return y;
}
OpCheck check_gru_cell() {
  return {.name = "gru_cell",
          .arguments = {{"gates", "G"}, {"candidate", "G"}, {"h", "H"}},
          .sizes = {{'G', 8}, {'H', 4}},
          .bench_sizes = {{'G', 200}, {'H', 100}},
          .apply = [](std::span<const Var> a) { return std::vector{gru_cell(a[0], a[1], a[2])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y = a[2];
                const int H = y.rows();
                for (int i = 0; i < H; ++i) {
                  const double r = naive_sigmoid(a[0](i)), z = naive_sigmoid(a[0](H + i));
                  const double n = std::tanh(a[1](i) + r * a[1](H + i));
                  y(i) = static_cast<Scalar>((1 - z) * n + z * a[2](i));
                }
                return OpCheck::Values{y};
              },
          .stress = {scale_argument("saturated gates", 0, 1000)}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
