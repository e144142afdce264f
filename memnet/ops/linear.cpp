// Products, and the joining and cutting of vectors.
#include <algorithm>

#include "memnet/core/kernels.hpp"
#include "memnet/core/op.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet::inline MEMNET_PRECISION {

// W [M,K], x [K], b [M] -> [M]: y = W x + b
// With a parameter for W, the whole batch is one matrix product. Its gradient is gathered over all time steps
// (core/weight_gradients.hpp), unless W was itself computed and needs it at once.
Var affine(Var W, Var x, Var b) {
  const Op op("affine", {{"W", W, "MK"}, {"x", x, "K"}, {"b", b, "M"}});
  const Var y = op.make("M");
  const int M = op.size('M'), K = op.size('K'), batch = op.batch();
  const bool one_product = W.batch() == 1 && x.batch() == batch;
  const int products = one_product ? 1 : batch, examples = one_product ? batch : 1;
  for (int p = 0; p < products; ++p) kernels::multiply(y.value(p), W.value(p), x.value(p), M, K, examples);
  for (int e = 0; e < batch; ++e) {
    const Scalar* bias = b.value(e);
    Scalar* out = y.value(e);
#pragma omp simd
    for (int i = 0; i < M; ++i) out[i] += bias[i];
  }
  op.count(2.0 * M * K * batch);
  op.pullback([=] {
    for (int p = 0; p < products; ++p)
      kernels::add_transposed_times(x.adjoint(p), W.value(p), y.adjoint(p), M, K, examples);
    const bool gathered = one_product && W.node().keeps_adjoint && b.node().keeps_adjoint && b.batch() == 1;
    if (gathered) {
      y.tape().weight_gradients().add(W.adjoint(), b.adjoint(), y.adjoint(), x.value(), M, K, batch);
    } else {
      for (int e = 0; e < batch; ++e) {
        kernels::add_times_transposed(W.adjoint(e), y.adjoint(e), x.value(e), M, K, 1);
        kernels::add_column_sum(b.adjoint(e), y.adjoint(e), M, 1);
      }
    }
    y.tape().count(4.0 * M * K * batch);
  });
  return y;
}
OpCheck check_affine() {
  return {.name = "affine",
          .arguments = {{"W", "MK"}, {"x", "K"}, {"b", "M"}},
          .sizes = {{'M', 6}, {'K', 4}},
          .bench_sizes = {{'M', 400}, {'K', 128}},
          .apply = [](std::span<const Var> a) { return std::vector{affine(a[0], a[1], a[2])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y = a[2];
                for (int i = 0; i < y.rows(); ++i)
                  for (int k = 0; k < a[1].rows(); ++k) y(i) += a[0](i, k) * a[1](k);
                return OpCheck::Values{y};
              }};
}

// [N1], [N2], ... -> [N1 + N2 + ...]
Var concat(std::span<const Var> parts) {
  const Op op("concat", parts, "*");
  int rows = 0;
  for (const Var part : parts) rows += part.rows();
  const Var y = op.make_column(rows);
  const std::span<const Var> kept = op.keep(parts);
  for (int b = 0; b < op.batch(); ++b) {
    Scalar* out = y.value(b);
    for (const Var part : kept) out = std::copy_n(part.value(b), part.rows(), out);
  }
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      const Scalar* dy = y.adjoint(b);
      for (const Var part : kept) {
        Scalar* dx = part.adjoint(b);
        for (int i = 0; i < part.rows(); ++i) dx[i] += dy[i];
        dy += part.rows();
      }
    }
  });
  return y;
}
Var concat(std::initializer_list<Var> parts) { return concat(std::span(parts.begin(), parts.size())); }
OpCheck check_concat() {
  return {.name = "concat",
          .arguments = {{"x", "A"}, {"y", "B"}, {"z", "A"}},
          .sizes = {{'A', 3}, {'B', 4}},
          .bench_sizes = {{'A', 20}, {'B', 100}},
          .apply = [](std::span<const Var> a) { return std::vector{concat({a[0], a[1], a[2]})}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[0].rows() + a[1].rows() + a[2].rows(), 1);
                int row = 0;
                for (const Matrix& part : a)
                  for (int i = 0; i < part.rows(); ++i) y(row++) = part(i);
                return OpCheck::Values{y};
              }};
}

}  // namespace memnet::inline MEMNET_PRECISION
