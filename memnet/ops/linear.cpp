// Matrix-vector products, also of all columns of a matrix at once, and the concatenation of vectors.
//
// The columns of x [K,T] may be the steps of an episode, or the places of a context: all steps of all examples are then
// columns of one product.
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
  int count, columns;  // the number of products, and the number of columns of x in each
};
Products products(Var W, Var x, int batch) {
  const int T = x.cols();
  return W.batch() == 1 && x.batch() == batch ? Products{1, T * batch} : Products{batch, T};
}

void matvec(Var y, Var W, Var x) {
  const auto [count, columns] = products(W, x, y.batch());
  for (int p = 0; p < count; ++p) kernels::multiply(y.value(p), W.value(p), x.value(p), W.rows(), W.cols(), columns);
}

// The pullback of y = W x + b, or of y = W x if b is none. The gradient of a parameter W is gathered over all time
// steps (autodiff/weight_gradients.hpp); that of a computed W is added at once.
void pull_matvec(Var y, Var W, Var x, Var b) {
  const int M = W.rows(), K = W.cols(), T = x.cols(), batch = y.batch();
  const auto [count, columns] = products(W, x, batch);
  for (int p = 0; p < count; ++p) kernels::add_transposed_times(x.adjoint(p), W.value(p), y.adjoint(p), M, K, columns);
  const bool gathers_bias = !b || (b.node().keeps_adjoint && b.batch() == 1);
  if (count == 1 && W.node().keeps_adjoint && gathers_bias) {
    y.tape().weight_gradients().add(W.adjoint(), b ? b.adjoint() : nullptr, y.adjoint(), x.value(), M, K, columns);
  } else {
    for (int e = 0; e < batch; ++e) {
      kernels::add_times_transposed(W.adjoint(e), y.adjoint(e), x.value(e), M, K, T);
      if (b) kernels::add_column_sum(b.adjoint(e), y.adjoint(e), M, T);
    }
  }
  y.tape().count_flops(4.0 * M * K * T * batch);
}

Matrix product(const Matrix& W, const Matrix& x) {
  Matrix y(W.rows(), x.cols());
  for (int t = 0; t < y.cols(); ++t)
    for (int i = 0; i < y.rows(); ++i)
      for (int k = 0; k < x.rows(); ++k) y(i, t) += W(i, k) * x(k, t);
  return y;
}

}  // namespace

// W [M,K], x [K,T], b [M] -> [M,T]: y = W x + b, b added to each column
Var affine(Var W, Var x, Var b) {
  const Op op("affine", {{"W", W, "MK"}, {"x", x, "KT"}, {"b", b, "M"}});
  const Var y = op.make("MT");
  const int M = op.size('M'), T = op.size('T');
  matvec(y, W, x);
  for (int e = 0; e < op.batch(); ++e) {
    const Scalar* bias = b.value(e);
    Scalar* out = y.value(e);
    for (int t = 0; t < T; ++t, out += M) {
#pragma omp simd
      for (int i = 0; i < M; ++i) out[i] += bias[i];
    }
  }
  op.count_flops(2.0 * y.numbers() * op.size('K'));
  op.pullback([=] { pull_matvec(y, W, x, b); });
  return y;
}
OpCheck check_affine() {
  return {.name = "affine",
          .arguments = {{"W", "MK"}, {"x", "KT"}, {"b", "M"}},
          .sizes = {{'M', 6}, {'K', 4}, {'T', 3}},
          .bench_sizes = {{'M', 400}, {'K', 128}, {'T', 1}},
          .apply = [](std::span<const Var> a) { return std::vector{affine(a[0], a[1], a[2])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y = product(a[0], a[1]);
                for (int t = 0; t < y.cols(); ++t)
                  for (int i = 0; i < y.rows(); ++i) y(i, t) += a[2](i);
                return OpCheck::Values{y};
              }};
}

// W [M,K], x [K,T] -> [M,T]: y = W x
Var matvec(Var W, Var x) {
  const Op op("matvec", {{"W", W, "MK"}, {"x", x, "KT"}});
  const Var y = op.make("MT");
  matvec(y, W, x);
  op.count_flops(2.0 * y.numbers() * op.size('K'));
  op.pullback([=] { pull_matvec(y, W, x, Var()); });
  return y;
}
OpCheck check_matvec() {
  return {.name = "matvec",
          .arguments = {{"W", "MK"}, {"x", "KT"}},
          .sizes = {{'M', 6}, {'K', 4}, {'T', 3}},
          .bench_sizes = {{'M', 20}, {'K', 20}, {'T', 1}},
          .apply = [](std::span<const Var> a) { return std::vector{matvec(a[0], a[1])}; },
          .reference = [](const OpCheck::Values& a) { return OpCheck::Values{product(a[0], a[1])}; }};
}

// W [K,M], x [K,T] -> [M,T]: y = W^T x
Var matvec_transposed(Var W, Var x) {
  const Op op("matvec_transposed", {{"W", W, "KM"}, {"x", x, "KT"}});
  const Var y = op.make("MT");
  const int K = op.size('K'), M = op.size('M');
  const auto [count, columns] = products(W, x, op.batch());
  std::fill_n(y.value(), y.numbers(), Scalar(0));
  for (int p = 0; p < count; ++p) kernels::add_transposed_times(y.value(p), W.value(p), x.value(p), K, M, columns);
  op.count_flops(2.0 * K * y.numbers());
  op.pullback([=] {
    const auto [count, columns] = products(W, x, y.batch());
    for (int p = 0; p < count; ++p) kernels::add_product(x.adjoint(p), W.value(p), y.adjoint(p), K, M, columns);
    for (int p = 0; p < count; ++p)
      kernels::add_times_transposed(W.adjoint(p), x.value(p), y.adjoint(p), K, M, columns);
    y.tape().count_flops(4.0 * K * y.numbers());
  });
  return y;
}
OpCheck check_matvec_transposed() {
  return {.name = "matvec_transposed",
          .arguments = {{"W", "KM"}, {"x", "KT"}},
          .sizes = {{'M', 6}, {'K', 4}, {'T', 3}},
          .bench_sizes = {{'M', 180}, {'K', 20}, {'T', 1}},
          .apply = [](std::span<const Var> a) { return std::vector{matvec_transposed(a[0], a[1])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[0].cols(), a[1].cols());
                for (int t = 0; t < y.cols(); ++t)
                  for (int i = 0; i < y.rows(); ++i)
                    for (int k = 0; k < a[1].rows(); ++k) y(i, t) += a[0](k, i) * a[1](k, t);
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
