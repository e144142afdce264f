// Point estimates and Wilson intervals against scipy and against independent programs (tests/golden/statistics.json).
#include <gtest/gtest.h>

#define BOOST_BIND_GLOBAL_PLACEHOLDERS  // the parser still uses them, and Boost warns about it at every build
#include <boost/property_tree/json_parser.hpp>
#include <boost/property_tree/ptree.hpp>

#include "memnet/statistics/statistics.hpp"

namespace memnet {
namespace {

using Json = boost::property_tree::ptree;

constexpr double kClose = 1e-12;

Json golden(const char* what) {
  Json all;
  boost::property_tree::read_json(MEMNET_GOLDEN_DIR "/statistics.json", all);
  return all.get_child(what);
}

std::vector<double> numbers(const Json& entry, const char* name) {
  std::vector<double> values;
  for (const auto& [_, item] : entry.get_child(name)) values.push_back(item.get_value<double>());
  return values;
}

TEST(StatisticsGolden, WilsonIntervals) {
  for (const auto& [_, entry] : golden("wilson95")) {
    const Interval interval = wilson(entry.get<int>("solved"), entry.get<int>("seeds"));
    EXPECT_NEAR(interval.low, entry.get<double>("low"), kClose);
    EXPECT_NEAR(interval.high, entry.get<double>("high"), kClose);
  }
}

TEST(StatisticsGolden, InterquartileMeans) {
  for (const auto& [_, entry] : golden("interquartile_mean"))
    EXPECT_NEAR(interquartile_mean(numbers(entry, "values")), entry.get<double>("iqm"), kClose);
}

TEST(StatisticsGolden, CensoredMedians) {
  for (const auto& [_, entry] : golden("censored_median")) {
    const std::vector<double> times = numbers(entry, "times"), solved = numbers(entry, "solved");
    std::vector<Attempt> attempts;
    for (std::size_t i = 0; i < times.size(); ++i) attempts.push_back({times[i], solved[i] != 0});
    constexpr double kNever = -1;  // the value for a median of null
    EXPECT_EQ(censored_median(attempts).value_or(kNever), entry.get("median", kNever));
  }
}

TEST(StatisticsGolden, ProbabilitiesOfImprovement) {
  for (const auto& [_, entry] : golden("probability_of_improvement"))
    EXPECT_NEAR(probability_of_improvement(numbers(entry, "a"), numbers(entry, "b")), entry.get<double>("p_b_over_a"),
                kClose);
}

// All choices of signs, and all subsets, in rational numbers.
TEST(StatisticsGolden, SignFlips) {
  for (const auto& [_, entry] : golden("sign_flips")) {
    const std::vector<double> differences = numbers(entry, "differences");
    EXPECT_NEAR(sign_flip_p(differences, RandomStream(1, "flips")), entry.get<double>("p"), kClose);
    const std::optional<Interval> interval = mean_difference_interval(differences, RandomStream(1, "flips"));
    ASSERT_EQ(interval.has_value(), entry.count("low") == 1) << differences.size() << " seeds";
    if (!interval) continue;
    EXPECT_NEAR(interval->low, entry.get<double>("low"), kClose);
    EXPECT_NEAR(interval->high, entry.get<double>("high"), kClose);
  }
}

// The first case is in Newcombe 1998: 0.0569 to 0.3404.
TEST(StatisticsGolden, DifferencesOfFractionsSolved) {
  for (const auto& [_, entry] : golden("solved_difference")) {
    const Interval interval = solved_difference_interval({.both = entry.get<int>("both"),
                                                          .only_first = entry.get<int>("only_first"),
                                                          .only_second = entry.get<int>("only_second"),
                                                          .neither = entry.get<int>("neither")});
    EXPECT_NEAR(interval.low, entry.get<double>("low"), kClose);
    EXPECT_NEAR(interval.high, entry.get<double>("high"), kClose);
  }
}

TEST(StatisticsGolden, HolmsCorrection) {
  for (const auto& [_, entry] : golden("holm")) {
    const std::vector<double> corrected = holm(numbers(entry, "p")), expected = numbers(entry, "corrected");
    ASSERT_EQ(corrected.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(corrected[i], expected[i], kClose);
  }
}

}  // namespace
}  // namespace memnet
