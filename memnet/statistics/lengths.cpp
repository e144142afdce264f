// Statistics of accuracy as a function of length.
#include <algorithm>
#include <numeric>

#include "memnet/statistics/check.hpp"
#include "memnet/statistics/statistics.hpp"

namespace memnet {
namespace {

double mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace

double least_squares_slope(std::span<const double> x, std::span<const double> y) {
  check_values("slope", x);
  check_values("slope", y);
  check_sizes("slope", x.size(), y.size());
  const double center_x = mean(x), center_y = mean(y);
  double xx = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - center_x) * (x[i] - center_x);
    xy += (x[i] - center_x) * (y[i] - center_y);
  }
  if (xx == 0) fail(ErrorKind::data, "slope: all points have the same x; a slope needs two");
  return xy / xx;
}

std::optional<double> half_point(std::span<const double> lengths, std::span<const double> accuracies) {
  check_values("half point", lengths);
  check_values("half point", accuracies);
  check_sizes("half point", lengths.size(), accuracies.size());
  if (std::adjacent_find(lengths.begin(), lengths.end(), std::greater_equal<>()) != lengths.end())
    fail(ErrorKind::data, "half point: lengths must increase; sort them, each once");
  const auto fallen = std::find_if(accuracies.begin(), accuracies.end(), [](double a) { return a <= 0.5; });
  if (fallen == accuracies.end()) return std::nullopt;
  const auto i = static_cast<std::size_t>(fallen - accuracies.begin());
  if (i == 0) return lengths[0];
  const double share = (accuracies[i - 1] - 0.5) / (accuracies[i - 1] - accuracies[i]);
  return lengths[i - 1] + share * (lengths[i] - lengths[i - 1]);
}

}  // namespace memnet
