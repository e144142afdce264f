// Primitives on the usage of memory slots: which are in use, and which are free to be written. All are of the DNC
// (Graves et al. 2016, Methods, "Dynamic memory allocation"), but least_used is of MANN (Santoro et al. 2016).
//
// Example with N = 3 slots, usage u = [0.9 0 0.5]: the free slot 1 is taken first. allocation gives [0 1 0]; had slot 1
// a usage of 0.2, it would give [0.01 0.8 0.1]: what the freest slot does not take goes to the next one.
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// f [1] in [0,1], w [N] in [0,1] -> [N]: what remains in use behind a read head with the free gate f,
//   psi_i = 1 - f w_i; with several heads, the product of theirs
Var retention(Var f, Var w) {
  const Op op("retention", {{"f", f, "1"}, {"w", w, "N"}});
  const Var y = op.make("N");
  const int N = op.size('N');
  for (int b = 0; b < op.batch(); ++b) {
    const Scalar gate = *f.value(b);
    const In wb = w.value(b);
    const Out yb = y.value(b);
#pragma omp simd
    for (int i = 0; i < N; ++i) yb[i] = 1 - gate * wb[i];
  }
  op.count_flops(2.0 * y.numbers());
  op.pullback([=] {
    for (int b = 0; b < y.batch(); ++b) {
      *f.adjoint(b) -= kernels::dot(w.value(b), y.adjoint(b), N);
      kernels::add_scaled(w.adjoint(b), y.adjoint(b), -*f.value(b), N);
    }
    y.tape().count_flops(4.0 * y.numbers());
  });
  return y;
}
OpCheck check_retention() {
  return {.name = "retention",
          .arguments = {{"f", "1", Domain::unit}, {"w", "N", Domain::simplex}},
          .sizes = {{'N', 7}},
          .bench_sizes = {{'N', 128}},
          .apply = [](std::span<const Var> a) { return std::vector{retention(a[0], a[1])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y = a[1];
                for (int i = 0; i < y.rows(); ++i) y(i) = 1 - a[0](0) * a[1](i);
                return OpCheck::Values{y};
              },
          .stress = {fill_argument("shut gate", 0, 0), fill_argument("open gate", 0, 1)}};
}

// x [N], y [N], both in [0,1] -> [N]: in use by one or the other, x + y - x y: the probability that at least
// one of two independent events happens
Var either(Var x, Var y) {
  const Op op("either", {{"x", x, "N"}, {"y", y, "N"}});
  const Var z = op.make("N");
  const int N = op.size('N');
  for (int b = 0; b < op.batch(); ++b) {
    const In xb = x.value(b), yb = y.value(b);
    const Out zb = z.value(b);
#pragma omp simd
    for (int i = 0; i < N; ++i) zb[i] = xb[i] + yb[i] - xb[i] * yb[i];
  }
  op.count_flops(3.0 * z.numbers());
  op.pullback([=] {
    for (int b = 0; b < z.batch(); ++b) {
      const In xb = x.value(b), yb = y.value(b), dz = z.adjoint(b);
      const Out dx = x.adjoint(b);
#pragma omp simd
      for (int i = 0; i < N; ++i) dx[i] += dz[i] * (1 - yb[i]);
      const Out dy = y.adjoint(b);
#pragma omp simd
      for (int i = 0; i < N; ++i) dy[i] += dz[i] * (1 - xb[i]);
    }
    z.tape().count_flops(6.0 * z.numbers());
  });
  return z;
}
OpCheck check_either() {
  return {.name = "either",
          .arguments = {{"x", "N", Domain::unit}, {"y", "N", Domain::unit}},
          .sizes = {{'N', 7}},
          .bench_sizes = {{'N', 128}},
          .apply = [](std::span<const Var> a) { return std::vector{either(a[0], a[1])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix z = a[0];
                for (int i = 0; i < z.rows(); ++i) z(i) = 1 - (1 - a[0](i)) * (1 - a[1](i));
                return OpCheck::Values{z};
              },
          .stress = {fill_argument("nothing in use", 0, 0), fill_argument("everything in use", 1, 1)}};
}

namespace {

constexpr Scalar kLeastUsage = Scalar(1e-6);

// Sorts the slots by their usage, which is positive, the least used first, and equal ones by their index. `other` is
// working memory. The bits of positive numbers have the order of the numbers, and NaN comes last: so this is a radix
// sort, which sorts by one byte after the other, the least significant one first, and never compares two numbers.
void sort_slots(int* order, int* other, const Scalar* usage, int N) {
  using Bits = std::conditional_t<sizeof(Scalar) == 4, std::uint32_t, std::uint64_t>;
  for (int i = 0; i < N; ++i) order[i] = i;
  for (unsigned shift = 0; shift < 8 * sizeof(Bits); shift += 8) {
    const auto byte = [&](int i) { return static_cast<std::size_t>(std::bit_cast<Bits>(usage[i]) >> shift & 255u); };
    std::array<int, 257> place{};  // where the slots with each byte begin
    for (int i = 0; i < N; ++i) ++place[byte(i) + 1];
    for (std::size_t value = 1; value < place.size(); ++value) place[value] += place[value - 1];
    for (int j = 0; j < N; ++j) other[place[byte(order[j])]++] = order[j];
    std::swap(order, other);
  }
}

}  // namespace

// u [N] in [0,1] -> [N], sum <= 1: the weighting of free slots. With v = 1e-6 + (1 - 1e-6) u, and slots i_1, i_2, ...
// sorted by v, the least used first (ties: the lower slot first),
//   a_(i_j) = (1 - v_(i_j)) v_(i_1) ... v_(i_(j-1))
// The value jumps where two slots change places in that order; the slopes are those of the present order.
Var allocation(Var u) {
  const Op op("allocation", {{"u", u, "N"}});
  const Var y = op.make("N");
  const int N = op.size('N'), batch = op.batch();
  int* orders = u.tape().arena().allocate<int>(product_of(N, batch + 1));
  Scalar* usages = op.allocate(N, batch);    // v
  Scalar* products = op.allocate(N, batch);  // of the usages of all slots that come before, at the place of the slot
  for (int b = 0; b < batch; ++b) {
    const In ub = u.value(b);
    const Out v = usages + N * b;
#pragma omp simd
    for (int i = 0; i < N; ++i) v[i] = kLeastUsage + (1 - kLeastUsage) * ub[i];
    int* order = orders + N * b;
    sort_slots(order, orders + N * batch, v, N);
    Scalar used = 1;
    for (int j = 0; j < N; ++j) {
      const int i = order[j];
      products[N * b + i] = used;
      y.value(b)[i] = (1 - v[i]) * used;
      used *= v[i];
    }
  }
  op.count_flops(5.0 * y.numbers());
  op.pullback([=] {
    for (int b = 0; b < batch; ++b) {
      const Scalar *v = usages + N * b, *product = products + N * b, *dy = y.adjoint(b);
      const int* order = orders + N * b;
      Scalar* du = u.adjoint(b);
      Scalar later = 0;  // slope of the slots behind this one by the product up to and with it
      for (int j = N - 1; j >= 0; --j) {
        const int i = order[j];
        du[i] += (1 - kLeastUsage) * product[i] * (later - dy[i]);
        later = dy[i] * (1 - v[i]) + later * v[i];
      }
    }
    y.tape().count_flops(7.0 * y.numbers());
  });
  return y;
}
OpCheck check_allocation() {
  const auto every_second = [](Scalar number) {
    return [number](OpCheck::Values& a) {
      for (int i = 0; i < a[0].rows(); i += 2) a[0](i) = number;
    };
  };
  return {.name = "allocation",
          .arguments = {{"u", "N", Domain::unit}},
          .sizes = {{'N', 7}},
          .bench_sizes = {{'N', 128}},
          .apply = [](std::span<const Var> a) { return std::vector{allocation(a[0])}; },
          .reference =
              [](const OpCheck::Values& a) {
                const auto used = [&](int i) { return 1e-6 + (1 - 1e-6) * a[0](i); };
                Matrix y = a[0];
                for (int i = 0; i < y.rows(); ++i) {
                  double weight = 1 - used(i);
                  for (int k = 0; k < y.rows(); ++k)
                    if (used(k) < used(i) || (used(k) == used(i) && k < i)) weight *= used(k);
                  y(i) = static_cast<Scalar>(weight);
                }
                return OpCheck::Values{y};
              },
          .stress = {fill_argument("nothing in use", 0, 0),
                     fill_argument("everything in use", 0, 1),
                     {"equal usages", every_second(Scalar(0.5))},
                     {"some unused", every_second(0)}}};
}

// u [N] -> {0,1}^[N]: 1 at the slots whose place is first, first + 1, ..., first + count - 1 when the slots are ordered
// by u, smallest first and lower slot first where u is equal (MANN, Santoro et al. 2016, eq. 6). It has no slope: the
// result is a constant. Example: u = [3 1 2], first = 0, count = 2 gives [0 1 1]
Var least_used(Var u, int first, int count) {
  const Op op("least_used", {{"u", u, "N"}});
  op.require(first >= 0 && count >= 1, "it takes at least one slot, from place 0 on");
  const int N = op.size('N');
  const Var y = u.tape().constant(N, 1, op.batch(), 0);
  const auto taken = [&](int b, int i) -> Scalar& { return y.value(b)[i]; };
  for (int b = 0; b < op.batch(); ++b) {
    const In ub = u.value(b);
    for (int place = 0; place < std::min(first + count, N); ++place) {
      int least = -1;
      for (int i = 0; i < N; ++i)
        if (taken(b, i) == 0 && (least < 0 || ub[i] < ub[least])) least = i;
      taken(b, least) = place < first ? -1 : 1;
    }
    for (int i = 0; i < N; ++i) taken(b, i) = std::max(taken(b, i), Scalar(0));
  }
  return y;
}
OpCheck check_least_used() {
  return {.name = "least_used",
          .arguments = {{"u", "N", Domain::positive}},
          .sizes = {{'N', 7}},
          .bench_sizes = {{'N', 128}},
          .apply =
              [](std::span<const Var> a) {
                return std::vector{least_used(a[0], 1, 2), a[0]};  // u too, since a constant has no gradient
              },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y(a[0].rows(), 1);
                for (int i = 0; i < y.rows(); ++i) {
                  int before = 0;
                  for (int j = 0; j < y.rows(); ++j)
                    before += a[0](j) < a[0](i) || (a[0](j) == a[0](i) && j < i) ? 1 : 0;
                  y(i) = before == 1 || before == 2 ? 1 : 0;
                }
                return OpCheck::Values{y, a[0]};
              },
          .stress = {fill_argument("equal usage", 0, 1)}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
