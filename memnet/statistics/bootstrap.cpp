// Intervals by the bootstrap.
//
// The idea: an experiment gives one score for each seed, and a statistic of them, such as their mean. How much would
// the statistic vary if the experiment were repeated with other seeds? The bootstrap simulates this: it samples as many
// scores as there are, with replacement, computes the statistic, and repeats this many times. The middle 95 % of the
// results are the interval.
//
// Example: the scores 1, 2, 6 of three seeds have the mean 3. Resamples such as (2, 2, 6), (1, 6, 6) and (1, 1, 2) have
// the means 3.33, 4.33 and 1.33. After 10,000 of them, sorted, the interval goes from the value at position 250 to the
// one at position 9,750, if plain percentiles are used.
//
// Plain percentiles are too narrow for few seeds, so they are expanded. For the three seeds above: the plain tails are
// 2.5 % each; Student's t with 2 degrees of freedom has its 2.5 % quantile at -4.30; resampling makes the spread too
// small by sqrt(2/3), so the point is moved to -4.30 sqrt(3/2) = -5.27; and a normal distribution has only 0.000007 %
// below this point. The interval then goes nearly from the smallest to the largest resample.
#include <algorithm>
#include <cmath>

#include "memnet/statistics/check.hpp"
#include "memnet/statistics/distributions.hpp"
#include "memnet/statistics/statistics.hpp"

namespace memnet {
namespace {

void check_scores(const Scores& scores, const Resampling& resampling) {
  if (scores.empty()) fail(ErrorKind::data, "bootstrap: there are no tasks");
  for (const std::vector<double>& task : scores) {
    check_values("bootstrap", task);
    if (task.size() < 2) fail(ErrorKind::data, "bootstrap: a task has one seed; an interval needs at least two");
  }
  check_confidence("bootstrap", resampling.confidence);
  if (resampling.resamples < 1)
    fail(ErrorKind::data, "bootstrap: {} resamples; needs at least one", resampling.resamples);
}

// The fraction of resamples below the interval, and above it. It is expanded as in Hesterberg 2015 ("What teachers
// should know about the bootstrap"), such that the interval of a mean is right: resamples of n values have a spread
// that is too small by the factor sqrt((n-1)/n), and follow a normal distribution instead of Student's t.
double expanded_tail(const Scores& scores, double confidence) {
  double freedom = 0, widening = 0;
  for (const std::vector<double>& task : scores) {
    const double n = static_cast<double>(task.size());
    freedom += n - 1;
    widening += n / (n - 1) / static_cast<double>(scores.size());
  }
  const double tail = (1 - confidence) / 2;
  return normal_below(std::sqrt(widening) * student_quantile(tail, freedom));
}

// For each resample, calls copy_seed(task, from, to) for each of its seeds, and then measure(), which returns the
// statistic.
template <class CopySeed, class Measure>
Interval resample(const Scores& scores, RandomStream& stream, const Resampling& resampling, CopySeed copy_seed,
                  Measure measure) {
  std::vector<double> values(static_cast<std::size_t>(resampling.resamples));
  for (double& value : values) {
    for (std::size_t task = 0; task < scores.size(); ++task) {
      const std::size_t seeds = scores[task].size();
      for (std::size_t to = 0; to < seeds; ++to)
        copy_seed(task, static_cast<std::size_t>(stream.between(0, static_cast<int>(seeds) - 1)), to);
    }
    value = measure();
  }
  check_values("bootstrap", values);
  std::sort(values.begin(), values.end());
  const double tail = expanded_tail(scores, resampling.confidence);
  return {quantile(values, tail), quantile(values, 1 - tail)};
}

}  // namespace

Interval bootstrap(const Scores& scores, const Statistic& statistic, RandomStream stream,
                   const Resampling& resampling) {
  check_scores(scores, resampling);
  Scores sampled = scores;
  return resample(
      scores, stream, resampling,
      [&](std::size_t task, std::size_t from, std::size_t to) { sampled[task][to] = scores[task][from]; },
      [&] { return statistic(sampled); });
}

Interval paired_bootstrap(const Scores& a, const Scores& b, const Comparison& comparison, RandomStream stream,
                          const Resampling& resampling) {
  check_scores(a, resampling);
  check_scores(b, resampling);
  check_sizes("paired bootstrap", a.size(), b.size());
  for (std::size_t task = 0; task < a.size(); ++task) check_sizes("paired bootstrap", a[task].size(), b[task].size());
  Scores sampled_a = a, sampled_b = b;
  return resample(
      a, stream, resampling,
      [&](std::size_t task, std::size_t from, std::size_t to) {
        sampled_a[task][to] = a[task][from];
        sampled_b[task][to] = b[task][from];
      },
      [&] { return comparison(sampled_a, sampled_b); });
}

Interval interquartile_mean_interval(const Scores& scores, RandomStream stream, const Resampling& resampling) {
  return bootstrap(
      scores, [](const Scores& sampled) { return interquartile_mean(sampled); }, stream, resampling);
}

}  // namespace memnet
