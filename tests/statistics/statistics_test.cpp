// Statistics on cases computed by hand, and on invalid input.
#include "memnet/statistics/statistics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "memnet/base/error.hpp"

namespace memnet {
namespace {

using Values = std::vector<double>;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(Statistics, TheInterquartileMeanDropsAQuarterAtEachEnd) {
  EXPECT_EQ(interquartile_mean(Values{100, 2, 3, -50}), 2.5);
  EXPECT_EQ(interquartile_mean(Values{1, 2, 6}), 3);  // a quarter of three, rounded down, is none
  EXPECT_EQ(interquartile_mean(Values{7}), 7);
  EXPECT_EQ(interquartile_mean(Scores{{100, 2}, {3, -50}}), 2.5);
}

TEST(Statistics, AnEvenSplitHasTheLaterMedian) {
  const std::vector<Attempt> attempts = {{3, true}, {1, true}, {4, true}, {2, true}};
  EXPECT_EQ(censored_median(attempts), 3);
  EXPECT_EQ(censored_quantile(attempts, 0.25), 2);
  EXPECT_EQ(censored_quantile(attempts, 0.1), 1);
}

TEST(Statistics, ASeedGivenUpOnCountsUntilThen) {
  // Of five seeds, one solves the task at 1 (4/5 are left), one ends without a solution at 2, and two of the remaining
  // three solve it at 3 and 4: 8/15 and 4/15 are left.
  const std::vector<Attempt> attempts = {{1, true}, {2, false}, {3, true}, {4, true}, {5, false}};
  EXPECT_EQ(censored_median(attempts), 4);
  EXPECT_EQ(censored_quantile(attempts, 0.75), std::nullopt);
}

TEST(Statistics, ASeedGivenUpOnWhileAnotherSolvesWasStillUnsolved) {
  EXPECT_EQ(censored_median(std::vector<Attempt>{{1, false}, {1, true}}), std::nullopt);
  EXPECT_EQ(censored_median(std::vector<Attempt>{{1, false}, {1, true}, {1, true}}), 1);
}

TEST(Statistics, TiesAreHalfAnImprovement) {
  EXPECT_EQ(probability_of_improvement(Values{1, 1}, Values{1}), 0.5);
  EXPECT_EQ(probability_of_improvement(Values{0, 1}, Values{1, 1}), 0.75);
}

TEST(Statistics, NoOverlapStillLeavesDoubt) {
  const Values worse = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, better = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
  const Interval interval = probability_of_improvement_interval(worse, better);
  EXPECT_EQ(interval.high, 1);
  EXPECT_GT(interval.low, 0.7);
  EXPECT_LT(interval.low, 0.9);
  const Interval mirrored = probability_of_improvement_interval(better, worse);
  EXPECT_EQ(mirrored.low, 0);
  EXPECT_NEAR(mirrored.high, 1 - interval.low, 1e-12);
}

TEST(Statistics, SeedsThatDoWellInBothNarrowTheInterval) {
  const Values a = {1, 2, 3, 4, 5, 6, 7, 8}, paired = {1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5};
  const Values crossed = {8.5, 7.5, 6.5, 5.5, 4.5, 3.5, 2.5, 1.5};
  const Interval narrow = probability_of_improvement_interval(a, paired);
  const Interval wide = probability_of_improvement_interval(a, crossed);
  EXPECT_LT(narrow.high - narrow.low, (wide.high - wide.low) / 2);
}

TEST(Statistics, ABootstrapDependsOnItsStreamAlone) {
  const Scores scores = {{0.1, 0.4, 0.2, 0.9}, {1.3, 1.1, 1.8}};
  const Interval once = interquartile_mean_interval(scores, RandomStream(1, "bootstrap"));
  const Interval again = interquartile_mean_interval(scores, RandomStream(1, "bootstrap"));
  const Interval other = interquartile_mean_interval(scores, RandomStream(2, "bootstrap"));
  EXPECT_EQ(once.low, again.low);
  EXPECT_EQ(once.high, again.high);
  EXPECT_TRUE(once.low != other.low || once.high != other.high);
}

TEST(Statistics, ABootstrapDrawsWithinTasksAndTheSameSeedsOfBoth) {
  const Scores a = {{1, 2, 3}, {10, 20}}, b = {{2, 4, 6}, {20, 40}};
  paired_bootstrap(a, b,
                   [](const Scores& x, const Scores& y) {
                     for (std::size_t task = 0; task < x.size(); ++task)
                       for (std::size_t seed = 0; seed < x[task].size(); ++seed) {
                         EXPECT_EQ(2 * x[task][seed], y[task][seed]);
                         EXPECT_EQ(x[task][seed] < 10, task == 0);
                       }
                     return 0.0;
                   },
                   RandomStream(1, "bootstrap"), {.resamples = 20});
}

// A straight line through these two had a smaller slope for the cliff.
TEST(Statistics, TheLargestFallTellsACliffFromASlope) {
  const Values lengths = {1, 1.5, 2, 3, 4};
  const Fall cliff = largest_fall(lengths, Values{1, 0, 0, 0, 0});
  EXPECT_EQ(cliff.size, 1);
  EXPECT_EQ(cliff.length, 1.5);
  const Fall slope = largest_fall(lengths, Values{1, 0.99, 0.85, 0.25, 0.02});
  EXPECT_NEAR(slope.size, 0.6, 1e-15);
  EXPECT_EQ(slope.length, 3);
  EXPECT_EQ(largest_fall(Values{1, 2}, Values{0, 0.5}).size, -0.5) << "accuracy that rises does not fall";
}

TEST(Statistics, TheLengthAtALevelIsWhereAccuracyFirstFallsToIt) {
  const Values lengths = {10, 20, 40};
  EXPECT_EQ(length_at(lengths, Values{1, 0.75, 0.25}, 0.5), 30);
  EXPECT_EQ(length_at(lengths, Values{1, 0.5, 0}, 0.5), 20);
  EXPECT_EQ(length_at(lengths, Values{1, 0, 1}, 0.5), 15);
  EXPECT_EQ(length_at(lengths, Values{0.1, 0, 0}, 0.5), 10);
  EXPECT_EQ(length_at(lengths, Values{1, 0.9, 0.8}, 0.5), std::nullopt);
  EXPECT_EQ(length_at(lengths, Values{1, 0.75, 0.25}, 0.75), 20);
}

TEST(Statistics, SeedsThatAllDidAlikeStillLeaveDoubt) {
  const Values same = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  const Interval interval = probability_of_improvement_interval(same, same);
  EXPECT_LT(interval.low, 0.45);
  EXPECT_GT(interval.high, 0.55);
}

// With more than 16 seeds random signs stand for all of them.
TEST(Statistics, ManySeedsFlipRandomSigns) {
  Values differences;
  for (int i = 0; i < 20; ++i) differences.push_back(i < 15 ? 1 : -1);
  // 15 or more of 20 coins, or 5 or fewer: 2 * 21,700 / 2^20.
  EXPECT_NEAR(sign_flip_p(differences, RandomStream(1, "flips")), 2 * 21700.0 / (1 << 20), 0.003);
  for (double& difference : differences) difference = 1;
  EXPECT_LT(sign_flip_p(differences, RandomStream(1, "flips")), 0.001);
  EXPECT_GT(sign_flip_p(differences, RandomStream(1, "flips")), 0);
}

template <class Call>
void expect_data_error(Call call, const char* words) {
  try {
    call();
    ADD_FAILURE() << "no error: " << words;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_THAT(error.what(), testing::HasSubstr(words));
  }
}

TEST(Statistics, InputWithoutAnAnswerIsAnError) {
  const RandomStream stream(1, "bootstrap");
  const auto middle = [](const Scores& scores) { return interquartile_mean(scores); };
  expect_data_error([] { wilson(0, 0); }, "0 of 0 seeds");
  expect_data_error([] { wilson(4, 3); }, "4 of 3 seeds");
  expect_data_error([] { wilson(1, 3, 1); }, "confidence 1");
  expect_data_error([] { interquartile_mean(Values{}); }, "no values");
  expect_data_error([] { interquartile_mean(Values{1, kNan}); }, "not finite");
  expect_data_error([] { probability_of_improvement(Values{1}, Values{}); }, "no values");
  expect_data_error([] { probability_of_improvement_interval(Values{1}, Values{1, 2}); }, "1 values go with 2");
  expect_data_error([] { censored_median({}); }, "no attempts");
  expect_data_error([] { censored_median(std::vector<Attempt>{{kNan, true}}); }, "not finite");
  expect_data_error([] { censored_quantile(std::vector<Attempt>{{1, true}}, 1); }, "quantile 1");
  expect_data_error([&] { bootstrap({}, middle, stream); }, "no tasks");
  expect_data_error([&] { bootstrap({{1, 2}, {1}}, middle, stream); }, "one seed");
  expect_data_error([&] { bootstrap({{1, 2}}, middle, stream, {.resamples = 0}); }, "0 resamples");
  expect_data_error(
      [&] {
        bootstrap(
            {{1, 2}}, [](const Scores&) { return kNan; }, stream);
      },
      "not finite");
  expect_data_error([&] { bootstrap({{1, 2}}, middle, stream, {.confidence = 0}); }, "confidence 0");
  expect_data_error([&] { sign_flip_p(Values{}, stream); }, "no values");
  expect_data_error([&] { mean_difference_interval(Values{1, kNan}, stream); }, "not finite");
  expect_data_error([] { solved_difference_interval({}); }, "0 of 0 seeds");
  expect_data_error([] { largest_fall(Values{2}, Values{1}); }, "needs two lengths");
  expect_data_error([] { length_at(Values{2, 2}, Values{1, 0}, 0.5); }, "must increase");
  expect_data_error([] { length_at(Values{1, 2}, Values{1}, 0.5); }, "2 values go with 1");
}

}  // namespace
}  // namespace memnet
