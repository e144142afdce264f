// Primitives for sequences whose steps, or places, are the columns of a matrix.
//
// Example: side_by_side of [1 2] and [3 4] is the matrix M with these columns; columns_of(M) are [1 2] and [3 4] again;
// append_column(M, [5 6]) has the columns [3 4] and [5 6].
#include <algorithm>
#include <cmath>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// T parts [W] -> [W,T]
Var side_by_side(std::span<const Var> parts) {
  const Op op("side_by_side", parts, "W");
  const std::span<const Var> kept = op.keep(parts);
  const int W = op.size('W');
  const Var y = op.make_matrix(W, static_cast<int>(kept.size()));
  for (int b = 0; b < op.batch(); ++b) {
    Scalar* out = y.value(b);
    for (const Var part : kept) out = std::copy_n(part.value(b), W, out);
  }
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      const Scalar* dy = y.adjoint(b);
      for (const Var part : kept) {
        kernels::add_scaled(part.adjoint(b), dy, 1, W);
        dy += W;
      }
    }
  });
  return y;
}
OpCheck check_side_by_side() {
  return {.name = "side_by_side",
          .arguments = {{"x", "W"}, {"y", "W"}, {"z", "W"}},
          .sizes = {{'W', 4}},
          .bench_sizes = {{'W', 128}},
          .apply = [](std::span<const Var> a) { return std::vector{side_by_side(a)}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[0].rows(), 3);
                for (int t = 0; t < 3; ++t)
                  for (int i = 0; i < y.rows(); ++i) y(i, t) = a[static_cast<std::size_t>(t)](i);
                return OpCheck::Values{y};
              }};
}

// X [W,T] -> T values [W]
std::span<const Var> columns_of(Var X) {
  const Op op("columns_of", {{"X", X, "WT"}});
  const int W = op.size('W'), T = op.size('T');
  const std::span<Var> columns = X.tape().arena().allocate_array<Var>(static_cast<std::size_t>(T));
  for (int t = 0; t < T; ++t) {
    const Var y = columns[static_cast<std::size_t>(t)] = op.make("W");
    for (int b = 0; b < op.batch(); ++b) std::copy_n(X.value(b) + static_cast<long>(t) * W, W, y.value(b));
  }
  op.pullback([=] {
    for (int t = 0; t < T; ++t) {
      const Var y = columns[static_cast<std::size_t>(t)];
      if (y.node().adjoint == nullptr) continue;
      for (int b = 0; b < y.batch(); ++b)
        kernels::add_scaled(X.adjoint(b) + static_cast<long>(t) * W, y.adjoint(b), 1, W);
    }
  });
  return columns;
}
OpCheck check_columns_of() {
  return {.name = "columns_of",
          .arguments = {{"X", "WT"}},
          .sizes = {{'W', 4}, {'T', 3}},
          .bench_sizes = {{'W', 128}, {'T', 64}},
          .apply =
              [](std::span<const Var> a) {
                const std::span<const Var> columns = columns_of(a[0]);
                return std::vector(columns.begin(), columns.end());
              },
          .reference =
              [](const OpCheck::Values& a) {
                OpCheck::Values columns;
                for (int t = 0; t < a[0].cols(); ++t) {
                  Matrix& y = columns.emplace_back(a[0].rows(), 1);
                  for (int i = 0; i < y.rows(); ++i) y(i) = a[0](i, t);
                }
                return columns;
              }};
}

// M [N,W] -> [W,N]
Var transpose(Var M) {
  const Op op("transpose", {{"M", M, "NW"}});
  const int N = op.size('N'), W = op.size('W');
  const Var y = op.make("WN");
  for (int b = 0; b < op.batch(); ++b)
    for (int i = 0; i < N; ++i)
      for (int j = 0; j < W; ++j) y.value(b)[static_cast<long>(i) * W + j] = M.value(b)[static_cast<long>(j) * N + i];
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      const Scalar* dy = y.adjoint(b);
      Scalar* dM = M.adjoint(b);
      for (int i = 0; i < N; ++i)
        for (int j = 0; j < W; ++j) dM[static_cast<long>(j) * N + i] += dy[static_cast<long>(i) * W + j];
    }
  });
  return y;
}
OpCheck check_transpose() {
  return {.name = "transpose",
          .arguments = {{"M", "NW"}},
          .sizes = {{'N', 5}, {'W', 3}},
          .bench_sizes = {{'N', 64}, {'W', 128}},
          .apply = [](std::span<const Var> a) { return std::vector{transpose(a[0])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[0].cols(), a[0].rows());
                for (int i = 0; i < y.rows(); ++i)
                  for (int j = 0; j < y.cols(); ++j) y(i, j) = a[0](j, i);
                return OpCheck::Values{y};
              }};
}

// M [W,C], x [W] -> [W,C]: M without its first column, and x behind its last one
Var append_column(Var M, Var x) {
  const Op op("append_column", {{"M", M, "WC"}, {"x", x, "W"}});
  const Var y = op.make("WC");
  const int W = op.size('W'), kept = M.size() - W;
  for (int b = 0; b < op.batch(); ++b) std::copy_n(x.value(b), W, std::copy_n(M.value(b) + W, kept, y.value(b)));
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      kernels::add_scaled(M.adjoint(b) + W, y.adjoint(b), 1, kept);
      kernels::add_scaled(x.adjoint(b), y.adjoint(b) + kept, 1, W);
    }
  });
  return y;
}
OpCheck check_append_column() {
  return {.name = "append_column",
          .arguments = {{"M", "WC"}, {"x", "W"}},
          .sizes = {{'W', 4}, {'C', 3}},
          .bench_sizes = {{'W', 128}, {'C', 64}},
          .apply = [](std::span<const Var> a) { return std::vector{append_column(a[0], a[1])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[0].rows(), a[0].cols());
                for (int i = 0; i < y.rows(); ++i)
                  for (int t = 0; t < y.cols(); ++t) y(i, t) = t + 1 < y.cols() ? a[0](i, t + 1) : a[1](i);
                return OpCheck::Values{y};
              }};
}

namespace {

// Returns the bucket, of `count`, of a distance of 0 and more: its own one for each of the small distances, one for
// more and more of the larger ones, and the last one for all from `farthest` on (Raffel et al. 2020, section 2.1).
int bucket_of(int distance, int count, int farthest) {
  const int own = count / 2;
  if (distance < own) return distance;
  if (own == 0 || farthest <= own) return std::min(distance, count - 1);
  const double share = std::log(static_cast<double>(distance) / own) / std::log(static_cast<double>(farthest) / own);
  return own + static_cast<int>(std::min(share * (count - own), static_cast<double>(count - own - 1)));
}

int bucket_of_place(int place, int buckets, const Distances& distances) {
  const int distance = place - (distances.keys - 1);  // of a key from its query
  if (!distances.both_ways) return bucket_of(std::max(-distance, 0), buckets, distances.farthest);
  const int before = buckets - buckets / 2;  // and the query itself
  return distance <= 0 ? bucket_of(-distance, before, distances.farthest)
                       : before + bucket_of(distance - 1, buckets / 2, distances.farthest);
}

}  // namespace

// table [K,H] -> [T+S-1,H]: in row i the biases of keys at the distance i - (S - 1) from their query, the row of the
// bucket of this distance (Raffel et al. 2020, section 2.1: T5)
Var relative_biases(Var table, const Distances& distances) {
  const Op op("relative_biases", {{"table", table, "KH"}});
  const int K = op.size('K'), H = op.size('H'), D = distances.queries + distances.keys - 1;
  op.require(!distances.both_ways || K >= 2, "table needs a row for each side");
  const Var y = op.make_matrix(D, H);
  for (int b = 0; b < op.batch(); ++b)
    for (int i = 0; i < D; ++i) {
      const int bucket = bucket_of_place(i, K, distances);
      for (int h = 0; h < H; ++h) y.value(b)[static_cast<long>(h) * D + i] = table.value(b)[h * K + bucket];
    }
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      const Scalar* dy = y.adjoint(b);
      Scalar* slope = table.adjoint(b);
      for (int i = 0; i < D; ++i) {
        const int bucket = bucket_of_place(i, K, distances);
        for (int h = 0; h < H; ++h) slope[h * K + bucket] += dy[static_cast<long>(h) * D + i];
      }
    }
  });
  return y;
}
OpCheck check_relative_biases() {
  return {.name = "relative_biases",
          .arguments = {{"table", "KH"}},
          .sizes = {{'K', 7}, {'H', 2}},
          .bench_sizes = {{'K', 32}, {'H', 4}},
          .apply =
              [](std::span<const Var> a) {
                const Distances distances{.queries = 9, .keys = 9, .both_ways = true, .farthest = 8};
                return std::vector{relative_biases(a[0], distances)};
              },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(17, a[0].cols());
                // Of 4 buckets for distances from 0 back, and 3 for those from 1 on: 0, 1, 2 to 3 and 4 on; 1, 2 and
                // on.
                static constexpr int kBack[] = {0, 1, 2, 2, 3, 3, 3, 3, 3}, kOn[] = {4, 5, 5, 6, 6, 6, 6, 6};
                const bool is_usual = a[0].rows() == 7;
                for (int i = 0; i < 17; ++i)
                  for (int h = 0; h < y.cols(); ++h) {
                    const int distance = i - 8;
                    const int bucket = is_usual ? (distance <= 0 ? kBack[-distance] : kOn[distance - 1])
                                                : bucket_of_place(i, a[0].rows(), {9, 9, true, 8});
                    y(i, h) = a[0](bucket, h);
                  }
                return OpCheck::Values{y};
              }};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
