// Primitives on the memory M [N,W]: reading and writing.
//
// The idea: w holds the weight with which each slot is read or written. Example with N = 3 slots of width W = 2:
//   M = [1 2; 3 4; 5 6], w = [0 0.5 0.5]
//   read           r = 0.5 [3 4] + 0.5 [5 6] = [4 5]
//   erase, e = 1   M becomes [1 2; 1.5 2; 2.5 3]: half of slots 1 and 2 is removed
//   add, a = [2 8] M becomes [1 2; 4 8; 6 10]: half of a is added to slots 1 and 2
// A column of M lies contiguous in memory and holds one feature of all slots, so every loop below runs down columns.
#include <algorithm>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/math/lanes.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

using kernels::each_columns, kernels::each_register, kernels::load, kernels::store, kernels::RegisterSum;

const OpCheck::Stress kEmptyMemory = fill_argument("empty memory", 0, 0);

// dm += w dr^T and dw += m dr, for C columns
template <int C>
void pull_read_columns(Scalar* dm, Scalar* dw, const Scalar* m, const Scalar* w, const Scalar* dr, int N) {
  each_register(N, [=]<class V>(int i, V) {
    const V wi = load<V>(w + i);
    V dwi = load<V>(dw + i);
    for (int c = 0; c < C; ++c) {
      dwi += load<V>(m + c * N + i) * dr[c];
      store<V>(dm + c * N + i, load<V>(dm + c * N + i) + wi * dr[c]);
    }
    store<V>(dw + i, dwi);
  });
}

}  // namespace

// M [N,W], w [N] -> [W]: NTM eq. 2, r = sum_i w_i M_i
Var read(Var M, Var w) {
  const Op op("read", {{"M", M, "NW"}, {"w", w, "N"}});
  const Var r = op.make("W");
  const int N = op.size('N'), W = op.size('W'), batch = op.batch();
  for (int b = 0; b < batch; ++b) {
    const Scalar *m = M.value(b), *wb = w.value(b);
    std::fill_n(r.value(b), W, Scalar(0));
    kernels::add_transposed_times(r.value(b), m, wb, N, W, 1);
  }
  op.count_flops(2.0 * N * W * batch);
  op.pullback([=] {
    for (int b = 0; b < batch; ++b) {
      Scalar *dm = M.adjoint(b), *dw = w.adjoint(b);
      const Scalar *m = M.value(b), *wb = w.value(b), *dr = r.adjoint(b);
      each_columns<4>(W, [&]<int C>(int j) { pull_read_columns<C>(dm + j * N, dw, m + j * N, wb, dr + j, N); });
    }
    r.tape().count_flops(4.0 * N * W * batch);
  });
  return r;
}
OpCheck check_read() {
  return {.name = "read",
          .arguments = {{"M", "NW"}, {"w", "N", Domain::simplex}},
          .sizes = {{'N', 6}, {'W', 4}},
          .bench_sizes = {{'N', 128}, {'W', 20}},
          .apply = [](std::span<const Var> a) { return std::vector{read(a[0], a[1])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix r(a[0].cols(), 1);
                for (int i = 0; i < a[0].rows(); ++i)
                  for (int j = 0; j < a[0].cols(); ++j) r(j) += a[1](i) * a[0](i, j);
                return OpCheck::Values{r};
              },
          .stress = {kEmptyMemory}};
}

// M [N,W] -> [W]: the content of slot i
Var slot(Var M, int i) {
  const Op op("slot", {{"M", M, "NW"}});
  const Var y = op.make("W");
  const int N = op.size('N'), W = op.size('W');
  op.require(i >= 0 && i < N, "there is no such slot");
  for (int b = 0; b < op.batch(); ++b)
    for (int j = 0; j < W; ++j) y.value(b)[j] = M.value(b)[j * N + i];
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      const Scalar* dy = y.adjoint(b);
      Scalar* dm = M.adjoint(b);
      for (int j = 0; j < W; ++j) dm[j * N + i] += dy[j];
    }
  });
  return y;
}
OpCheck check_slot() {
  return {.name = "slot",
          .arguments = {{"M", "NW"}},
          .sizes = {{'N', 6}, {'W', 4}},
          .bench_sizes = {{'N', 128}, {'W', 20}},
          .apply = [](std::span<const Var> a) { return std::vector{slot(a[0], a[0].rows() / 2)}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[0].cols(), 1);
                for (int j = 0; j < y.rows(); ++j) y(j) = a[0](a[0].rows() / 2, j);
                return OpCheck::Values{y};
              }};
}

namespace {

void erase_column(Out y, In m, In w, Scalar ej, int N) {
#pragma omp simd
  for (int i = 0; i < N; ++i) y[i] = m[i] * (1 - w[i] * ej);
}

// dm += dy (1 - w ej). Returns sum dy m w.
Scalar pull_erased_column(Out dm, In dy, In m, In w, Scalar ej, int N) {
  Scalar slope = 0;
#pragma omp simd reduction(+ : slope)
  for (int i = 0; i < N; ++i) {
    slope += dy[i] * m[i] * w[i];
    dm[i] += dy[i] * (1 - w[i] * ej);
  }
  return slope;
}

// dw += dy (aj - m ej)
void pull_weighting(Out dw, In dy, In m, Scalar ej, Scalar aj, int N) {
#pragma omp simd
  for (int i = 0; i < N; ++i) dw[i] += dy[i] * (aj - m[i] * ej);
}

}  // namespace

// M [N,W], w [N], e [W] in [0,1] -> [N,W]: NTM eq. 3, M_i (1 - w_i e)
Var erase(Var M, Var w, Var e) {
  const Op op("erase", {{"M", M, "NW"}, {"w", w, "N"}, {"e", e, "W"}});
  const Var y = op.make("NW");
  const int N = op.size('N'), W = op.size('W'), batch = op.batch();
  for (int b = 0; b < batch; ++b)
    for (int j = 0; j < W; ++j) erase_column(y.value(b) + j * N, M.value(b) + j * N, w.value(b), e.value(b)[j], N);
  op.count_flops(3.0 * N * W * batch);
  op.pullback([=] {
    for (int b = 0; b < batch; ++b) {
      const Scalar *m = M.value(b), *wb = w.value(b), *eb = e.value(b), *dy = y.adjoint(b);
      Scalar *dm = M.adjoint(b), *dw = w.adjoint(b), *de = e.adjoint(b);
      for (int j = 0; j < W; ++j, m += N, dy += N, dm += N) {
        de[j] -= pull_erased_column(dm, dy, m, wb, eb[j], N);
        pull_weighting(dw, dy, m, eb[j], 0, N);
      }
    }
    y.tape().count_flops(8.0 * N * W * batch);
  });
  return y;
}
OpCheck check_erase() {
  return {.name = "erase",
          .arguments = {{"M", "NW"}, {"w", "N", Domain::simplex}, {"e", "W", Domain::unit}},
          .sizes = {{'N', 6}, {'W', 4}},
          .bench_sizes = {{'N', 128}, {'W', 20}},
          .apply = [](std::span<const Var> a) { return std::vector{erase(a[0], a[1], a[2])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y = a[0];
                for (int i = 0; i < y.rows(); ++i)
                  for (int j = 0; j < y.cols(); ++j) y(i, j) *= 1 - a[1](i) * a[2](j);
                return OpCheck::Values{y};
              },
          .stress = {kEmptyMemory}};
}

// M [N,W], w [N], a [W] -> [N,W]: NTM eq. 4, M_i + w_i a
Var add_outer(Var M, Var w, Var a) {
  const Op op("add_outer", {{"M", M, "NW"}, {"w", w, "N"}, {"a", a, "W"}});
  const Var y = op.make("NW");
  const int N = op.size('N'), W = op.size('W'), batch = op.batch();
  for (int b = 0; b < batch; ++b) {
    std::copy_n(M.value(b), N * W, y.value(b));
    for (int j = 0; j < W; ++j) kernels::add_scaled(y.value(b) + j * N, w.value(b), a.value(b)[j], N);
  }
  op.count_flops(2.0 * N * W * batch);
  op.pullback([=] {
    for (int b = 0; b < batch; ++b) {
      const Scalar *wb = w.value(b), *ab = a.value(b), *dy = y.adjoint(b);
      Scalar *dw = w.adjoint(b), *da = a.adjoint(b);
      kernels::add_scaled(M.adjoint(b), dy, 1, N * W);
      for (int j = 0; j < W; ++j, dy += N) {
        da[j] += kernels::dot(dy, wb, N);
        kernels::add_scaled(dw, dy, ab[j], N);
      }
    }
    y.tape().count_flops(5.0 * N * W * batch);
  });
  return y;
}
OpCheck check_add_outer() {
  return {.name = "add_outer",
          .arguments = {{"M", "NW"}, {"w", "N", Domain::simplex}, {"a", "W"}},
          .sizes = {{'N', 6}, {'W', 4}},
          .bench_sizes = {{'N', 128}, {'W', 20}},
          .apply = [](std::span<const Var> a) { return std::vector{add_outer(a[0], a[1], a[2])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y = a[0];
                for (int i = 0; i < y.rows(); ++i)
                  for (int j = 0; j < y.cols(); ++j) y(i, j) += a[1](i) * a[2](j);
                return OpCheck::Values{y};
              },
          .stress = {kEmptyMemory}};
}

namespace {

void write_column(Out y, In m, In w, Scalar ej, Scalar aj, int N) {
#pragma omp simd
  for (int i = 0; i < N; ++i) y[i] = m[i] + w[i] * (aj - m[i] * ej);
}

// The pullback of C columns. Turns dy into dm = dy (1 - w e), in place; dw += dy (a - m e), de -= sum dy w m, da += sum
// dy w.
template <int C>
void pull_written_columns(Scalar* dy, Scalar* dw, Scalar* de, Scalar* da, const Scalar* m, const Scalar* w,
                          const Scalar* e, const Scalar* a, int N) {
  RegisterSum erased[C], added[C];
  each_register(N, [&]<class V>(int i, V) {
    const V wi = load<V>(w + i);
    V dwi = load<V>(dw + i);
    for (int c = 0; c < C; ++c) {
      const V mi = load<V>(m + c * N + i), dyi = load<V>(dy + c * N + i), share = dyi * wi;
      added[c].add(share);
      erased[c].add(share * mi);
      dwi += dyi * (a[c] - mi * e[c]);
      store<V>(dy + c * N + i, dyi - share * e[c]);
    }
    store<V>(dw + i, dwi);
  });
  for (int c = 0; c < C; ++c) {
    de[c] -= erased[c].total();
    da[c] += added[c].total();
  }
}

}  // namespace

// M [N,W], w [N], e [W] in [0,1], a [W] -> [N,W]: NTM eq. 3 and 4, M_i (1 - w_i e) + w_i a, in one pass
Var erase_and_add(Var M, Var w, Var e, Var a) {
  const Op op("erase_and_add", {{"M", M, "NW"}, {"w", w, "N"}, {"e", e, "W"}, {"a", a, "W"}});
  const Var y = op.make("NW");
  const int N = op.size('N'), W = op.size('W'), batch = op.batch();
  for (int b = 0; b < batch; ++b) {
    const Scalar *eb = e.value(b), *ab = a.value(b);
    for (int j = 0; j < W; ++j) write_column(y.value(b) + j * N, M.value(b) + j * N, w.value(b), eb[j], ab[j], N);
  }
  op.count_flops(4.0 * N * W * batch);
  op.pullback([=] {
    for (int b = 0; b < batch; ++b) {
      Scalar *dy = y.adjoint(b), *dw = w.adjoint(b), *de = e.adjoint(b), *da = a.adjoint(b);
      const Scalar *m = M.value(b), *wb = w.value(b), *eb = e.value(b), *ab = a.value(b);
      each_columns<2>(W, [&]<int C>(int j) {
        pull_written_columns<C>(dy + j * N, dw, de + j, da + j, m + j * N, wb, eb + j, ab + j, N);
      });
    }
    y.tape().move_adjoint(y, M);
    y.tape().count_flops(11.0 * N * W * batch);
  });
  return y;
}
OpCheck check_erase_and_add() {
  return {.name = "erase_and_add",
          .arguments = {{"M", "NW"}, {"w", "N", Domain::simplex}, {"e", "W", Domain::unit}, {"a", "W"}},
          .sizes = {{'N', 6}, {'W', 4}},
          .bench_sizes = {{'N', 128}, {'W', 20}},
          .apply = [](std::span<const Var> a) { return std::vector{erase_and_add(a[0], a[1], a[2], a[3])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y = a[0];
                for (int i = 0; i < y.rows(); ++i)
                  for (int j = 0; j < y.cols(); ++j) y(i, j) = y(i, j) * (1 - a[1](i) * a[2](j)) + a[1](i) * a[3](j);
                return OpCheck::Values{y};
              },
          .stress = {kEmptyMemory}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
