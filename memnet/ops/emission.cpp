// Emissions: the vector that a controller emits for a head, split into segments with an activation each.
//
// The idea: one affine map gives all numbers that a head needs, and split() turns them into a key, a gate and so on.
// Example: with the segments {2, none}, {1, sigmoid}, {1, softplus}
//   x = [0.3 -1 0 0]  ->  [0.3 -1], [0.5], [0.69]
#include <algorithm>
#include <cmath>
#include <numeric>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// Applies the activation to a segment of all examples, in place.
void activate(Scalar* y, Activation activation, int size, int batch) {
  const int n = size * batch;
  switch (activation) {
    case Activation::none: break;
    case Activation::sigmoid: kernels::sigmoid(y, y, n); break;
    case Activation::softplus: kernels::softplus(y, y, n); break;
    case Activation::one_plus_softplus:
      kernels::softplus(y, y, n);
      for (int i = 0; i < n; ++i) y[i] += 1;
      break;
    case Activation::softmax:
      for (Scalar* yb = y; yb != y + n; yb += size) {
        const Scalar largest = *std::max_element(yb, yb + size);
        for (int i = 0; i < size; ++i) yb[i] -= largest;
      }
      kernels::exp(y, y, n);
      for (Scalar* yb = y; yb != y + n; yb += size) {
        const Scalar scale = 1 / std::accumulate(yb, yb + size, Scalar(0));
        for (int i = 0; i < size; ++i) yb[i] *= scale;
      }
      break;
    case Activation::tanh: kernels::tanh(y, y, n); break;
  }
}

// dx += the pullback of dy, as a function of y.
void pull_activation(Out dx, In dy, In y, Activation activation, int size) {
  Scalar mean = 0;
  switch (activation) {
    case Activation::none:
      for (int i = 0; i < size; ++i) dx[i] += dy[i];
      break;
    case Activation::sigmoid:
      for (int i = 0; i < size; ++i) dx[i] += dy[i] * y[i] * (1 - y[i]);
      break;
    case Activation::softplus:
      for (int i = 0; i < size; ++i) dx[i] += dy[i] * (1 - std::exp(-y[i]));
      break;
    case Activation::one_plus_softplus:
      for (int i = 0; i < size; ++i) dx[i] += dy[i] * (1 - std::exp(1 - y[i]));
      break;
    case Activation::softmax:
      for (int i = 0; i < size; ++i) mean += y[i] * dy[i];
      for (int i = 0; i < size; ++i) dx[i] += y[i] * (dy[i] - mean);
      break;
    case Activation::tanh:
      for (int i = 0; i < size; ++i) dx[i] += dy[i] * (1 - y[i] * y[i]);
      break;
  }
}

}  // namespace

// x [N1 + N2 + ...] -> [N1], [N2], ...: splits a vector into segments and applies their activations
std::span<const Var> split(Var x, std::span<const Segment> segments) {
  const Op op("split", {{"x", x, "N"}});
  int size = 0;
  for (const Segment& segment : segments) size += segment.size;
  op.require(size == op.size('N'), "the segments do not add up to x");
  const std::span<Var> parts = x.tape().arena().allocate_array<Var>(segments.size());
  const std::span<Activation> activations = x.tape().arena().allocate_array<Activation>(segments.size());
  for (std::size_t p = 0, from = 0; p < segments.size(); from += static_cast<std::size_t>(segments[p++].size)) {
    parts[p] = op.make_column(segments[p].size);
    activations[p] = segments[p].activation;
    for (int b = 0; b < op.batch(); ++b) std::copy_n(x.value(b) + from, segments[p].size, parts[p].value(b));
    activate(parts[p].value(), activations[p], segments[p].size, op.batch());
  }
  op.pullback([=] {
    for (int b = 0; b < x.batch(); ++b) {
      Scalar* dx = x.adjoint(b);
      for (std::size_t p = 0; p < parts.size(); dx += parts[p++].rows())
        pull_activation(dx, parts[p].adjoint(b), parts[p].value(b), activations[p], parts[p].rows());
    }
  });
  return parts;
}
OpCheck check_split() {
  return {.name = "split",
          .arguments = {{"x", "N"}},
          .sizes = {{'N', 11}},
          .bench_sizes = {{'N', 26}},
          .apply =
              [](std::span<const Var> a) {
                const int rest = std::max(a[0].rows() - 7, 0);
                const Segment segments[] = {{3, Activation::softmax},           {rest},
                                            {1, Activation::sigmoid},           {1, Activation::softplus},
                                            {1, Activation::one_plus_softplus}, {1, Activation::tanh}};
                const std::span<const Var> parts = split(a[0], segments);
                return std::vector<Var>(parts.begin(), parts.end());
              },
          .reference =
              [](const OpCheck::Values& a) {
                const int rest = a[0].rows() - 7;
                const auto e = [&](int i) { return std::exp(static_cast<double>(a[0](i))); };
                OpCheck::Values parts = {Matrix(3, 1), Matrix(rest, 1), Matrix(1, 1),
                                         Matrix(1, 1), Matrix(1, 1),    Matrix(1, 1)};
                for (int i = 0; i < 3; ++i) parts[0](i) = static_cast<Scalar>(e(i) / (e(0) + e(1) + e(2)));
                for (int i = 0; i < rest; ++i) parts[1](i) = a[0](3 + i);
                parts[2](0) = static_cast<Scalar>(e(3 + rest) / (1 + e(3 + rest)));
                parts[3](0) = static_cast<Scalar>(std::log1p(e(4 + rest)));
                parts[4](0) = static_cast<Scalar>(1 + std::log1p(e(5 + rest)));
                parts[5](0) = std::tanh(a[0](6 + rest));
                return parts;
              },
          .stress = {scale_argument("large numbers", 0, 1000)}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
