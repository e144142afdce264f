// What runs over several seeds say: point values, each with an interval where one can be trusted.
//
// All in double, whatever the precision of the library. What is drawn comes from the RandomStream that is given: the
// same scores and the same stream give the same bits. Empty input, sizes that do not fit and numbers that are not
// finite are errors of kind `data`.
//
// How far intervals of 95 % can be trusted was measured, in 2,000 and more simulated experiments with known truth for
// each kind of score that tasks give (tests/statistics/coverage_test.cpp has some of them). The figures below are for
// 10 and 20 seeds. With fewer, intervals are wide and some of them optimistic: 90 % with five.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "memnet/base/random.hpp"

namespace memnet {

struct Interval {
  double low;
  double high;
};

// The middle value, or the mean of the two middle ones. Requires at least one value.
double median(std::vector<double> values);

// The value below which a fraction of the values lies, by linear interpolation between the two nearest. Requires at
// least one value, and that they are sorted.
double quantile(std::span<const double> sorted, double fraction);

// Where the fraction of seeds that solve a task lies, given that `solved` of `seeds` did (Wilson 1927). Within [0,1],
// and of use also when none or all of them solve. Holds the truth in 95 % of experiments on average over all true
// fractions; at a given one that is between 83 and 100 %, for with n seeds there are but n + 1 intervals.
Interval wilson(int solved, int seeds, double confidence = 0.95);

// One seed's way to the solution: when it was solved, or when it was given up on, in whatever unit time is counted
// (sequences, as a rule).
struct Attempt {
  double time;
  bool solved;
};

// The time by which more than a fraction q of seeds have solved the task (Kaplan & Meier 1958): the first time at which
// the curve of those still unsolved falls below 1 - q. Seeds that were given up on count as unsolved up to that moment,
// and say nothing about later. Nothing where the curve does not fall that far; at an even split the later of the two
// middle times.
std::optional<double> censored_quantile(std::span<const Attempt> attempts, double q);
std::optional<double> censored_median(std::span<const Attempt> attempts);

// The mean of the middle half: a quarter of the values, rounded down, is dropped at each end (Agarwal et al. 2021,
// "Deep reinforcement learning at the edge of the statistical precipice"; scipy's trim_mean(values, 0.25)). In the unit
// of the values.
double interquartile_mean(std::span<const double> values);

// The chance that a seed of b scores more than a seed of a; ties count half. Over all pairs, so that a and b may differ
// in size (Agarwal et al. 2021; Mann & Whitney 1947).
double probability_of_improvement(std::span<const double> a, std::span<const double> b);

// Its interval where a[i] and b[i] are of the same seed: the score interval of Newcombe 2006 ("Confidence intervals for
// an effect size measure based on the Mann-Whitney statistic", method 5), narrower by as much as a seed does alike
// under both. Holds the truth in 93.5-97.5 % of experiments, also near 0 and 1, where a bootstrap does so in 79-87 %
// (10 seeds) and calls it certain when no seeds overlap.
Interval probability_of_improvement_interval(std::span<const double> a, std::span<const double> b,
                                             double confidence = 0.95);

// The scores of an experiment: scores[task][seed].
using Scores = std::vector<std::vector<double>>;

struct Resampling {
  double confidence = 0.95;
  int resamples = 10000;  // ends of the interval are then within some 2 % of its width of where they would settle
};

// The interval of any statistic by a stratified bootstrap (Agarwal et al. 2021): seeds are drawn with replacement
// within each task, tasks stay as they are. Needs at least two seeds in each task. Plain percentiles are too narrow for
// few seeds; these are expanded (Hesterberg 2015, "What teachers should know about the bootstrap").
using Statistic = std::function<double(const Scores&)>;
Interval bootstrap(const Scores& scores, const Statistic& statistic, RandomStream stream, const Resampling& = {});

// The same for a comparison of a with b on the same tasks and seeds: each draw takes the same seeds of both.
using Comparison = std::function<double(const Scores& a, const Scores& b)>;
Interval paired_bootstrap(const Scores& a, const Scores& b, const Comparison& comparison, RandomStream stream,
                          const Resampling& = {});

// The interquartile mean over all seeds of all tasks, and its interval: that holds the truth in 94-97 % of experiments
// of several tasks and in 95-97 % of a single one (plain percentiles: 91-94 % with 10 seeds). Scores that are only 0 or
// 1 are the exception: where more than three quarters are the same, so is their interquartile mean, and the interval
// may shrink to a point; for these take wilson().
double interquartile_mean(const Scores& scores);
Interval interquartile_mean_interval(const Scores& scores, RandomStream stream, const Resampling& = {});

// The slope of the straight line closest to the points, in units of y per unit of x (accuracy against length as a
// multiple of the trained one: how much is lost for each multiple).
double least_squares_slope(std::span<const double> x, std::span<const double> y);

// The length at which accuracy first falls to one half, linear between the lengths measured, which increase. The first
// length where it never was above; nothing where it stays above throughout.
std::optional<double> half_point(std::span<const double> lengths, std::span<const double> accuracies);

}  // namespace memnet
