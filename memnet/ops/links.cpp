// Primitives on the order in which memory slots were written (DNC: Graves et al. 2016, Methods, "Temporal memory
// linkage").
//
// The idea: L_ij says how much slot i was written right after slot j. A reader at slot j gets to what was written next
// by L, and to what was written before by L^T. Example with N = 3: slot 2 is written, then slot 0. Then L has a 1 in
// row 0, column 2; a reader with r = [0 0 1] has forward = L r = [1 0 0], and backward = L^T r = [0 0 0].
//
// L is by far the largest value of a DNC: [N,N] numbers for each example and step, so what counts is how often it is
// loaded. links_after() updates it and reads it in both directions for all readers in one pass, column by column. The
// pullback is one pass over the old L, from which it computes the new one again, and over the adjoint of the new L,
// which it turns into that of the old one in place.
#include <algorithm>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Column j of the new links: y_i = (1 - w_i - w_j) l_i + w_i p_j, and 0 on the diagonal
void link_column(Out y, In l, In w, Scalar pj, int j, int N) {
  const Scalar keep = 1 - w[j];
#pragma omp simd
  for (int i = 0; i < N; ++i) y[i] = (keep - w[i]) * l[i] + w[i] * pj;
  y[j] = 0;
}

// forward += column r_j. Returns column.r.
Scalar follow_column(Out forward, In column, In r, Scalar rj, int N) {
  Scalar backward = 0;
#pragma omp simd reduction(+ : backward)
  for (int i = 0; i < N; ++i) {
    backward += column[i] * r[i];
    forward[i] += column[i] * rj;
  }
  return backward;
}

// The adjoints of what follow_column computed: slope += dforward r_j + r dbackward_j by the column, and
// dr += column dbackward_j. Returns column.dforward, the rest of dr_j.
Scalar pull_followed(Out slope, Out dr, In column, In dforward, In r, Scalar rj, Scalar dbackward, int N) {
  Scalar along = 0;
#pragma omp simd reduction(+ : along)
  for (int i = 0; i < N; ++i) {
    along += column[i] * dforward[i];
    slope[i] += dforward[i] * rj + r[i] * dbackward;
    dr[i] += column[i] * dbackward;
  }
  return along;
}

// The adjoints of what link_column computed: slope (1 - w_i - w_j) by l, which takes the place of slope, and
// dw += slope (p_j - l). Returns the sums of slope w and slope l.
struct Sums {
  Scalar w, l;
};
Sums pull_link_column(Out slope, Out dw, In l, In w, Scalar pj, Scalar wj, int N) {
  const Scalar keep = 1 - wj;
  Scalar by_w = 0, by_l = 0;
#pragma omp simd reduction(+ : by_w, by_l)
  for (int i = 0; i < N; ++i) {
    by_w += slope[i] * w[i];
    by_l += slope[i] * l[i];
    dw[i] += slope[i] * (pj - l[i]);
    slope[i] *= keep - w[i];
  }
  return {by_w, by_l};
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
    for (int j = 0; j < N; ++j) {
      Scalar* column = L.value(b) + j * N;
      link_column(column, L_before.value(b) + j * N, w.value(b), p.value(b)[j], j, N);
      for (std::size_t k = 0; k < R; ++k)
        backward[k].value(b)[j] = follow_column(forward[k].value(b), column, r[k].value(b), r[k].value(b)[j], N);
    }
  op.count_flops((5.0 + 4.0 * static_cast<double>(R)) * N * N * batch);
  op.pullback([=] {
    Scalar *dw = L.tape().scratch(2 * N), *column = dw + N;
    for (int b = 0; b < batch; ++b) {
      const Scalar *wb = w.value(b), *pb = p.value(b);
      std::fill_n(dw, N, Scalar(0));
      for (int j = 0; j < N; ++j) {
        const Scalar* l = L_before.value(b) + j * N;
        Scalar* slope = L.adjoint(b) + j * N;
        link_column(column, l, wb, pb[j], j, N);
        for (std::size_t k = 0; k < R; ++k) {
          const Scalar *rb = r[k].value(b), dbackward = backward[k].adjoint(b)[j];
          Scalar* dr = r[k].adjoint(b);
          dr[j] += pull_followed(slope, dr, column, forward[k].adjoint(b), rb, rb[j], dbackward, N);
        }
        slope[j] = 0;
        const Sums sums = pull_link_column(slope, dw, l, wb, pb[j], wb[j], N);
        p.adjoint(b)[j] += sums.w;
        dw[j] -= sums.l;
      }
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

// p simplex [K], K parts [N] -> [N]: p_1 part_1 + ... + p_K part_K; in a DNC the three modes of reading
Var blend(Var p, std::span<const Var> parts) {
  const Op op("blend", {{"p", p, "K"}}, parts, "N");
  const int K = op.size('K');
  op.require(static_cast<std::size_t>(K) == parts.size(), "p needs a number for each part");
  const std::span<const Var> x = op.keep(parts);
  const Var y = op.make("N");
  const int N = op.size('N');
  std::fill_n(y.value(), y.numbers(), Scalar(0));
  for (int b = 0; b < op.batch(); ++b)
    for (int k = 0; k < K; ++k)
      kernels::add_scaled(y.value(b), x[static_cast<std::size_t>(k)].value(b), p.value(b)[k], N);
  op.count_flops(2.0 * K * y.numbers());
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b)
      for (int k = 0; k < K; ++k) {
        const Var part = x[static_cast<std::size_t>(k)];
        p.adjoint(b)[k] += kernels::dot(y.adjoint(b), part.value(b), N);
        kernels::add_scaled(part.adjoint(b), y.adjoint(b), p.value(b)[k], N);
      }
    y.tape().count_flops(4.0 * K * y.numbers());
  });
  return y;
}
OpCheck check_blend() {
  return {.name = "blend",
          .arguments = {{"p", "K", Domain::simplex}, {"x", "N"}, {"y", "N"}, {"z", "N"}},
          .sizes = {{'K', 3}, {'N', 7}},
          .bench_sizes = {{'K', 3}, {'N', 128}},
          .apply = [](std::span<const Var> a) { return std::vector{blend(a[0], a.subspan(1))}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[1].rows(), 1);
                for (int i = 0; i < y.rows(); ++i)
                  for (int k = 0; k < a[0].rows(); ++k) y(i) += a[0](k) * a[static_cast<std::size_t>(1 + k)](i);
                return OpCheck::Values{y};
              }};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
