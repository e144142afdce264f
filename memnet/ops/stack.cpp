// Primitives of neural stacks, queues and deques.
//
// The idea: a neural stack (Grefenstette et al. 2015) holds in row i a value and its strength s_i, how much of it is
// there. To pop u takes strength away from one end; to read takes the strength that lies in front there, 1 in all.
// Example with the end on the right:
//   s = [0.7 0.5 0.9], pop u = 1.2   s becomes [0.7 0.2 0]: 0.9 of the last row, 0.3 of the one before it
//   push with strength 0.6           s becomes [0.7 0.2 0.6]
//   front                            w = [0.2 0.2 0.6]: all of the last two rows, 0.2 of the first
#include <algorithm>
#include <array>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Returns the row that is number k from this end.
int row_from(End end, int k, int N) { return end == End::first ? k : N - 1 - k; }

// Returns q_i, the strength of all rows nearer to this end than row i, for the references.
Scalar strength_nearer(const Matrix& s, int i, End end) {
  Scalar sum = 0;
  for (int k = 0; row_from(end, k, s.rows()) != i; ++k) sum += s(row_from(end, k, s.rows()));
  return sum;
}

}  // namespace

// s [N] >= 0, u [1] >= 0 -> [N] >= 0: Grefenstette et al. eq. 2, max(0, s_i - max(0, u - q_i)), where q_i is the
// strength of all rows nearer to the end
Var pop(Var s, Var u, End end) {
  const Op op("pop", {{"s", s, "N"}, {"u", u, "1"}});
  const Var y = op.make("N");
  const int N = op.size('N');
  for (int b = 0; b < op.batch(); ++b) {
    const Scalar *sb = s.value(b), amount = *u.value(b);
    Scalar nearer = 0;
    for (int k = 0; k < N; ++k) {
      const int i = row_from(end, k, N);
      y.value(b)[i] = larger(sb[i] - larger(amount - nearer, 0), 0);
      nearer += sb[i];
    }
  }
  op.count_flops(4.0 * N * op.batch());
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      const Scalar *sb = s.value(b), *yb = y.value(b), *dy = y.adjoint(b), amount = *u.value(b);
      Scalar *ds = s.adjoint(b), *du = u.adjoint(b), nearer = 0;
      for (int k = 0; k < N; ++k) {
        const int i = row_from(end, k, N);
        const bool pops = amount > nearer;
        nearer += sb[i];
        if (yb[i] == 0) continue;
        ds[i] += dy[i];
        if (!pops) continue;
        // Only one row is popped in part: those nearer to the end are gone.
        *du -= dy[i];
        for (int j = 0; j < k; ++j) ds[row_from(end, j, N)] += dy[i];
      }
    }
    y.tape().count_flops(3.0 * N * y.batch());
  });
  return y;
}
OpCheck check_pop() {
  return {.name = "pop",
          .arguments = {{"s", "N", Domain::unit}, {"u", "1", Domain::positive}},
          .sizes = {{'N', 7}},
          .bench_sizes = {{'N', 128}},
          .apply =
              [](std::span<const Var> a) {
                return std::vector{pop(a[0], a[1], End::first), pop(a[0], a[1], End::last)};
              },
          .reference =
              [](const OpCheck::Values& a) {
                OpCheck::Values both;
                for (const End end : {End::first, End::last}) {
                  Matrix y = a[0];
                  for (int i = 0; i < y.rows(); ++i) {
                    const Scalar taken = std::max(a[1](0) - strength_nearer(a[0], i, end), Scalar(0));
                    y(i) = std::max(a[0](i) - taken, Scalar(0));
                  }
                  both.push_back(y);
                }
                return both;
              },
          .stress = {fill_argument("nothing there", 0, 0), fill_argument("nothing popped", 1, 0),
                     fill_argument("everything popped", 1, 1000)}};
}

// s [N] >= 0 -> [N] >= 0, sum <= 1: Grefenstette et al. eq. 3, w_i = min(s_i, max(0, 1 - q_i)), where q_i is the
// strength of all rows nearer to the end
Var front(Var s, End end) {
  const Op op("front", {{"s", s, "N"}});
  const Var w = op.make("N");
  const int N = op.size('N');
  for (int b = 0; b < op.batch(); ++b) {
    const Scalar* sb = s.value(b);
    Scalar nearer = 0;
    for (int k = 0; k < N; ++k) {
      const int i = row_from(end, k, N);
      const Scalar rest = larger(1 - nearer, 0);
      w.value(b)[i] = rest < sb[i] ? rest : sb[i];
      nearer += sb[i];
    }
  }
  op.count_flops(4.0 * N * op.batch());
  op.pullback([=] {
    for (int b = 0; b < w.batch(); ++b) {
      const Scalar *sb = s.value(b), *dw = w.adjoint(b);
      Scalar *ds = s.adjoint(b), nearer = 0;
      for (int k = 0; k < N && nearer < 1; ++k) {
        const int i = row_from(end, k, N);
        if (sb[i] <= 1 - nearer)
          ds[i] += dw[i];
        else  // the last row that is read
          for (int j = 0; j < k; ++j) ds[row_from(end, j, N)] -= dw[i];
        nearer += sb[i];
      }
    }
    w.tape().count_flops(2.0 * N * w.batch());
  });
  return w;
}
OpCheck check_front() {
  return {.name = "front",
          .arguments = {{"s", "N", Domain::unit}},
          .sizes = {{'N', 7}},
          .bench_sizes = {{'N', 128}},
          .apply =
              [](std::span<const Var> a) {
                return std::vector{front(a[0], End::first), front(a[0], End::last)};
              },
          .reference =
              [](const OpCheck::Values& a) {
                OpCheck::Values both;
                for (const End end : {End::first, End::last}) {
                  Matrix w = a[0];
                  for (int i = 0; i < w.rows(); ++i)
                    w(i) = std::min(a[0](i), std::max(1 - strength_nearer(a[0], i, end), Scalar(0)));
                  both.push_back(w);
                }
                return both;
              },
          .stress = {fill_argument("nothing there", 0, 0), scale_argument("large strengths", 0, 1000)}};
}

namespace {

// How a push moves the rows of an example: runs of rows that keep their order, and the row that is new.
struct PushedRows {
  struct Run {
    int to, from, count;
  };
  std::array<Run, 4> runs;
  int row;

  PushedRows(Rows rows, int count, int N) : row(0) {
    const int low = std::min(rows.first, rows.last), high = std::max(rows.first, rows.last), all = high - low + 1;
    const bool upward = rows.first <= rows.last, full = count >= all;
    const int filled = std::min(count, all - 1);
    row = upward ? low + filled : high - filled;
    const int below = row - low, above = high - row;
    // Once the rows are full, all of them move by one, and the row pushed first is lost.
    const Run inner = upward ? Run{low, full ? low + 1 : low, below} : Run{row + 1, full ? row : row + 1, above};
    const Run free = upward ? Run{row + 1, row + 1, above} : Run{low, low, below};
    runs = {Run{0, 0, low}, inner, free, Run{high + 1, high + 1, N - 1 - high}};
  }
};

}  // namespace

// X [N,W], x [W], count [1] -> [N,W]: Grefenstette et al. eq. 1, x becomes the next of the rows from rows.first to
// rows.last (upward or downward), of which `count` have been pushed. Once there is no free row, all of them move by one
// toward rows.first, and what was there is lost.
Var push(Var X, Var x, Var count, Rows rows) {
  const Op op("push", {{"X", X, "NW"}, {"x", x, "W"}, {"count", count, "1"}});
  const int N = op.size('N'), W = op.size('W');
  op.require(std::min(rows.first, rows.last) >= 0 && std::max(rows.first, rows.last) < N, "there are no such rows");
  const Var Y = op.make("NW");
  for (int b = 0; b < op.batch(); ++b) {
    op.require(*count.value(b) >= 0, "count has to be at least 0");
    const PushedRows pushed(rows, static_cast<int>(*count.value(b)), N);
    for (int j = 0; j < W; ++j) {
      const Scalar* from = X.value(b) + j * N;
      Scalar* to = Y.value(b) + j * N;
      for (const auto& run : pushed.runs) std::copy_n(from + run.from, run.count, to + run.to);
      to[pushed.row] = x.value(b)[j];
    }
  }
  op.pullback([=] {
    for (int b = 0; b < Y.batch(); ++b) {
      const PushedRows pushed(rows, static_cast<int>(*count.value(b)), N);
      Scalar *dX = X.adjoint(b), *dx = x.adjoint(b);
      for (int j = 0; j < W; ++j, dX += N) {
        const Scalar* dY = Y.adjoint(b) + j * N;
        for (const auto& run : pushed.runs) kernels::add_scaled(dX + run.from, dY + run.to, 1, run.count);
        dx[j] += dY[pushed.row];
      }
    }
    Y.tape().count_flops(1.0 * Y.numbers());
  });
  return Y;
}
OpCheck check_push() {
  return {.name = "push",
          .arguments = {{"X", "NW"}, {"x", "W"}, {"count", "1", Domain::index}},
          .sizes = {{'N', 6}, {'W', 3}},
          .bench_sizes = {{'N', 128}, {'W', 20}},
          // Four of the six rows, so that they are full at some counts.
          .apply =
              [](std::span<const Var> a) {
                const int last = a[0].rows() - 2;
                return std::vector{push(a[0], a[1], a[2], {1, last}), push(a[0], a[1], a[2], {last, 1})};
              },
          .reference =
              [](const OpCheck::Values& a) {
                OpCheck::Values both;
                for (const int step : {1, -1}) {
                  const int size = a[0].rows() - 2, first = step == 1 ? 1 : size, count = static_cast<int>(a[2](0));
                  std::vector<int> kept;  // rows, in the order in which they were pushed
                  for (int k = 0; k < size; ++k) kept.push_back(first + step * k);
                  std::vector<int> sources = kept;
                  if (count >= size) sources.erase(sources.begin());
                  const int place = std::min(count, size - 1);
                  Matrix y = a[0];
                  for (int j = 0; j < y.cols(); ++j)
                    for (int k = 0; k < size; ++k)
                      y(kept[static_cast<std::size_t>(k)], j) =
                          k == place ? a[1](j) : a[0](sources[static_cast<std::size_t>(k)], j);
                  both.push_back(y);
                }
                return both;
              }};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
