// Primitives that multiply each row, or each column, of a matrix by a number of its own.
//
// Example: M = [1 2; 3 4] with f = [10 0] becomes [10 20; 0 0] by rows, and [10 0; 30 0] by columns.
#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// y = x f, number by number
void multiply(Out y, In x, In f, int N) {
#pragma omp simd
  for (int i = 0; i < N; ++i) y[i] = x[i] * f[i];
}

// y += x f, number by number
void add_multiplied(Out y, In x, In f, int N) {
#pragma omp simd
  for (int i = 0; i < N; ++i) y[i] += x[i] * f[i];
}

}  // namespace

// M [N,W], f [N] -> [N,W]: f_i M_i; with f the retention of usage, slots that are free again are emptied (Csordás &
// Schmidhuber 2019, de-allocation)
Var scale_rows(Var M, Var f) {
  const Op op("scale_rows", {{"M", M, "NW"}, {"f", f, "N"}});
  const Var y = op.make("NW");
  const int N = op.size('N'), W = op.size('W');
  for (int b = 0; b < op.batch(); ++b)
    for (int j = 0; j < W; ++j) multiply(y.value(b) + j * N, M.value(b) + j * N, f.value(b), N);
  op.count_flops(1.0 * y.numbers());
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      const Scalar *m = M.value(b), *dy = y.adjoint(b);
      for (int j = 0; j < W; ++j) add_multiplied(M.adjoint(b) + j * N, dy + j * N, f.value(b), N);
      for (int j = 0; j < W; ++j) add_multiplied(f.adjoint(b), dy + j * N, m + j * N, N);
    }
    y.tape().count_flops(4.0 * y.numbers());
  });
  return y;
}
OpCheck check_scale_rows() {
  return {.name = "scale_rows",
          .arguments = {{"M", "NW"}, {"f", "N", Domain::unit}},
          .sizes = {{'N', 6}, {'W', 4}},
          .bench_sizes = {{'N', 128}, {'W', 20}},
          .apply = [](std::span<const Var> a) { return std::vector{scale_rows(a[0], a[1])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y = a[0];
                for (int i = 0; i < y.rows(); ++i)
                  for (int j = 0; j < y.cols(); ++j) y(i, j) *= a[1](i);
                return OpCheck::Values{y};
              },
          .stress = {fill_argument("empty memory", 0, 0), fill_argument("nothing kept", 1, 0)}};
}

// M [N,W], m [W] -> [N,W]: column j times m_j; with m a mask of the numbers in a slot, a comparison by content is
// restricted to some of them (Csordás & Schmidhuber 2019, masked content).
Var scale_columns(Var M, Var m) {
  const Op op("scale_columns", {{"M", M, "NW"}, {"m", m, "W"}});
  const Var y = op.make("NW");
  const int N = op.size('N'), W = op.size('W');
  for (int b = 0; b < op.batch(); ++b)
    for (int j = 0; j < W; ++j) {
      const In x = M.value(b) + j * N;
      const Out out = y.value(b) + j * N;
      const Scalar factor = m.value(b)[j];
#pragma omp simd
      for (int i = 0; i < N; ++i) out[i] = factor * x[i];
    }
  op.count_flops(1.0 * y.numbers());
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      const Scalar *x = M.value(b), *dy = y.adjoint(b);
      for (int j = 0; j < W; ++j) kernels::add_scaled(M.adjoint(b) + j * N, dy + j * N, m.value(b)[j], N);
      for (int j = 0; j < W; ++j) m.adjoint(b)[j] += kernels::dot(dy + j * N, x + j * N, N);
    }
    y.tape().count_flops(4.0 * y.numbers());
  });
  return y;
}
OpCheck check_scale_columns() {
  return {.name = "scale_columns",
          .arguments = {{"M", "NW"}, {"m", "W", Domain::unit}},
          .sizes = {{'N', 6}, {'W', 4}},
          .bench_sizes = {{'N', 128}, {'W', 20}},
          .apply = [](std::span<const Var> a) { return std::vector{scale_columns(a[0], a[1])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y = a[0];
                for (int i = 0; i < y.rows(); ++i)
                  for (int j = 0; j < y.cols(); ++j) y(i, j) *= a[1](j);
                return OpCheck::Values{y};
              },
          .stress = {fill_argument("empty memory", 0, 0), fill_argument("everything masked", 1, 0)}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
