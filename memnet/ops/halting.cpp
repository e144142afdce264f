// Halting: when a step ends its inner steps (adaptive computation time, Graves 2016).
//
// The idea: in every inner step a unit gives a share from 0 to 1, and the step ends when the shares add up to one. The
// result is the mean over the inner steps with these shares; the last one gets what is left. Example: with h = 0.3,
// 0.5, 0.6 and epsilon = 0.01 the step ends in inner step N = 3, the shares are p = 0.3, 0.5, 0.2, and the ponder cost
// is 3 + 0.2.
#include <algorithm>

#include "memnet/autodiff/op.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Returns the inner step, from 0, in which example b halts; the number of inner steps if it does not.
int find_halt(std::span<const Var> h, Scalar epsilon, int b) {
  Scalar sum = 0;
  int n = 0;
  for (const Var share : h) {
    sum += *share.value(b);
    if (sum >= 1 - epsilon) break;
    ++n;
  }
  return n;
}

}  // namespace

bool all_halted(std::span<const Var> h, Scalar epsilon) {
  int batch = 1;
  for (const Var x : h) batch = std::max(batch, x.batch());
  for (int b = 0; b < batch; ++b)
    if (find_halt(h, epsilon, b) == static_cast<int>(h.size())) return false;
  return true;
}

// h_1 .. h_n [1] in [0,1] -> p [n] simplex, cost [1]: Graves eq. 6 to 8, N = the first with h_1 + .. + h_N >= 1 -
// epsilon, or n if there is none; R = 1 - (h_1 + .. + h_(N-1)); p_k = h_k before N, R at N, 0 behind; cost N + R. N is
// a constant to the gradient.
Halting halt(std::span<const Var> h, Scalar epsilon) {
  const Op op("halt", h, "1");
  const std::span<const Var> shares = op.keep(h);
  const int n = static_cast<int>(h.size());
  const Var p = op.make_column(n), cost = op.make("1");
  int* const last = h[0].tape().arena().allocate<int>(static_cast<std::size_t>(op.batch()));  // N - 1 of every example
  for (int b = 0; b < op.batch(); ++b) {
    Scalar* pb = p.value(b);
    last[b] = std::min(find_halt(h, epsilon, b), n - 1);
    std::fill_n(pb, n, Scalar(0));
    Scalar rest = 1;
    for (int k = 0; k < last[b]; ++k) rest -= pb[k] = *h[static_cast<std::size_t>(k)].value(b);
    pb[last[b]] = rest;
    *cost.value(b) = static_cast<Scalar>(last[b] + 1) + rest;
  }
  op.count_flops(2.0 * n * op.batch());
  op.pullback([=] {
    for (int b = 0; b < p.batch(); ++b) {
      const Scalar *dp = p.adjoint(b), by_rest = dp[last[b]] + *cost.adjoint(b);
      for (int k = 0; k < last[b]; ++k) *shares[static_cast<std::size_t>(k)].adjoint(b) += dp[k] - by_rest;
    }
    p.tape().count_flops(2.0 * p.numbers());
  });
  return {p, cost};
}
OpCheck check_halt() {
  constexpr Scalar kEpsilon = 0.01;
  return {.name = "halt",
          .arguments = {{"h_1", "1", Domain::unit},
                        {"h_2", "1", Domain::unit},
                        {"h_3", "1", Domain::unit},
                        {"h_4", "1", Domain::unit}},
          .sizes = {},
          .bench_sizes = {},
          .apply =
              [](std::span<const Var> a) {
                const Halting halting = halt(a, kEpsilon);
                return std::vector{halting.weights, halting.cost};
              },
          .reference =
              [](const OpCheck::Values& a) {
                OpCheck::Values y = {Matrix(static_cast<int>(a.size()), 1), Matrix(1, 1)};
                Scalar sum = 0;
                for (int k = 0; k < y[0].rows(); ++k) {
                  const Scalar h = a[static_cast<std::size_t>(k)](0);
                  if (sum + h >= 1 - kEpsilon || k + 1 == y[0].rows()) {
                    y[0](k) = 1 - sum;
                    y[1](0) = static_cast<Scalar>(k + 1) + 1 - sum;
                    break;
                  }
                  y[0](k) = h;
                  sum += h;
                }
                return y;
              },
          .stress = {fill_argument("halts at once", 0, 1), scale_argument("nothing in the first inner step", 0, 0)}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
