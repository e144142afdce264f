// Primitives that put the columns of matrices side by side, and take some of them, or each by itself.
//
// Example: M = [1 2; 3 4] and A = [5; 6] are joined to [1 2 5; 3 4 6], whose last two columns are [2 5; 4 6]; its
// columns by themselves are [1; 3], [2; 4] and [5; 6].
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

// M [N,W] -> W values [N]: the columns of M
std::span<const Var> split_columns(Var M) {
  const Op op("split_columns", {{"M", M, "NW"}});
  const int N = op.size('N');
  const std::span<Var> columns = M.tape().arena().allocate_array<Var>(static_cast<std::size_t>(op.size('W')));
  for (std::size_t j = 0; j < columns.size(); ++j) {
    columns[j] = op.make("N");
    for (int b = 0; b < op.batch(); ++b) std::copy_n(M.value(b) + static_cast<int>(j) * N, N, columns[j].value(b));
  }
  op.pullback([=] {
    for (int b = 0; b < M.batch(); ++b)
      for (std::size_t j = 0; j < columns.size(); ++j)
        kernels::add_scaled(M.adjoint(b) + static_cast<int>(j) * N, columns[j].adjoint(b), 1, N);
  });
  return columns;
}
OpCheck check_split_columns() {
  return {.name = "split_columns",
          .arguments = {{"M", "NW"}},
          .sizes = {{'N', 5}, {'W', 3}},
          .bench_sizes = {{'N', 64}, {'W', 16}},
          .apply =
              [](std::span<const Var> a) {
                const std::span<const Var> columns = split_columns(a[0]);
                return std::vector<Var>(columns.begin(), columns.end());
              },
          .reference =
              [](const OpCheck::Values& a) {
                OpCheck::Values columns;
                for (int j = 0; j < a[0].cols(); ++j) {
                  columns.emplace_back(a[0].rows(), 1);
                  std::ranges::copy(a[0].column(j), columns.back().numbers().begin());
                }
                return columns;
              }};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
