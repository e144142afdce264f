// The primitive of stacks and lists of numbers (Joulin & Mikolov 2015). Their cells have no strengths, as rows of a
// neural stack have (stack.cpp): an action moves all cells at once, and the result is the mean over the actions.
//
// Example: a stack s = [3 2 1] with its top on the left, a = [0.5 0.5] for push and pop, v = 7, outside = 0. A push
// gives [7 3 2], a pop [2 1 0], so the result is [4.5 2 1].
#include <algorithm>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// s [N], a [K] simplex, v [1] -> [N]: Joulin & Mikolov 2015, section 3.2, the mean of s after each of the K actions,
// weighted by a. Cells beyond both ends are `outside`.
Var slide(Var s, Var a, Var v, std::span<const CellAction> actions, int head, Scalar outside) {
  const Op op("slide", {{"s", s, "N"}, {"a", a, "K"}, {"v", v, "1"}});
  const int N = op.size('N'), K = op.size('K');
  op.require(K == static_cast<int>(actions.size()), "a needs a number for each action");
  op.require(head >= 0 && head < N, "there is no such head");
  const Var y = op.make("N");
  Tape& tape = y.tape();
  const std::span<CellAction> kept = tape.arena().allocate_array<CellAction>(actions.size());
  std::ranges::copy(actions, kept.begin());

  // Calls visit(k, first, offset, count): with action k, `count` cells from `first` on take those `offset` further.
  const auto for_each_run = [=](const auto& visit) {
    for (int k = 0; k < K; ++k) {
      const auto& [before, behind, writes] = kept[static_cast<std::size_t>(k)];
      const int first_behind = writes ? head + 1 : head;
      visit(k, 0, before, head);
      visit(k, first_behind, behind, N - first_behind);
    }
  };
  // The cells with one more at both ends.
  Scalar* padded = tape.scratch(N + 2);
  padded[0] = padded[N + 1] = outside;
  for (int b = 0; b < op.batch(); ++b) {
    std::copy_n(s.value(b), N, padded + 1);
    const Scalar* share = a.value(b);
    Scalar* yb = y.value(b);
    std::fill_n(yb, N, Scalar(0));
    for_each_run([&](int k, int first, int offset, int count) {
      kernels::add_scaled(yb + first, padded + 1 + first + offset, share[k], count);
    });
    for (int k = 0; k < K; ++k)
      if (kept[static_cast<std::size_t>(k)].writes) yb[head] += share[k] * *v.value(b);
  }
  op.count_flops(2.0 * N * K * op.batch());
  op.pullback([=] {
    Scalar *cells = y.tape().scratch(2, N + 2), *slopes = cells + N + 2;
    cells[0] = cells[N + 1] = outside;
    for (int b = 0; b < y.batch(); ++b) {
      std::copy_n(s.value(b), N, cells + 1);
      std::fill_n(slopes, N + 2, Scalar(0));
      const Scalar *share = a.value(b), *dy = y.adjoint(b);
      Scalar *da = a.adjoint(b), *dv = v.adjoint(b);
      for_each_run([&](int k, int first, int offset, int count) {
        da[k] += kernels::dot(dy + first, cells + 1 + first + offset, count);
        kernels::add_scaled(slopes + 1 + first + offset, dy + first, share[k], count);
      });
      for (int k = 0; k < K; ++k) {
        if (!kept[static_cast<std::size_t>(k)].writes) continue;
        da[k] += dy[head] * *v.value(b);
        *dv += dy[head] * share[k];
      }
      kernels::add_scaled(s.adjoint(b), slopes + 1, 1, N);
    }
    y.tape().count_flops(4.0 * N * K * y.batch());
  });
  return y;
}
OpCheck check_slide() {
  static constexpr CellAction kActions[] = {
      {-1, -1, true}, {1, 1, false}, {0, 0, false}, {-1, -1, false}, {1, 0, true}};
  return {
      .name = "slide",
      .arguments = {{"s", "N"}, {"a", "K", Domain::simplex}, {"v", "1"}},
      .sizes = {{'N', 7}, {'K', 5}},
      .bench_sizes = {{'N', 128}, {'K', 5}},
      .apply =
          [](std::span<const Var> a) { return std::vector{slide(a[0], a[1], a[2], kActions, a[0].rows() / 2, -1)}; },
      .reference =
          [](const OpCheck::Values& a) {
            const int N = a[0].rows(), head = N / 2;
            Matrix y(N, 1);
            const auto cell = [&](int i) { return i < 0 || i >= N ? Scalar(-1) : a[0](i); };
            for (int n = 0; n < N; ++n)
              for (int k = 0; k < a[1].rows(); ++k) {
                const CellAction& action = kActions[k];
                const bool is_new = action.writes && n == head;
                y(n) += a[1](k) * (is_new ? a[2](0) : cell(n + (n < head ? action.before : action.behind)));
              }
            return OpCheck::Values{y};
          },
      .stress = {scale_argument("large numbers", 0, 1000)}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
