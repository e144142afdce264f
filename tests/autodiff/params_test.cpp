// Parameters: names, layout, and how they start.
#include "memnet/autodiff/params.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "memnet/base/error.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// The starting values of one parameter.
std::vector<Scalar> start(int rows, int cols, Init init, std::uint64_t seed = 1, const std::string& name = "p") {
  Params params;
  const Param p = params.add(name, rows, cols, init);
  params.initialize(seed);
  const std::span<const Scalar> values = params.values(params[p]);
  return {values.begin(), values.end()};
}

TEST(Params, OneNameIsOneParameter) {
  Params params;
  const Param first = params.add("shared", 2, 3, Init::xavier()),
              second = params.add("shared", 2, 3, Init::constant(0));
  EXPECT_EQ(first.index, second.index);
  EXPECT_EQ(params.entries().size(), 1u);
}

TEST(Params, OneNameWithTwoShapesIsAnError) {
  Params params;
  params.add("shared", 2, 3, Init::xavier());
  try {
    params.add("shared", 3, 2, Init::xavier());
    FAIL() << "was accepted";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "parameter shared: is already [2,3] and cannot be added as [3,2]; one name is one parameter");
  }
}

TEST(Params, ScopesMakeTheNames) {
  Params params;
  const Scope scope(params);
  (scope / "controller" / "0")("weights", 2, 2, Init::xavier());
  scope("bias", 2, 1, Init::constant(0));
  EXPECT_NE(params.find("controller/0/weights"), nullptr);
  EXPECT_NE(params.find("bias"), nullptr);
  EXPECT_EQ(params.find("weights"), nullptr);
}

TEST(Params, LieInOneBufferEachOnItsOwnCacheLine) {
  Params params;
  for (int size = 1; size < 40; ++size) params.add(std::to_string(size), size, 1, Init::constant(1));
  params.initialize(1);
  std::size_t end = 0, ones = 0;
  for (const Params::Entry& entry : params.entries()) {
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(params.values(entry).data()) % kCacheLine, 0u) << entry.name;
    EXPECT_GE(entry.offset, end);
    end = entry.offset + static_cast<std::size_t>(entry.size());
    ones += static_cast<std::size_t>(entry.size());
  }
  // The padding between them is zero.
  EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(params.values(), Scalar(1))), ones);
  EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(params.values(), Scalar(0))), params.values().size() - ones);
}

TEST(Params, CountOnlyWhatIsLearned) {
  Params params;
  const Scope scope(params);
  scope("learned", 3, 5, Init::xavier());
  scope.buffer("fixed", 7, 7, Init::xavier());
  EXPECT_EQ(params.count(), 15u);
  EXPECT_FALSE(params.find("fixed")->trainable);
}

TEST(Params, StartTheSameWhateverElseThereIs) {
  Params few, many;
  few.add("w", 4, 4, Init::xavier());
  many.add("other", 8, 8, Init::xavier());
  many.add("w", 4, 4, Init::xavier());
  few.initialize(3);
  many.initialize(3);
  EXPECT_TRUE(std::ranges::equal(few.values(*few.find("w")), many.values(*many.find("w"))));
}

TEST(Params, StartDifferentlyForEverySeedAndName) {
  EXPECT_NE(start(3, 3, Init::normal(1), 1), start(3, 3, Init::normal(1), 2));
  EXPECT_NE(start(3, 3, Init::normal(1), 1, "p"), start(3, 3, Init::normal(1), 1, "q"));
  EXPECT_EQ(start(3, 3, Init::normal(1), 1), start(3, 3, Init::normal(1), 1));
}

TEST(Params, StartWithinTheBoundsOfTheirInit) {
  for (const Scalar x : start(3, 3, Init::constant(0.25))) EXPECT_EQ(x, Scalar(0.25));
  EXPECT_EQ(start(3, 1, Init::constant(0.5).with_offset({1, 0, -2})), (std::vector<Scalar>{1.5, 0.5, -1.5}));

  // Bounds that are kept, and nearly reached by a thousand samples.
  const auto expect_bound = [](const std::vector<Scalar>& values, double bound) {
    const auto [low, high] = std::ranges::minmax(values);
    EXPECT_GE(low, -bound);
    EXPECT_LE(high, bound);
    EXPECT_LT(low, -0.98 * bound);
    EXPECT_GT(high, 0.98 * bound);
  };
  expect_bound(start(20, 50, Init::uniform(0.5)), 0.5);
  expect_bound(start(20, 50, Init::xavier(1.4)), 1.4 * std::sqrt(6.0 / 70));

  double sum = 0, squares = 0;
  const std::vector<Scalar> normal = start(100, 100, Init::normal(3));
  for (const double x : normal) {
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(sum / 10000, 0, 4 * 3 / std::sqrt(10000.0));
  EXPECT_NEAR(squares / 10000, 9, 4 * 9 * std::sqrt(2.0 / 10000));
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
