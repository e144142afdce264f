// Losses in nats. Those of bits and classes are computed from logits: the logarithm of a sigmoid or a softmax could
// overflow, these forms do not.
#include <algorithm>
#include <cmath>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

const OpCheck::Stress kLargeLogits = scale_argument("logits of a thousand", 0, 1000);

}  // namespace

// logits [O], targets [O] in [0,1], mask [1] -> [1]: the negative log-likelihood of O independent bits,
//   mask sum_j softplus(z_j) - y_j z_j, whose slope by z_j is mask (sigmoid(z_j) - y_j)
// The targets and the mask are data: they get no gradient.
Var bernoulli_loss(Var logits, Var targets, Var mask) {
  const Op op("bernoulli_loss", {{"logits", logits, "O"}, {"targets", targets, "O"}, {"mask", mask, "1"}});
  const Var loss = op.make("1");
  const int O = op.size('O'), batch = op.batch();
  std::fill_n(loss.value(), batch, Scalar(0));
  if (std::all_of(mask.value(), mask.value() + mask.numbers(), [](Scalar m) { return m == 0; }))
    return loss;  // nothing is scored, so there is no gradient: true for half of the steps of copy
  // One call for the logits of all examples: softplus and sigmoid are faster on long vectors.
  Scalar *cost = op.allocate(logits.numbers()), *probability = op.allocate(logits.numbers());
  kernels::softplus(cost, logits.value(), logits.numbers());
  kernels::sigmoid(probability, logits.value(), logits.numbers());
  const int stride = logits.node().stride;
  for (int b = 0; b < batch; ++b)
    *loss.value(b) =
        *mask.value(b) * (kernels::sum(cost + stride * b, O) - kernels::dot(targets.value(b), logits.value(b), O));
  op.count_flops(8.0 * O * batch);
  op.pullback([=] {
    for (int b = 0; b < batch; ++b) {
      const Scalar scale = *loss.adjoint(b) * *mask.value(b);
      const Scalar *p = probability + stride * b, *y = targets.value(b);
      Scalar* dz = logits.adjoint(b);
      for (int j = 0; j < O; ++j) dz[j] += scale * (p[j] - y[j]);
    }
  });
  return loss;
}
OpCheck check_bernoulli_loss() {
  return {.name = "bernoulli_loss",
          .arguments = {{"logits", "O"}, {"targets", "O", Domain::bits}, {"mask", "1", Domain::bits}},
          .sizes = {{'O', 5}},
          .bench_sizes = {{'O', 8}},
          .apply = [](std::span<const Var> a) { return std::vector{bernoulli_loss(a[0], a[1], a[2])}; },
          .reference =
              [](const OpCheck::Values& a) {
                double sum = 0;
                for (int j = 0; j < a[0].rows(); ++j) {
                  const double p = 1 / (1 + std::exp(-static_cast<double>(a[0](j))));
                  sum -= a[1](j) * std::log(p) + (1 - a[1](j)) * std::log(1 - p);
                }
                return OpCheck::Values{Matrix(1, 1, static_cast<Scalar>(a[2](0) * sum))};
              },
          .stress = {kLargeLogits}};
}

// logits [V], target [1] (the index of the right class), mask [1] -> [1]: the negative log-likelihood of one class,
//   mask (log sum_j e^z_j - z_target), whose slope by z is mask (softmax(z) - onehot(target))
// The target and the mask are data: they get no gradient.
Var categorical_loss(Var logits, Var target, Var mask) {
  const Op op("categorical_loss", {{"logits", logits, "V"}, {"target", target, "1"}, {"mask", mask, "1"}});
  const Var loss = op.make("1");
  const int V = op.size('V'), batch = op.batch();
  Scalar* share = op.allocate(V, batch);  // softmax(z)
  for (int b = 0; b < batch; ++b) {
    const Scalar* z = logits.value(b);
    const int right = static_cast<int>(*target.value(b));
    op.require(right >= 0 && right < V, "the target is not the index of a class");
    const Scalar largest = kernels::maximum(z, V);
    Scalar* p = share + V * b;
    for (int j = 0; j < V; ++j) p[j] = z[j] - largest;
    kernels::exp(p, p, V);
    const Scalar sum = kernels::sum(p, V);
    for (int j = 0; j < V; ++j) p[j] /= sum;
    *loss.value(b) = *mask.value(b) * (std::log(sum) + largest - z[right]);
  }
  op.count_flops(6.0 * V * batch);
  op.pullback([=] {
    for (int b = 0; b < batch; ++b) {
      const Scalar scale = *loss.adjoint(b) * *mask.value(b);
      const Scalar* p = share + V * b;
      Scalar* dz = logits.adjoint(b);
      for (int j = 0; j < V; ++j) dz[j] += scale * p[j];
      dz[static_cast<int>(*target.value(b))] -= scale;
    }
  });
  return loss;
}
OpCheck check_categorical_loss() {
  return {.name = "categorical_loss",
          .arguments = {{"logits", "V"}, {"target", "1", Domain::index}, {"mask", "1", Domain::bits}},
          .sizes = {{'V', 6}},
          .bench_sizes = {{'V', 180}},
          .apply = [](std::span<const Var> a) { return std::vector{categorical_loss(a[0], a[1], a[2])}; },
          .reference =
              [](const OpCheck::Values& a) {
                double sum = 0;
                for (int j = 0; j < a[0].rows(); ++j) sum += std::exp(static_cast<double>(a[0](j)));
                const double loss = std::log(sum) - a[0](static_cast<int>(a[1](0)));
                return OpCheck::Values{Matrix(1, 1, static_cast<Scalar>(a[2](0) * loss))};
              },
          .stress = {kLargeLogits}};
}

// scores [V], target [1] (the index of the right class), mask [1] -> [1]: how far the right class is from leading every
// other one by the margin (Weston, Chopra & Bordes 2014, eq. 6 to 8),
//   mask sum over j != target of max(0, margin - s_target + s_j)
// The target and the mask are data: they get no gradient.
Var margin_loss(Var scores, Var target, Var mask, Scalar margin) {
  const Op op("margin_loss", {{"scores", scores, "V"}, {"target", target, "1"}, {"mask", mask, "1"}});
  const Var loss = op.make("1");
  const int V = op.size('V'), batch = op.batch();
  for (int b = 0; b < batch; ++b) {
    const Scalar* s = scores.value(b);
    const int right = static_cast<int>(*target.value(b));
    op.require(right >= 0 && right < V, "the target is not the index of a class");
    Scalar sum = 0;
    for (int j = 0; j < V; ++j)
      if (j != right) sum += std::max(Scalar(0), margin - s[right] + s[j]);
    *loss.value(b) = *mask.value(b) * sum;
  }
  op.count_flops(3.0 * V * batch);
  op.pullback([=] {
    for (int b = 0; b < batch; ++b) {
      const Scalar scale = *loss.adjoint(b) * *mask.value(b);
      const Scalar* s = scores.value(b);
      const int right = static_cast<int>(*target.value(b));
      Scalar* ds = scores.adjoint(b);
      for (int j = 0; j < V; ++j) {
        if (j == right || margin - s[right] + s[j] <= 0) continue;
        ds[j] += scale;
        ds[right] -= scale;
      }
    }
    loss.tape().count_flops(3.0 * V * batch);
  });
  return loss;
}
OpCheck check_margin_loss() {
  return {.name = "margin_loss",
          .arguments = {{"scores", "V"}, {"target", "1", Domain::index}, {"mask", "1", Domain::bits}},
          .sizes = {{'V', 6}},
          .bench_sizes = {{'V', 50}},
          .apply = [](std::span<const Var> a) { return std::vector{margin_loss(a[0], a[1], a[2], Scalar(0.5))}; },
          .reference =
              [](const OpCheck::Values& a) {
                const int right = static_cast<int>(a[1](0));
                double sum = 0;
                for (int j = 0; j < a[0].rows(); ++j)
                  if (j != right) sum += std::max(0.0, 0.5 - static_cast<double>(a[0](right)) + a[0](j));
                return OpCheck::Values{Matrix(1, 1, static_cast<Scalar>(a[2](0) * sum))};
              },
          .stress = {kLargeLogits}};
}

// y [O], targets [O], mask [1] -> [1]: the squared error, which is the negative log-likelihood of O Gaussians of
// variance 1 without its constant,
//   mask sum_j (y_j - t_j)^2 / 2, whose slope by y_j is mask (y_j - t_j)
// The targets and the mask are data: they get no gradient.
Var gaussian_loss(Var y, Var targets, Var mask) {
  const Op op("gaussian_loss", {{"y", y, "O"}, {"targets", targets, "O"}, {"mask", mask, "1"}});
  const Var loss = op.make("1");
  const int O = op.size('O'), batch = op.batch();
  for (int b = 0; b < batch; ++b) {
    const Scalar *yb = y.value(b), *t = targets.value(b);
    Scalar squares = 0;
    for (int j = 0; j < O; ++j) squares += (yb[j] - t[j]) * (yb[j] - t[j]);
    *loss.value(b) = *mask.value(b) * squares / 2;
  }
  op.count_flops(3.0 * O * batch);
  op.pullback([=] {
    for (int b = 0; b < batch; ++b) {
      const Scalar scale = *loss.adjoint(b) * *mask.value(b);
      const Scalar *yb = y.value(b), *t = targets.value(b);
      Scalar* dy = y.adjoint(b);
      for (int j = 0; j < O; ++j) dy[j] += scale * (yb[j] - t[j]);
    }
    loss.tape().count_flops(3.0 * O * batch);
  });
  return loss;
}
OpCheck check_gaussian_loss() {
  return {.name = "gaussian_loss",
          .arguments = {{"y", "O"}, {"targets", "O", Domain::data}, {"mask", "1", Domain::bits}},
          .sizes = {{'O', 5}},
          .bench_sizes = {{'O', 8}},
          .apply = [](std::span<const Var> a) { return std::vector{gaussian_loss(a[0], a[1], a[2])}; },
          .reference =
              [](const OpCheck::Values& a) {
                double sum = 0;
                for (int j = 0; j < a[0].rows(); ++j) sum += 0.5 * std::pow(static_cast<double>(a[0](j) - a[1](j)), 2);
                return OpCheck::Values{Matrix(1, 1, static_cast<Scalar>(a[2](0) * sum))};
              },
          .stress = {scale_argument("answers of a thousand", 0, 1000)}};
}

// [1], [1], ... -> [1]: the sum of scalars
Var sum(std::span<const Var> parts) {
  const Op op("sum", parts, "1");
  const Var sum = op.make("1");
  const std::span<const Var> kept = op.keep(parts);
  for (int b = 0; b < op.batch(); ++b) {
    *sum.value(b) = 0;
    for (const Var part : kept) *sum.value(b) += *part.value(b);
  }
  op.pullback([=] {
    for (int b = 0; b < sum.batch(); ++b)
      for (const Var part : kept) *part.adjoint(b) += *sum.adjoint(b);
  });
  return sum;
}
OpCheck check_sum() {
  return {
      .name = "sum",
      .arguments = {{"x", "1"}, {"y", "1"}, {"z", "1"}},
      .sizes = {},
      .bench_sizes = {},
      .apply = [](std::span<const Var> a) { return std::vector{sum(a)}; },
      .reference = [](const OpCheck::Values& a) { return OpCheck::Values{Matrix(1, 1, a[0](0) + a[1](0) + a[2](0))}; }};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
