// Statistics of runs over several seeds: point estimates, and intervals where these are reliable.
//
// All functions use double, independent of the precision of the library. Random numbers come from the RandomStream that
// is passed, so the same scores and the same stream give the same bits. All throw an Error of kind data if the input is
// empty, has sizes that do not match or contains numbers that are not finite.
//
// The coverage of the 95 % intervals was measured in 2,000 or more simulated experiments with known truth, for each
// kind of score that tasks have (tests/statistics/coverage_test.cpp repeats some of them). The numbers below are for 10
// and 20 seeds. With fewer seeds the intervals are wide, and some of them optimistic: 90 % coverage with five seeds.
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

// Returns the middle value, or the mean of the two middle ones. Requires at least one value.
double median(std::vector<double> values);

// Returns the value below which a fraction of the values lies, by linear interpolation between the two nearest.
// Requires at least one value, and that they are sorted.
double quantile(std::span<const double> sorted, double fraction);

// Returns the interval of the fraction of seeds that solve a task, given that `solved` of `seeds` did (Wilson 1927). It
// lies within [0,1] and is also valid if none or all of them solve it. The coverage is 95 % on average over all true
// fractions, and between 83 and 100 % for a given one, because n seeds allow only n + 1 different intervals.
Interval wilson(int solved, int seeds, double confidence = 0.95);

// The training of one seed, in any unit of time, usually sequences.
struct Attempt {
  double time;  // when the task was solved, or when training ended without a solution
  bool solved;
};

// Returns the time by which more than a fraction q of the seeds have solved the task (Kaplan & Meier 1958): the first
// time at which the estimated fraction of unsolved seeds falls below 1 - q. A seed whose training ended without a
// solution counts as unsolved up to that time, and is left out afterwards. Returns nothing if the estimate does not
// fall that far. If it is exactly 1 - q between two times, the later time counts.
std::optional<double> censored_quantile(std::span<const Attempt> attempts, double q);
// Returns the same for q = 0.5.
std::optional<double> censored_median(std::span<const Attempt> attempts);

// Returns the mean of the middle half: a quarter of the values, rounded down, is dropped at each end (Agarwal et al.
// 2021, "Deep reinforcement learning at the edge of the statistical precipice"; scipy's trim_mean(values, 0.25)).
double interquartile_mean(std::span<const double> values);

// Returns the probability that a seed of b scores higher than a seed of a; ties count half. It is the mean over all
// pairs, so a and b may have different sizes (Agarwal et al. 2021; Mann & Whitney 1947).
double probability_of_improvement(std::span<const double> a, std::span<const double> b);

// Returns the interval of the probability of improvement if a[i] and b[i] have the same seed: the score interval of
// Newcombe 2006 ("Confidence intervals for an effect size measure based on the Mann-Whitney statistic", method 5),
// narrower if a seed has a similar effect on both. The coverage is 93.5-97.5 %, also near 0 and 1, where a bootstrap
// has 79-87 % (10 seeds) and returns an interval of width zero if the scores of a and b do not overlap.
Interval probability_of_improvement_interval(std::span<const double> a, std::span<const double> b,
                                             double confidence = 0.95);

// The scores of an experiment: scores[task][seed].
using Scores = std::vector<std::vector<double>>;

struct Resampling {
  double confidence = 0.95;
  int resamples = 10000;  // 10,000 give the ends of the interval to within about 2 % of its width
};

// Returns the interval of any statistic by a stratified bootstrap (Agarwal et al. 2021): seeds are sampled with
// replacement within each task, and every task is kept. Requires at least two seeds of each task. Plain percentiles are
// too narrow for few seeds; these are expanded (Hesterberg 2015, "What teachers should know about the bootstrap").
using Statistic = std::function<double(const Scores&)>;
Interval bootstrap(const Scores& scores, const Statistic& statistic, RandomStream stream, const Resampling& = {});

// Returns the same for a comparison of a with b on the same tasks and seeds: each resample contains the same seeds of
// both.
using Comparison = std::function<double(const Scores& a, const Scores& b)>;
Interval paired_bootstrap(const Scores& a, const Scores& b, const Comparison& comparison, RandomStream stream,
                          const Resampling& = {});

// Return the interquartile mean over all seeds of all tasks, and its interval. The coverage is 94-97 % for several
// tasks and 95-97 % for a single one (plain percentiles: 91-94 % with 10 seeds). Scores that are only 0 or 1 are an
// exception: if more than three quarters of them are equal, so is their interquartile mean, and the interval may have
// width zero; use wilson() for them.
double interquartile_mean(const Scores& scores);
Interval interquartile_mean_interval(const Scores& scores, RandomStream stream, const Resampling& = {});

// Effect sizes of two schemes with the same seeds: differences[i] is the value of seed i with the one scheme, less that
// with the other one. If the schemes are alike, a difference is as likely as its negative. So the observed mean is
// compared with those of all 2^n choices of signs, or of 65,536 random ones if there are more.

// Returns the two-sided p value of the hypothesis that the schemes are alike (Fisher 1935): the fraction of choices of
// signs with a mean at least as far from 0. For differences of -1, 0 and 1 it is the exact test of McNemar 1947.
double sign_flip_p(std::span<const double> differences, RandomStream stream);

// Returns the interval of the mean difference: all shifts of the differences that sign_flip_p() does not reject. Its
// ends are two of the sorted means of all subsets (Hartigan 1969, "Using subsample values as typical values"). Returns
// nothing if there are too few seeds for the confidence: 95 % needs six. The coverage is 94-97 % if differences are
// spread evenly around their mean. It is less (66-89 %) where only one seed in ten behaves unlike the others, since the
// seeds at hand may then show nothing of it; use solved_difference_interval() for the fraction solved.
std::optional<Interval> mean_difference_interval(std::span<const double> differences, RandomStream stream,
                                                 double confidence = 0.95);

// How many seeds solve a task with two schemes.
struct SolvedPairs {
  int both = 0, only_first = 0, only_second = 0, neither = 0;
};
// Returns the interval of the fraction that the first scheme solves, less that of the second one (Newcombe 1998,
// "Improved confidence intervals for the difference between binomial proportions based on paired data", method 10). It
// is also valid if all seeds behave alike. The coverage is 91-99 %, and 96 % on average.
Interval solved_difference_interval(const SolvedPairs& pairs, double confidence = 0.95);

// Returns p values that take account of how many there are (Holm 1979): if those below 0.05 are called effects, the
// probability that any of them is none is at most 5 %.
std::vector<double> holm(std::span<const double> p);

// The accuracy that is lost from one evaluated length to the next.
struct Fall {
  double size;
  double length;  // the longer one of the two
};
// Returns the largest fall between two neighboring lengths: close to the whole accuracy at a cliff, and a part of it
// where accuracy is lost step by step. Requires at least two lengths, which increase.
Fall largest_fall(std::span<const double> lengths, std::span<const double> accuracies);

// Returns the length at which the accuracy first falls to `level`, by linear interpolation between the two nearest
// lengths; the first length if it is not above it even there; nothing if it stays above it. Requires lengths that
// increase.
std::optional<double> length_at(std::span<const double> lengths, std::span<const double> accuracies, double level);

}  // namespace memnet
