// Optimizers: laws for every line of their table, the formulas of each, and clipping.
#include "memnet/train/optimizer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <ostream>

#include "memnet/base/error.hpp"
#include "memnet/base/random.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void PrintTo(const OptimizerEntry& entry, std::ostream* out) { *out << entry.name; }

namespace {

constexpr std::size_t kNumbers = 37;  // not a multiple of any vector

class OptimizerLaws : public testing::TestWithParam<OptimizerEntry> {
 protected:
  OptimizerLaws() {
    optimizer->declare(options.section("optimizer"));
    optimizer->start(kNumbers);
  }

  AlignedVector<Scalar> sample(const char* purpose, std::uint64_t index = 0) const {
    RandomStream stream(5, purpose, index);
    AlignedVector<Scalar> numbers(kNumbers);
    for (Scalar& x : numbers) x = static_cast<Scalar>(stream.normal());
    return numbers;
  }

  Options options;
  const std::unique_ptr<Optimizer> optimizer = GetParam().make();
};

INSTANTIATE_TEST_SUITE_P(Optimizers, OptimizerLaws, testing::ValuesIn(all_optimizers()),
                         [](const auto& info) { return std::string(info.param.name); });

// sum of curvature (x - goal)^2 / 2, with curvatures 1, 2, ... 9
TEST_P(OptimizerLaws, FindsTheMinimumOfAQuadratic) {
  AlignedVector<Scalar> x = sample("start"), gradient(kNumbers);
  const AlignedVector<Scalar> goal = sample("goal");
  const auto distance = [&] {
    double most = 0;
    for (std::size_t i = 0; i < kNumbers; ++i) most = std::max(most, std::abs(static_cast<double>(x[i] - goal[i])));
    return most;
  };
  EXPECT_GT(distance(), 1);
  constexpr std::uint64_t kUpdates = 3000;
  for (std::uint64_t t = 1; t <= kUpdates; ++t) {
    for (std::size_t i = 0; i < kNumbers; ++i)
      gradient[i] = static_cast<Scalar>(1 + 9 * i / kNumbers) * (x[i] - goal[i]);
    // Optimizers that divide by the size of the gradient never converge at a constant rate, so the rate must fall.
    optimizer->update(x, gradient, 0.01 * (1 - static_cast<double>(t) / kUpdates), t);
  }
  EXPECT_LT(distance(), 1e-3);
}

TEST_P(OptimizerLaws, DoesNotChangeWhatHasNoGradient) {
  AlignedVector<Scalar> x = sample("start");
  const AlignedVector<Scalar> start = x;
  for (std::uint64_t t = 1; t <= 5; ++t) {
    AlignedVector<Scalar> gradient = sample("gradient", t);
    for (std::size_t i = 0; i < kNumbers; i += 2) gradient[i] = 0;
    optimizer->update(x, gradient, 0.1, t);
  }
  for (std::size_t i = 0; i < kNumbers; ++i) EXPECT_EQ(x[i] == start[i], i % 2 == 0) << i;
}

TEST_P(OptimizerLaws, HasNoStateBesidesItsMemory) {
  AlignedVector<Scalar> x = sample("start");
  for (std::uint64_t t = 1; t <= 3; ++t) optimizer->update(x, sample("gradient", t), 0.1, t);
  const std::unique_ptr<Optimizer> other = GetParam().make();
  other->start(kNumbers);
  for (std::size_t i = 0; i < optimizer->memory().size(); ++i) {
    EXPECT_STREQ(other->memory()[i].name, optimizer->memory()[i].name);
    other->memory()[i].numbers = optimizer->memory()[i].numbers;
  }
  AlignedVector<Scalar> y = x;
  for (std::uint64_t t = 4; t <= 6; ++t) {
    optimizer->update(x, sample("gradient", t), 0.1, t);
    other->update(y, sample("gradient", t), 0.1, t);
  }
  EXPECT_EQ(x, y);
}

// The update of one parameter by one optimizer, as in its paper. `memory` starts with zeros.
using Formula = std::function<double(double x, double g, double rate, int t, std::array<double, 3>& memory)>;

const std::map<std::string, Formula> kFormulas = {
    {"adam",  // Kingma & Ba 2015, algorithm 1
     [](double x, double g, double rate, int t, std::array<double, 3>& memory) {
       auto& [m, v, unused] = memory;
       m = 0.9 * m + 0.1 * g;
       v = 0.999 * v + 0.001 * g * g;
       return x - rate * (m / (1 - std::pow(0.9, t))) / (std::sqrt(v / (1 - std::pow(0.999, t))) + 1e-8);
     }},
    {"rmsprop",
     [](double x, double g, double rate, int, std::array<double, 3>& memory) {
       auto& [v, m, unused] = memory;
       v = 0.95 * v + 0.05 * g * g;
       m = 0.9 * m + g / (std::sqrt(v) + 1e-8);
       return x - rate * m;
     }},
    {"graves_rmsprop",  // Graves 2013, eq. 38 to 45
     [](double x, double g, double rate, int, std::array<double, 3>& memory) {
       auto& [n, mean, delta] = memory;
       n = 0.95 * n + 0.05 * g * g;
       mean = 0.95 * mean + 0.05 * g;
       delta = 0.9 * delta - rate * g / std::sqrt(n - mean * mean + 1e-4);
       return x + delta;
     }},
    {"sgd",
     [](double x, double g, double rate, int, std::array<double, 3>& memory) {
       memory[0] = 0.9 * memory[0] + g;
       return x - rate * memory[0];
     }},
};

TEST_P(OptimizerLaws, FollowsItsFormula) {
  ASSERT_TRUE(kFormulas.contains(GetParam().name)) << "write its formula down here";
  const Formula& formula = kFormulas.at(GetParam().name);
  AlignedVector<Scalar> x = sample("start");
  std::vector<double> expected(x.begin(), x.end());
  std::vector<std::array<double, 3>> memory(kNumbers, {0, 0, 0});
  for (int t = 1; t <= 3; ++t) {
    const AlignedVector<Scalar> gradient = sample("gradient", static_cast<std::uint64_t>(t));
    const double rate = 0.1 / t;
    optimizer->update(x, gradient, rate, static_cast<std::uint64_t>(t));
    for (std::size_t i = 0; i < kNumbers; ++i) {
      expected[i] = formula(expected[i], static_cast<double>(gradient[i]), rate, t, memory[i]);
      EXPECT_NEAR(static_cast<double>(x[i]), expected[i], 3e-6) << "update " << t << ", number " << i;
    }
  }
}

TEST(Optimizer, AnUnknownOneIsAnsweredWithTheNearest) { EXPECT_THROW(make_optimizer("adma"), Error); }

TEST(Measure, GivesNormAndLargest) {
  EXPECT_EQ(measure({}).norm, 0);
  const AlignedVector<Scalar> small = {3, -4};
  EXPECT_NEAR(measure(small).norm, 5, 1e-6);
  EXPECT_EQ(measure(small).largest, 4);
  // Long enough for several blocks, with the largest in the last one.
  AlignedVector<Scalar> large(10001, Scalar(0.1));
  large.back() = -2;
  EXPECT_NEAR(measure(large).norm, std::sqrt(10000 * 0.01 + 4), 1e-4);
  EXPECT_EQ(measure(large).largest, 2);
}

TEST(Measure, ShowsEveryNumberThatIsNotFinite) {
  for (const Scalar bad : {std::numeric_limits<Scalar>::quiet_NaN(), std::numeric_limits<Scalar>::infinity(),
                           -std::numeric_limits<Scalar>::infinity()})
    for (const std::size_t place : {std::size_t{0}, std::size_t{17}, std::size_t{4096}, std::size_t{5000}}) {
      AlignedVector<Scalar> gradient(5001, 1);
      gradient[place] = bad;
      EXPECT_FALSE(std::isfinite(measure(gradient).norm)) << bad << " at " << place;
    }
}

AlignedVector<Scalar> clipped(AlignedVector<Scalar> gradient, double max_norm, double max_value) {
  clip(gradient, measure(gradient), max_norm, max_value);
  return gradient;
}

void expect_near(const AlignedVector<Scalar>& found, const std::vector<double>& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(static_cast<double>(found[i]), expected[i], 1e-6) << i;
}

TEST(Clip, ScalesToANormAndThenCutsToAValue) {
  const AlignedVector<Scalar> gradient = {3, -4, 0};
  EXPECT_EQ(clipped(gradient, 0, 0), gradient) << "0 is no limit";
  EXPECT_EQ(clipped(gradient, 5, 4), gradient) << "nothing is beyond";
  expect_near(clipped(gradient, 1, 0), {0.6, -0.8, 0});
  expect_near(clipped(gradient, 0, 3.5), {3, -3.5, 0});
  expect_near(clipped(gradient, 1, 0.7), {0.6, -0.7, 0});
  expect_near(clipped(gradient, 2.5, 10), {1.5, -2, 0});
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
