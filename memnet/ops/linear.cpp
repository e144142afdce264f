// Matrix-vector products, and the concatenation of vectors.
#include <algorithm>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

namespace {

// The matrix products that a batch takes: a single one if all examples share W, else one for each example.
struct Products {
  int count, examples;  // the number of products, and the number of examples in each
};
Products products(Var W, Var x, int batch) {
  return W.batch() == 1 && x.batch() == batch ? Products{1, batch} : Products{batch, 1};
}

void matvec(Var y, Var W, Var x) {
  const auto [count, examples] = products(W, x, y.batch());
  for (int p = 0; p < count; ++p) kernels::multiply(y.value(p), W.value(p), x.value(p), W.rows(), W.cols(), examples);
}

// The pullback of y = W x + b, or of y = W x if b is none. The gradient of a parameter W is gathered over all time
// steps (autodiff/weight_gradients.hpp); that of a computed W is added at once.
void pull_matvec(Var y, Var W, Var x, Var b) {
  const int M = W.rows(), K = W.cols(), batch = y.batch();
  const auto [count, examples] = products(W, x, batch);
  for (int p = 0; p < count; ++p) kernels::add_transposed_times(x.adjoint(p), W.value(p), y.adjoint(p), M, K, examples);
  const bool gathers_bias = !b || (b.node().keeps_adjoint && b.batch() == 1);
  if (count == 1 && W.node().keeps_adjoint && gathers_bias) {
    y.tape().weight_gradients().add(W.adjoint(), b ? b.adjoint() : nullptr, y.adjoint(), x.value(), M, K, batch);
  } else {
    for (int e = 0; e < batch; ++e) {
      kernels::add_times_transposed(W.adjoint(e), y.adjoint(e), x.value(e), M, K, 1);
      if (b) kernels::add_column_sum(b.adjoint(e), y.adjoint(e), M, 1);
    }
  }
  y.tape().count_flops(4.0 * M * K * batch);
}

}  // namespace

// W [M,K], x [K], b [M] -> [M]: y = W x + b
Var affine(Var W, Var x, Var b) {
  const Op op("affine", {{"W", W, "MK"}, {"x", x, "K"}, {"b", b, "M"}});
  const Var y = op.make("M");
  const int M = op.size('M');
  matvec(y, W, x);
  for (int e = 0; e < op.batch(); ++e) {
    const Scalar* bias = b.value(e);
    Scalar* out = y.value(e);
#pragma omp simd
    for (int i = 0; i < M; ++i) out[i] += bias[i];
  }
  op.count_flops(2.0 * M * op.size('K') * op.batch());
  op.pullback([=] { pull_matvec(y, W, x, b); });
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

// W [M,K], x [K] -> [M]: y = W x
Var matvec(Var W, Var x) {
  const Op op("matvec", {{"W", W, "MK"}, {"x", x, "K"}});
  const Var y = op.make("M");
  matvec(y, W, x);
  op.count_flops(2.0 * op.size('M') * op.size('K') * op.batch());
  op.pullback([=] { pull_matvec(y, W, x, Var()); });
  return y;
}
OpCheck check_matvec() {
  return {.name = "matvec",
          .arguments = {{"W", "MK"}, {"x", "K"}},
          .sizes = {{'M', 6}, {'K', 4}},
          .bench_sizes = {{'M', 20}, {'K', 20}},
          .apply = [](std::span<const Var> a) { return std::vector{matvec(a[0], a[1])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[0].rows(), 1);
                for (int i = 0; i < y.rows(); ++i)
                  for (int k = 0; k < a[1].rows(); ++k) y(i) += a[0](i, k) * a[1](k);
                return OpCheck::Values{y};
              }};
}

// W [K,M], x [K] -> [M]: y = W^T x
Var matvec_transposed(Var W, Var x) {
  const Op op("matvec_transposed", {{"W", W, "KM"}, {"x", x, "K"}});
  const Var y = op.make("M");
  const int K = op.size('K'), M = op.size('M');
  const auto [count, examples] = products(W, x, op.batch());
  std::fill_n(y.value(), y.numbers(), Scalar(0));
  for (int p = 0; p < count; ++p) kernels::add_transposed_times(y.value(p), W.value(p), x.value(p), K, M, examples);
  op.count_flops(2.0 * K * M * op.batch());
  op.pullback([=] {
    const int batch = y.batch();
    const auto [count, examples] = products(W, x, batch);
    for (int p = 0; p < count; ++p) kernels::add_product(x.adjoint(p), W.value(p), y.adjoint(p), K, M, examples);
    for (int p = 0; p < count; ++p)
      kernels::add_times_transposed(W.adjoint(p), x.value(p), y.adjoint(p), K, M, examples);
    y.tape().count_flops(4.0 * K * M * batch);
  });
  return y;
}
OpCheck check_matvec_transposed() {
  return {.name = "matvec_transposed",
          .arguments = {{"W", "KM"}, {"x", "K"}},
          .sizes = {{'M', 6}, {'K', 4}},
          .bench_sizes = {{'M', 180}, {'K', 20}},
          .apply = [](std::span<const Var> a) { return std::vector{matvec_transposed(a[0], a[1])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[0].cols(), 1);
                for (int i = 0; i < y.rows(); ++i)
                  for (int k = 0; k < a[1].rows(); ++k) y(i) += a[0](k, i) * a[1](k);
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
          .apply =
              [](std::span<const Var> a) {
                return std::vector{concat({a[0], a[1], a[2]})};
              },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[0].rows() + a[1].rows() + a[2].rows(), 1);
                int row = 0;
                for (const Matrix& part : a)
                  for (int i = 0; i < part.rows(); ++i) y(row++) = part(i);
                return OpCheck::Values{y};
              }};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
