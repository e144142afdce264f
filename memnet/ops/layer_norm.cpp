// Layer normalization (Ba, Kiros & Hinton 2016, section 3): every column gets the mean 0 and the variance 1, then a
// learned gain and bias for each row.
//
// Example: the column [1 3] has the mean 2 and the variance 1, so it becomes [-1 1]; with the gain [2 2] and the bias
// [1 0], [-1 2].
#include <cmath>

#include "memnet/autodiff/op.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/ops/check.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr Scalar kEpsilon = static_cast<Scalar>(1e-5);  // added to the variance

}  // namespace

// x [W,T], gain [W], bias [W] -> [W,T]: y = gain (x - mean) / sqrt(variance + epsilon) + bias, column by column
Var layer_norm(Var x, Var gain, Var bias) {
  const Op op("layer_norm", {{"x", x, "WT"}, {"gain", gain, "W"}, {"bias", bias, "W"}});
  const Var y = op.make("WT");
  const int W = op.size('W'), T = op.size('T');
  Scalar* const moments = op.allocate(2, T, op.batch());  // of each column: its mean, and 1 / its deviation
  Scalar* kept = moments;
  for (int b = 0; b < op.batch(); ++b)
    for (int t = 0; t < T; ++t) {
      const In xt = x.value(b) + static_cast<long>(t) * W, g = gain.value(b), shift = bias.value(b);
      const Out yt = y.value(b) + static_cast<long>(t) * W;
      const Scalar mean = kernels::sum(xt, W) / static_cast<Scalar>(W);
      Scalar squares = 0;
#pragma omp simd reduction(+ : squares)
      for (int i = 0; i < W; ++i) squares += (xt[i] - mean) * (xt[i] - mean);
      // NaN, and not 0, if the squares are too large for a number.
      const Scalar factor = 1 / std::sqrt(squares / static_cast<Scalar>(W) + kEpsilon) + 0 * squares;
#pragma omp simd
      for (int i = 0; i < W; ++i) yt[i] = g[i] * ((xt[i] - mean) * factor) + shift[i];
      *kept++ = mean;
      *kept++ = factor;
    }
  op.count_flops(8.0 * y.numbers());
  op.pullback([=] {
    const Scalar* kept = moments;
    Scalar* const slopes = y.tape().scratch(W);  // by (x - mean) / deviation
    for (int b = 0; b < y.batch(); ++b)
      for (int t = 0; t < T; ++t) {
        const long from = static_cast<long>(t) * W;
        const In xt = x.value(b) + from, dy = y.adjoint(b) + from, g = gain.value(b);
        const Scalar mean = *kept++, factor = *kept++;
        const Out slope = slopes, dgain = gain.adjoint(b);
        Scalar sum = 0, along = 0;
#pragma omp simd reduction(+ : sum, along)
        for (int i = 0; i < W; ++i) {
          const Scalar unit = (xt[i] - mean) * factor;
          dgain[i] += dy[i] * unit;
          slope[i] = dy[i] * g[i];
          sum += slope[i];
          along += slope[i] * unit;
        }
        sum /= static_cast<Scalar>(W);
        along /= static_cast<Scalar>(W);
        const Out dx = x.adjoint(b) + from;
#pragma omp simd
        for (int i = 0; i < W; ++i) dx[i] += factor * (slope[i] - sum - (xt[i] - mean) * factor * along);
        kernels::add_scaled(bias.adjoint(b), dy, 1, W);
      }
    y.tape().count_flops(16.0 * y.numbers());
  });
  return y;
}
OpCheck check_layer_norm() {
  return {.name = "layer_norm",
          .arguments = {{"x", "WT"}, {"gain", "W"}, {"bias", "W"}},
          .sizes = {{'W', 5}, {'T', 3}},
          .bench_sizes = {{'W', 128}, {'T', 64}},
          .apply = [](std::span<const Var> a) { return std::vector{layer_norm(a[0], a[1], a[2])}; },
          .reference =
              [](const OpCheck::Values& a) {
                Matrix y = a[0];
                for (int t = 0; t < y.cols(); ++t) {
                  double mean = 0, variance = 0;
                  for (int i = 0; i < y.rows(); ++i) mean += static_cast<double>(a[0](i, t)) / y.rows();
                  for (int i = 0; i < y.rows(); ++i)
                    variance += std::pow(static_cast<double>(a[0](i, t)) - mean, 2) / y.rows();
                  for (int i = 0; i < y.rows(); ++i)
                    y(i, t) = static_cast<Scalar>((static_cast<double>(a[0](i, t)) - mean) /
                                                  std::sqrt(variance + static_cast<double>(kEpsilon))) *
                                  a[1](i) +
                              a[2](i);
                }
                return OpCheck::Values{y};
              },
          .stress = {fill_argument("equal numbers", 0, 3), scale_argument("large numbers", 0, 1000)}};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
