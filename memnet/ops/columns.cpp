// Primitives that put the columns of matrices side by side, and take some of them.
//
// Example: M = [1 2; 3 4] and A = [5; 6] are joined to [1 2 5; 3 4 6], whose last two columns are [2 5; 4 6].
#include <algorithm>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// M [N,W], A [N,V] -> [N,W+V]: the slots of M, each with its row of A behind it
Var join_columns(Var M, Var A) {
  const Op op("join_columns", {{"M", M, "NW"}, {"A", A, "NV"}});
  const Var y = op.make_matrix(op.size('N'), op.size('W') + op.size('V'));
  for (int b = 0; b < op.batch(); ++b) std::copy_n(A.value(b), A.size(), std::copy_n(M.value(b), M.size(), y.value(b)));
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      kernels::add_scaled(M.adjoint(b), y.adjoint(b), 1, M.size());
      kernels::add_scaled(A.adjoint(b), y.adjoint(b) + M.size(), 1, A.size());
    }
  });
  return y;
}
OpCheck check_join_columns() {
  return {.name = "join_columns",
          .arguments = {{"M", "NW"}, {"A", "NV"}},
          .sizes = {{'N', 5}, {'W', 3}, {'V', 2}},
          .bench_sizes = {{'N', 128}, {'W', 20}, {'V', 8}},
          .apply = [](std::span<const Var> a) { return std::vector{join_columns(a[0], a[1])}; },
          .reference =
              [](const OpCheck::Values& a) {
                const int W = a[0].cols();
                Matrix y(a[0].rows(), W + a[1].cols());
                for (int i = 0; i < y.rows(); ++i)
                  for (int j = 0; j < y.cols(); ++j) y(i, j) = j < W ? a[0](i, j) : a[1](i, j - W);
                return OpCheck::Values{y};
              }};
}

// M [N,W] -> [N,count]: the last columns of M. Requires 1 <= count <= W.
Var last_columns(Var M, int count) {
  const Op op("last_columns", {{"M", M, "NW"}});
  op.require(count >= 1 && count <= op.size('W'), "M has fewer columns than are taken");
  const Var y = op.make_matrix(op.size('N'), count);
  const int before = M.size() - y.size();
  for (int b = 0; b < op.batch(); ++b) std::copy_n(M.value(b) + before, y.size(), y.value(b));
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) kernels::add_scaled(M.adjoint(b) + before, y.adjoint(b), 1, y.size());
  });
  return y;
}
OpCheck check_last_columns() {
  return {.name = "last_columns",
          .arguments = {{"M", "NW"}},
          .sizes = {{'N', 5}, {'W', 4}},
          .bench_sizes = {{'N', 128}, {'W', 20}},
          .apply = [](std::span<const Var> a) { return std::vector{last_columns(a[0], 2)}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[0].rows(), 2);
                for (int i = 0; i < y.rows(); ++i)
                  for (int j = 0; j < 2; ++j) y(i, j) = a[0](i, a[0].cols() - 2 + j);
                return OpCheck::Values{y};
              }};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
