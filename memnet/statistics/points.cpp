// Point estimates: of scores, and of the time until a task is solved.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "memnet/statistics/check.hpp"
#include "memnet/statistics/statistics.hpp"

namespace memnet {

namespace {

double mean_of_middle_half(std::vector<double> values) {
  check_values("interquartile mean", values);
  const auto cut = static_cast<std::ptrdiff_t>(values.size() / 4);
  const auto first = values.begin() + cut, last = values.end() - cut;
  std::nth_element(values.begin(), first, values.end());
  std::nth_element(first, last - 1, values.end());
  return std::accumulate(first, last, 0.0) / static_cast<double>(last - first);
}

}  // namespace

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

double quantile(std::span<const double> sorted, double fraction) {
  const double at = fraction * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], at - std::floor(at));
}

double interquartile_mean(std::span<const double> values) {
  return mean_of_middle_half({values.begin(), values.end()});
}

double interquartile_mean(const Scores& scores) {
  std::vector<double> all;
  for (const std::vector<double>& task : scores) all.insert(all.end(), task.begin(), task.end());
  return mean_of_middle_half(std::move(all));
}

double probability_of_improvement(std::span<const double> a, std::span<const double> b) {
  check_values("probability of improvement", a);
  check_values("probability of improvement", b);
  double wins = 0;
  for (const double x : a)
    for (const double y : b) wins += y > x ? 1.0 : y == x ? 0.5 : 0.0;
  return wins / (static_cast<double>(a.size()) * static_cast<double>(b.size()));
}

std::optional<double> censored_quantile(std::span<const Attempt> attempts, double q) {
  if (attempts.empty()) fail(ErrorKind::data, "time to solve: there are no attempts; give one for each seed");
  if (!(q > 0 && q < 1)) fail(ErrorKind::data, "time to solve: the quantile {} is not between 0 and 1", q);
  std::vector<Attempt> sorted(attempts.begin(), attempts.end());
  for (const Attempt& attempt : sorted)
    if (!std::isfinite(attempt.time))
      fail(ErrorKind::data, "time to solve: a time is not finite; give the time at which training ended");
  // Of two seeds with the same time, the one that solved the task comes first: the other one was still unsolved then.
  std::sort(sorted.begin(), sorted.end(), [](const Attempt& x, const Attempt& y) {
    return x.time < y.time || (x.time == y.time && x.solved && !y.solved);
  });
  constexpr double kRounding = 1e-12;  // tolerance, so that exactly a fraction 1 - q is not below it
  double unsolved = 1;
  double left = static_cast<double>(sorted.size());
  for (const Attempt& attempt : sorted) {
    if (attempt.solved) unsolved *= (left - 1) / left;
    if (attempt.solved && unsolved < 1 - q - kRounding) return attempt.time;
    --left;
  }
  return std::nullopt;
}

std::optional<double> censored_median(std::span<const Attempt> attempts) { return censored_quantile(attempts, 0.5); }

}  // namespace memnet
