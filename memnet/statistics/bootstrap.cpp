// Intervals by drawing seeds again.
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

// Resampling n values spreads them by sqrt((n-1)/n) too little, and percentiles of it are those of a normal where a few
// values ask for Student's t. Hesterberg 2015 ("What teachers should know about the bootstrap") takes percentiles
// further out, by as much as would be right for a mean: the chance left out below.
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

// Calls draw(task, from, to) for each place of a resample, and measure() when it is full.
template <class Draw, class Measure>
Interval resample(const Scores& scores, RandomStream& stream, const Resampling& resampling, Draw draw,
                  Measure measure) {
  std::vector<double> values(static_cast<std::size_t>(resampling.resamples));
  for (double& value : values) {
    for (std::size_t task = 0; task < scores.size(); ++task) {
      const std::size_t seeds = scores[task].size();
      for (std::size_t to = 0; to < seeds; ++to)
        draw(task, static_cast<std::size_t>(stream.between(0, static_cast<int>(seeds) - 1)), to);
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
  Scores drawn = scores;
  return resample(
      scores, stream, resampling,
      [&](std::size_t task, std::size_t from, std::size_t to) { drawn[task][to] = scores[task][from]; },
      [&] { return statistic(drawn); });
}

Interval paired_bootstrap(const Scores& a, const Scores& b, const Comparison& comparison, RandomStream stream,
                          const Resampling& resampling) {
  check_scores(a, resampling);
  check_scores(b, resampling);
  check_sizes("paired bootstrap", a.size(), b.size());
  for (std::size_t task = 0; task < a.size(); ++task) check_sizes("paired bootstrap", a[task].size(), b[task].size());
  Scores drawn_a = a, drawn_b = b;
  return resample(
      a, stream, resampling,
      [&](std::size_t task, std::size_t from, std::size_t to) {
        drawn_a[task][to] = a[task][from];
        drawn_b[task][to] = b[task][from];
      },
      [&] { return comparison(drawn_a, drawn_b); });
}

Interval interquartile_mean_interval(const Scores& scores, RandomStream stream, const Resampling& resampling) {
  return bootstrap(
      scores, [](const Scores& drawn) { return interquartile_mean(drawn); }, stream, resampling);
}

}  // namespace memnet
