// Primitives on the memory. M is [N,W]; a column holds one feature of all N slots as neighbours, so every loop below
// runs down columns, over slots.
#include <algorithm>
#include <cmath>
#include <limits>

#include "memnet/core/kernels.hpp"
#include "memnet/core/op.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet::inline MEMNET_PRECISION {
namespace {

constexpr Scalar kSmallestProduct = Scalar(1e-8);  // of two norms; keeps an empty slot's cosine finite

const OpCheck::Stress kEmptyMemory = {"empty memory", [](OpCheck::Values& a) {
                                        for (Scalar& v : a[0].numbers()) v = 0;
                                      }};

}  // namespace

namespace {

// From k.M_i and |M_i|^2 to cos(k, M_i), |M_i| and the scores.
void finish_cosine(Out scores, Out cosine, Out norm, Scalar k_norm, Scalar strength, int N) {
#pragma omp simd
  for (int i = 0; i < N; ++i) {
    norm[i] = std::sqrt(norm[i]);
    cosine[i] /= larger(k_norm * norm[i], kSmallestProduct);
    scores[i] = strength * cosine[i];
  }
}

// What every column needs of dy: dM_i = p_i k - q_i M_i and dk = sum_i p_i M_i - pull k / |k|^2. The second terms come
// from the norms, and are left out where the floor holds.
void cosine_slopes(Out p, Out q, Scalar& slope, Scalar& pull, In dy, In cosine, In norm, Scalar k_norm, Scalar strength,
                   int N) {
  Scalar slopes = 0, pulls = 0;
#pragma omp simd reduction(+ : slopes, pulls)
  for (int i = 0; i < N; ++i) {
    const Scalar product = k_norm * norm[i];
    const Scalar turn = product < kSmallestProduct ? Scalar(0) : dy[i] * strength * cosine[i];
    p[i] = dy[i] * strength / larger(product, kSmallestProduct);
    q[i] = turn / larger(norm[i] * norm[i], std::numeric_limits<Scalar>::min());
    slopes += dy[i] * cosine[i];
    pulls += turn;
  }
  slope = slopes;
  pull = pulls;
}

// dm += p kj - q m; gives sum p m
Scalar pull_column(Out dm, In m, In p, In q, Scalar kj, int N) {
  Scalar along = 0;
#pragma omp simd reduction(+ : along)
  for (int i = 0; i < N; ++i) {
    along += p[i] * m[i];
    dm[i] += p[i] * kj - q[i] * m[i];
  }
  return along;
}

}  // namespace

// M [N,W], k [W], beta [1] >= 0 -> [N]: NTM eq. 5 and 6, the scores beta cos(k, M_i),
//   cos(k, m) = k.m / max(|k| |m|, 1e-8)
Var cosine_similarity(Var M, Var k, Var beta) {
  const Op op("cosine_similarity", {{"M", M, "NW"}, {"k", k, "W"}, {"beta", beta, "1"}});
  const Var y = op.make("N");
  const int N = op.size('N'), W = op.size('W'), batch = op.batch();
  Scalar* norms = op.room(N * batch);    // |M_i|
  Scalar* cosines = op.room(N * batch);  // cos(k, M_i)
  for (int b = 0; b < batch; ++b) {
    const Scalar* kb = k.value(b);
    Scalar *norm = norms + N * b, *cosine = cosines + N * b;
    kernels::dots_and_squares(cosine, norm, M.value(b), kb, N, W);
    const Scalar k_norm = std::sqrt(kernels::dot(kb, kb, W));
    finish_cosine(y.value(b), cosine, norm, k_norm, *beta.value(b), N);
  }
  op.count(4.0 * N * W * batch);
  op.pullback([=] {
    Scalar *p = y.tape().scratch(2 * N), *q = p + N;
    for (int b = 0; b < batch; ++b) {
      const Scalar *m = M.value(b), *kb = k.value(b), *dy = y.adjoint(b);
      const Scalar *norm = norms + N * b, *cosine = cosines + N * b;
      const Scalar strength = *beta.value(b), k_norm = std::sqrt(kernels::dot(kb, kb, W));
      Scalar slope = 0, pull = 0;
      cosine_slopes(p, q, slope, pull, dy, cosine, norm, k_norm, strength, N);
      *beta.adjoint(b) += slope;
      const Scalar shrink = pull / larger(k_norm * k_norm, std::numeric_limits<Scalar>::min());
      Scalar *dm = M.adjoint(b), *dk = k.adjoint(b);
      for (int j = 0; j < W; ++j, m += N, dm += N) dk[j] += pull_column(dm, m, p, q, kb[j], N) - shrink * kb[j];
    }
    y.tape().count(8.0 * N * W * batch);
  });
  return y;
}
OpCheck check_cosine_similarity() {
  return {.name = "cosine_similarity",
          .arguments = {{"M", "NW"}, {"k", "W"}, {"beta", "1", Domain::positive}},
          .sizes = {{'N', 6}, {'W', 4}},
          .bench_sizes = {{'N', 128}, {'W', 20}},
          .apply = [](std::span<const Var> a) { return std::vector{cosine_similarity(a[0], a[1], a[2])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[0].rows(), 1);
                for (int i = 0; i < y.rows(); ++i) {
                  double dot = 0, mm = 0, kk = 0;
                  for (int j = 0; j < a[1].rows(); ++j) {
                    dot += a[0](i, j) * a[1](j);
                    mm += a[0](i, j) * a[0](i, j);
                    kk += a[1](j) * a[1](j);
                  }
                  y(i) = static_cast<Scalar>(a[2](0) * dot / std::max(std::sqrt(kk) * std::sqrt(mm), 1e-8));
                }
                return OpCheck::Values{y};
              },
          .stress = {kEmptyMemory,
                     {"empty key",
                      [](OpCheck::Values& a) {
                        for (Scalar& v : a[1].numbers()) v = 0;
                      }},
                     {"beta 0", [](OpCheck::Values& a) { a[2](0) = 0; }},
                     {"beta 1000", [](OpCheck::Values& a) { a[2](0) = 1000; }}}};
}

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
  op.count(2.0 * N * W * batch);
  op.pullback([=] {
    for (int b = 0; b < batch; ++b) {
      const Scalar *m = M.value(b), *wb = w.value(b), *dr = r.adjoint(b);
      kernels::add_product(w.adjoint(b), m, dr, N, W, 1);
      for (int j = 0; j < W; ++j) kernels::add_scaled(M.adjoint(b) + j * N, wb, dr[j], N);
    }
    r.tape().count(4.0 * N * W * batch);
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

namespace {

void erase_column(Out y, In m, In w, Scalar ej, int N) {
#pragma omp simd
  for (int i = 0; i < N; ++i) y[i] = m[i] * (1 - w[i] * ej);
}

// dm += dy (1 - w ej); gives sum dy m w
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
  op.count(3.0 * N * W * batch);
  op.pullback([=] {
    for (int b = 0; b < batch; ++b) {
      const Scalar *m = M.value(b), *wb = w.value(b), *eb = e.value(b), *dy = y.adjoint(b);
      Scalar *dm = M.adjoint(b), *dw = w.adjoint(b), *de = e.adjoint(b);
      for (int j = 0; j < W; ++j, m += N, dy += N, dm += N) {
        de[j] -= pull_erased_column(dm, dy, m, wb, eb[j], N);
        pull_weighting(dw, dy, m, eb[j], 0, N);
      }
    }
    y.tape().count(8.0 * N * W * batch);
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
  op.count(2.0 * N * W * batch);
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
    y.tape().count(5.0 * N * W * batch);
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

// dm += dy (1 - w ej); de -= sum dy w m, da += sum dy w
void pull_written_column(Out dm, Scalar& de, Scalar& da, In dy, In m, In w, Scalar ej, int N) {
  Scalar erased = 0, added = 0;
#pragma omp simd reduction(+ : erased, added)
  for (int i = 0; i < N; ++i) {
    const Scalar share = dy[i] * w[i];
    added += share;
    erased += share * m[i];
    dm[i] += dy[i] - share * ej;
  }
  de -= erased;
  da += added;
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
  op.count(4.0 * N * W * batch);
  op.pullback([=] {
    for (int b = 0; b < batch; ++b) {
      const Scalar *m = M.value(b), *wb = w.value(b), *eb = e.value(b), *ab = a.value(b), *dy = y.adjoint(b);
      Scalar *dm = M.adjoint(b), *dw = w.adjoint(b), *de = e.adjoint(b), *da = a.adjoint(b);
      for (int j = 0; j < W; ++j, m += N, dy += N, dm += N) {
        pull_written_column(dm, de[j], da[j], dy, m, wb, eb[j], N);
        pull_weighting(dw, dy, m, eb[j], ab[j], N);
      }
    }
    y.tape().count(11.0 * N * W * batch);
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

}  // namespace memnet::inline MEMNET_PRECISION
