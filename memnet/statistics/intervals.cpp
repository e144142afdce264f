// Intervals without resampling: they contain the values that a test at the same level would not reject.
#include <cmath>

#include "memnet/statistics/check.hpp"
#include "memnet/statistics/distributions.hpp"
#include "memnet/statistics/statistics.hpp"

namespace memnet {
namespace {

// The number of standard deviations within which a normal variable stays with this probability.
double deviations(double confidence) { return normal_quantile(0.5 + confidence / 2); }

}  // namespace

// Contains the values p that a score test does not reject: |solved/n - p| <= z sqrt(p (1 - p) / n).
Interval wilson(int solved, int seeds, double confidence) {
  if (seeds < 1 || solved < 0 || solved > seeds)
    fail(ErrorKind::data, "Wilson interval: {} of {} seeds solved; must be 0 <= solved <= seeds, of at least one seed",
         solved, seeds);
  check_confidence("Wilson interval", confidence);
  const double n = seeds;
  const double p = solved / n;
  const double z = deviations(confidence);
  const double spread = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  const double center = p + z * z / (2 * n);
  // If none or all are solved, the end is exactly 0 or 1, which rounding would miss.
  return {solved == 0 ? 0 : (center - spread) / scale, solved == seeds ? 1 : (center + spread) / scale};
}

namespace {

// The variance of the estimated probability of improvement with n seeds of each, if the true probability is p and the
// scores are distributed as in Hanley & McNeil 1982 (exponential; the result depends little on this).
double independent_variance(double p, double n) {
  return p * (1 - p) * (1 + (n - 1) * ((1 - p) / (2 - p) + p / (1 + p))) / (n * n);
}

// The factor by which the variance is smaller because the same seeds were used in a and b: the variance of the sum of
// each seed's contributions in a and in b, divided by that of independent contributions (DeLong, DeLong &
// Clarke-Pearson 1988). One more, independent seed is assumed: if a few seeds all behaved alike, the next one need not.
double effect_of_pairing(std::span<const double> a, std::span<const double> b, double p) {
  double paired = 0, independent = 0;
  for (std::size_t seed = 0; seed < a.size(); ++seed) {
    const double of_a = probability_of_improvement(a.subspan(seed, 1), b) - p;
    const double of_b = probability_of_improvement(a, b.subspan(seed, 1)) - p;
    paired += (of_a + of_b) * (of_a + of_b);
    independent += of_a * of_a + of_b * of_b;
  }
  const double n = static_cast<double>(a.size());
  return independent > 0 ? (n * paired / independent + 1) / (n + 1) : 1;
}

// Finds by bisection the last value from `inside` to `outside` for which accepts() is true.
template <class Accepts>
double edge(double inside, double outside, Accepts accepts) {
  if (accepts(outside)) return outside;
  for (int halving = 0; halving < 60; ++halving) {
    const double middle = (inside + outside) / 2;
    (accepts(middle) ? inside : outside) = middle;
  }
  return inside;
}

}  // namespace

Interval probability_of_improvement_interval(std::span<const double> a, std::span<const double> b, double confidence) {
  check_sizes("probability of improvement", a.size(), b.size());
  check_confidence("probability of improvement", confidence);
  const double p = probability_of_improvement(a, b);
  const double pairing = effect_of_pairing(a, b, p);
  const double z = deviations(confidence);
  const auto accepts = [&](double q) {
    return std::abs(p - q) <= z * std::sqrt(pairing * independent_variance(q, static_cast<double>(a.size())));
  };
  return {edge(p, 0, accepts), edge(p, 1, accepts)};
}

}  // namespace memnet
