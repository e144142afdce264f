// Primitives on the order in which memory slots were written (DNC: Graves et al. 2016, Methods, "Temporal memory
// linkage").
//
// The idea: L_ij says how much slot i was written right after slot j. A reader at slot j gets to what was written next
// by L, and to what was written before by L^T. Example with N = 3: slot 2 is written, then slot 0. Then L has a 1 in
// row 0, column 2; a reader with r = [0 0 1] has forward = L r = [1 0 0], and backward = L^T r = [0 0 0].
//
// L is by far the largest value of a DNC: [N,N] numbers for each example and step, so what counts is how often it is
// loaded. links_after() updates it and reads it in both directions for all readers in one pass, a few columns at a
// time. The pullback is one pass over the old L, from which it computes the new one again, and over the adjoint of the
// new L, which it turns into that of the old one in place.
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

constexpr int kTogether = 4;  // columns that are computed together

// Columns j, j + 1, ... of the new links: y_i = (1 - w_i - w_j) l_i + w_i p_j, and 0 on the diagonal. They come from
// main memory, which is fastest in one go, so they are computed one after the other.
template <int C>
void link_columns(Out y, In l, In w, In p, int j, int N) {
  for (int c = 0; c < C; ++c) {
    const Scalar keep = 1 - w[j + c], pj = p[j + c];
#pragma omp simd
    for (int i = 0; i < N; ++i) y[c * N + i] = (keep - w[i]) * l[c * N + i] + w[i] * pj;
    y[c * N + j + c] = 0;
  }
}

// forward += column r_j, backward_j = column.r
template <int C>
void follow_columns(Out forward, Out backward, In columns, In r, int j, int N) {
  RegisterSum sums[C];
  Scalar rj[C];
  std::copy_n(r + j, C, rj);
  each_register(N, [&, forward, columns, r]<class V>(int i, V) {
    const V ri = load<V>(r + i);
    V along = load<V>(forward + i);
    for (int c = 0; c < C; ++c) {
      const V column = load<V>(columns + c * N + i);
      sums[c].add(column * ri);
      along += column * rj[c];
    }
    store(forward + i, along);
  });
  for (int c = 0; c < C; ++c) backward[j + c] = sums[c].total();
}

// The adjoints of what follow_columns computed: slope += dforward r_j + r dbackward_j by the column,
// dr += column dbackward_j, and dr_j += column.dforward
template <int C>
void pull_followed(Out slope, Out dr, In columns, In dforward, In dbackward, In r, int j, int N) {
  RegisterSum sums[C];
  Scalar rj[C], db[C];
  std::copy_n(r + j, C, rj);
  std::copy_n(dbackward + j, C, db);
  each_register(N, [&, slope, dr, columns, dforward, r]<class V>(int i, V) {
    const V ri = load<V>(r + i), df = load<V>(dforward + i);
    V dri = load<V>(dr + i);
    for (int c = 0; c < C; ++c) {
      const V column = load<V>(columns + c * N + i);
      sums[c].add(column * df);
      dri += column * db[c];
      store(slope + c * N + i, load<V>(slope + c * N + i) + (df * rj[c] + ri * db[c]));
    }
    store(dr + i, dri);
  });
  for (int c = 0; c < C; ++c) dr[j + c] += sums[c].total();
}

// The adjoints of what link_columns computed: slope (1 - w_i - w_j) by l, which takes the place of slope,
// dw += slope (p_j - l), dp_j += slope.w, and dw_j -= slope.l
template <int C>
void pull_link_columns(Out slope, Out dw, Out dp, In l, In w, In p, int j, int N) {
  RegisterSum by_w[C], by_l[C];
  Scalar keep[C], pj[C];
  for (int c = 0; c < C; ++c) {
    keep[c] = 1 - w[j + c], pj[c] = p[j + c];
    slope[c * N + j + c] = 0;
  }
  each_register(N, [&, slope, dw, l, w]<class V>(int i, V) {
    const V wi = load<V>(w + i);
    V dwi = load<V>(dw + i);
    for (int c = 0; c < C; ++c) {
      const V s = load<V>(slope + c * N + i), lc = load<V>(l + c * N + i);
      by_w[c].add(s * wi);
      by_l[c].add(s * lc);
      dwi += s * (pj[c] - lc);
      store(slope + c * N + i, s * (keep[c] - wi));
    }
    store(dw + i, dwi);
  });
  for (int c = 0; c < C; ++c) {
    dp[j + c] += by_w[c].total();
    dw[j + c] -= by_l[c].total();
  }
}

}  // namespace

// L_before [N,N], p [N], w [N], readers r_1, r_2, ... [N] -> L [N,N], forward_1, forward_2, ..., backward_1, ... [N]
//   L_ij = (1 - w_i - w_j) L_before_ij + w_i p_j, and L_ii = 0; forward = L r, backward = L^T r
// with w the weighting of the write head, and p the precedence before it. If every row and column of L_before, w and p
// have sums of at most 1, so have those of L.
LinksAfter links_after(Var L_before, Var p, Var w, std::span<const Var> readers) {
  const Op op("links_after", {{"L_before", L_before, "NN"}, {"p", p, "N"}, {"w", w, "N"}}, readers, "N");
  const std::size_t R = readers.size();
  const std::span<const Var> r = op.keep(readers);
  const Var L = op.make("NN");
  const std::span<Var> followed = w.tape().arena().allocate_array<Var>(2 * R);
  for (Var& direction : followed) direction = op.make("N");
  const std::span<const Var> forward = followed.first(R), backward = followed.subspan(R);
  const int N = op.size('N'), batch = op.batch();
  for (const Var f : forward) std::fill_n(f.value(), f.numbers(), Scalar(0));
  for (int b = 0; b < batch; ++b)
    each_columns<kTogether>(N, [&]<int C>(int j) {
      Scalar* columns = L.value(b) + j * N;
      link_columns<C>(columns, L_before.value(b) + j * N, w.value(b), p.value(b), j, N);
      for (std::size_t k = 0; k < R; ++k)
        follow_columns<C>(forward[k].value(b), backward[k].value(b), columns, r[k].value(b), j, N);
    });
  op.count_flops((5.0 + 4.0 * static_cast<double>(R)) * N * N * batch);
  op.pullback([=] {
    Scalar *dw = L.tape().scratch(1 + kTogether, N), *columns = dw + N;
    for (int b = 0; b < batch; ++b) {
      std::fill_n(dw, N, Scalar(0));
      each_columns<kTogether>(N, [&]<int C>(int j) {
        const Scalar *l = L_before.value(b) + j * N, *wb = w.value(b), *pb = p.value(b);
        Scalar* slope = L.adjoint(b) + j * N;
        link_columns<C>(columns, l, wb, pb, j, N);
        for (std::size_t k = 0; k < R; ++k)
          pull_followed<C>(slope, r[k].adjoint(b), columns, forward[k].adjoint(b), backward[k].adjoint(b),
                           r[k].value(b), j, N);
        pull_link_columns<C>(slope, dw, p.adjoint(b), l, wb, pb, j, N);
      });
      kernels::add_scaled(w.adjoint(b), dw, 1, N);
    }
    L.tape().move_adjoint(L, L_before);
    L.tape().count_flops((12.0 + 9.0 * static_cast<double>(R)) * N * N * batch);
  });
  return {L, forward, backward};
}
OpCheck check_links_after() {
  return {.name = "links_after",
          .arguments = {{"L_before", "NN", Domain::unit},
                        {"p", "N", Domain::simplex},
                        {"w", "N", Domain::simplex},
                        {"r_1", "N", Domain::simplex},
                        {"r_2", "N", Domain::simplex}},
          .sizes = {{'N', 6}},
          .bench_sizes = {{'N', 128}},
          .apply =
              [](std::span<const Var> a) {
                const auto [L, forward, backward] = links_after(a[0], a[1], a[2], a.subspan(3));
                return std::vector{L, forward[0], forward[1], backward[0], backward[1]};
              },
          .reference =
              [](const OpCheck::Values& a) {
                const int N = a[1].rows();
                OpCheck::Values y = {a[0], Matrix(N, 1), Matrix(N, 1), Matrix(N, 1), Matrix(N, 1)};
                for (int i = 0; i < N; ++i)
                  for (int j = 0; j < N; ++j) {
                    Scalar& L = y[0](i, j);
                    L = i == j ? 0 : (1 - a[2](i) - a[2](j)) * L + a[2](i) * a[1](j);
                    for (std::size_t k = 0; k < 2; ++k) {
                      y[1 + k](i) += L * a[3 + k](j);
                      y[3 + k](j) += L * a[3 + k](i);
                    }
                  }
                return y;
              },
          .stress = {fill_argument("no links yet", 0, 0), fill_argument("nothing written", 2, 0)}};
}

// p [N], w [N] -> [N]: how much each slot is the one that was written last, (1 - sum w) p + w
Var precedence(Var p, Var w) {
  const Op op("precedence", {{"p", p, "N"}, {"w", w, "N"}});
  const Var y = op.make("N");
  const int N = op.size('N');
  for (int b = 0; b < op.batch(); ++b) {
    std::copy_n(w.value(b), N, y.value(b));
    kernels::add_scaled(y.value(b), p.value(b), 1 - kernels::sum(w.value(b), N), N);
  }
  op.count_flops(3.0 * y.numbers());
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      const Scalar* dy = y.adjoint(b);
      const Scalar by_sum = kernels::dot(dy, p.value(b), N);
      kernels::add_scaled(p.adjoint(b), dy, 1 - kernels::sum(w.value(b), N), N);
      const Out dw = w.adjoint(b);
#pragma omp simd
      for (int i = 0; i < N; ++i) dw[i] += dy[i] - by_sum;
    }
    y.tape().count_flops(7.0 * y.numbers());
  });
  return y;
}
OpCheck check_precedence() {
  return {.name = "precedence",
          .arguments = {{"p", "N", Domain::simplex}, {"w", "N", Domain::unit}},
          .sizes = {{'N', 7}},
          .bench_sizes = {{'N', 128}},
          .apply = [](std::span<const Var> a) { return std::vector{precedence(a[0], a[1])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y = a[1];
                Scalar sum = 0;
                for (const Scalar w : a[1].numbers()) sum += w;
                for (int i = 0; i < y.rows(); ++i) y(i) += (1 - sum) * a[0](i);
                return OpCheck::Values{y};
              },
          .stress = {fill_argument("nothing written", 1, 0)}};
}

// p simplex [K], K parts [N,W] -> [N,W]: p_1 part_1 + ... + p_K part_K; in a DNC the three modes of reading, in ACT
// what the inner steps give. The value does not depend on parts without weight, whatever they are.
Var blend(Var p, std::span<const Var> parts) {
  const Op op("blend", {{"p", p, "K"}}, parts, "NW");
  const int K = op.size('K');
  op.require(static_cast<std::size_t>(K) == parts.size(), "p needs a number for each part");
  const std::span<const Var> x = op.keep(parts);
  const Var y = op.make("NW");
  std::fill_n(y.value(), y.numbers(), Scalar(0));
  for (int b = 0; b < op.batch(); ++b)
    for (int k = 0; k < K; ++k)
      if (p.value(b)[k] != 0)
        kernels::add_scaled(y.value(b), x[static_cast<std::size_t>(k)].value(b), p.value(b)[k], y.size());
  op.count_flops(2.0 * K * y.numbers());
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b)
      for (int k = 0; k < K; ++k) {
        const Var part = x[static_cast<std::size_t>(k)];
        p.adjoint(b)[k] += kernels::dot(y.adjoint(b), part.value(b), y.size());
        kernels::add_scaled(part.adjoint(b), y.adjoint(b), p.value(b)[k], y.size());
      }
    y.tape().count_flops(4.0 * K * y.numbers());
  });
  return y;
}
OpCheck check_blend() {
  return {.name = "blend",
          .arguments = {{"p", "K", Domain::simplex}, {"x", "NW"}, {"y", "NW"}, {"z", "NW"}},
          .sizes = {{'K', 3}, {'N', 7}, {'W', 2}},
          .bench_sizes = {{'K', 3}, {'N', 128}, {'W', 1}},
          .apply = [](std::span<const Var> a) { return std::vector{blend(a[0], a.subspan(1))}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[1].rows(), a[1].cols());
                for (int i = 0; i < y.rows(); ++i)
                  for (int j = 0; j < y.cols(); ++j)
                    for (int k = 0; k < a[0].rows(); ++k) y(i, j) += a[0](k) * a[static_cast<std::size_t>(1 + k)](i, j);
                return OpCheck::Values{y};
              }};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
