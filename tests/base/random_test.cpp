// Random streams: the generator of the paper, and the distributions that are sampled with it.
#include "memnet/base/random.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>
#include <vector>

namespace memnet {
namespace {

using Block = std::array<std::uint32_t, 4>;

// The known answers that come with Random123 (kat_vectors): zeros, ones, and digits of pi.
TEST(Random, PhiloxGivesTheKnownAnswers) {
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  constexpr std::uint32_t kOnes = 0xffffffff;
  EXPECT_EQ(philox({kOnes, kOnes, kOnes, kOnes}, {kOnes, kOnes}),
            (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

std::vector<std::uint32_t> first_words(RandomStream stream) {
  std::vector<std::uint32_t> words(100);
  for (std::uint32_t& word : words) word = stream.bits();
  return words;
}

TEST(Random, TheSameKeyGivesTheSameStream) {
  EXPECT_EQ(first_words(RandomStream(7, "train", 3)), first_words(RandomStream(7, "train", 3)));
}

TEST(Random, SeedPurposeAndIndexEachMakeAnotherStream) {
  std::set<std::vector<std::uint32_t>> streams;
  int made = 0;
  for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 32})
    for (const char* purpose : {"", "train", "test", "init/read0/weights"})
      for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 32}) {
        streams.insert(first_words(RandomStream(seed, purpose, index)));
        ++made;
      }
  EXPECT_EQ(streams.size(), static_cast<std::size_t>(made));
}

// Pearson's chi-squared against equal shares, as a number of standard deviations.
double surprise(const std::vector<int>& counts) {
  double total = 0, chi_squared = 0;
  for (const int count : counts) total += count;
  const double expected = total / static_cast<double>(counts.size());
  for (const int count : counts) chi_squared += (count - expected) * (count - expected) / expected;
  const double freedom = static_cast<double>(counts.size() - 1);
  return (chi_squared - freedom) / std::sqrt(2 * freedom);
}

TEST(Random, UniformFillsTheUnitIntervalEvenly) {
  RandomStream stream(1, "uniform");
  std::vector<int> counts(64);
  for (int i = 0; i < 200000; ++i) {
    const double x = stream.uniform();
    ASSERT_GE(x, 0);
    ASSERT_LT(x, 1);
    ++counts[static_cast<std::size_t>(x * 64)];
  }
  EXPECT_LT(std::abs(surprise(counts)), 4);
}

TEST(Random, NeighborsAreIndependent) {
  // Pairs within a stream, and pairs of streams with neighboring indices, fill a square evenly.
  std::vector<int> within(256), between(256);
  RandomStream stream(2, "pairs");
  const auto cell = [](double x, double y) {
    return static_cast<std::size_t>(x * 16) * 16 + static_cast<std::size_t>(y * 16);
  };
  for (std::uint64_t i = 0; i < 100000; ++i) {
    const double x = stream.uniform(), y = stream.uniform();
    ++within[cell(x, y)];
    ++between[cell(RandomStream(2, "index", i).uniform(), RandomStream(2, "index", i + 1).uniform())];
  }
  EXPECT_LT(std::abs(surprise(within)), 4);
  EXPECT_LT(std::abs(surprise(between)), 4);
}

TEST(Random, CoinsAreFair) {
  RandomStream stream(3, "coin");
  int heads = 0, changes = 0;
  bool before = false;
  constexpr int kTosses = 200000;
  for (int i = 0; i < kTosses; ++i) {
    const bool now = stream.coin();
    heads += now ? 1 : 0;
    changes += now != before ? 1 : 0;
    before = now;
  }
  const double deviation = std::sqrt(kTosses) / 2;
  EXPECT_LT(std::abs(heads - kTosses / 2), 4 * deviation);
  EXPECT_LT(std::abs(changes - kTosses / 2), 4 * deviation);
}

TEST(Random, BetweenIncludesBothEndsWithoutBias) {
  RandomStream stream(4, "between");
  for (const int range : {2, 3, 7, 10}) {
    std::vector<int> counts(static_cast<std::size_t>(range));
    for (int i = 0; i < 100000; ++i) {
      const int x = stream.between(-3, range - 4);
      ASSERT_GE(x, -3);
      ASSERT_LE(x, range - 4);
      ++counts[static_cast<std::size_t>(x + 3)];
    }
    EXPECT_LT(std::abs(surprise(counts)), 4) << range;
  }
  EXPECT_EQ(stream.between(5, 5), 5);
}

// With a range of three quarters of all 32-bit numbers, a third of the results would be twice as likely without the
// rejection.
TEST(Random, BetweenHasNoBiasForHugeRangesEither) {
  RandomStream stream(5, "between");
  constexpr int kLow = -0x60000000, kHigh = 0x5fffffff;
  std::vector<int> counts(3);
  for (int i = 0; i < 100000; ++i) {
    const auto above = static_cast<std::uint32_t>(stream.between(kLow, kHigh)) - static_cast<std::uint32_t>(kLow);
    ++counts[above % 3];
  }
  EXPECT_LT(std::abs(surprise(counts)), 4);
}

TEST(Random, BetweenCoversAllNumbers) {
  RandomStream stream(11, "between"), words(11, "between");
  constexpr int kLowest = std::numeric_limits<int>::min(), kHighest = std::numeric_limits<int>::max();
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(static_cast<std::uint32_t>(stream.between(kLowest, kHighest)), words.bits() + 0x80000000u);
}

TEST(Random, NormalHasMeanZeroAndVarianceOne) {
  RandomStream stream(6, "normal");
  constexpr int kDraws = 200000;
  double sum = 0, squares = 0, fourth = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double x = stream.normal();
    ASSERT_TRUE(std::isfinite(x));
    sum += x;
    squares += x * x;
    fourth += x * x * x * x;
  }
  EXPECT_NEAR(sum / kDraws, 0, 4 * std::sqrt(1.0 / kDraws));
  EXPECT_NEAR(squares / kDraws, 1, 4 * std::sqrt(2.0 / kDraws));
  EXPECT_NEAR(fourth / kDraws, 3, 4 * std::sqrt(96.0 / kDraws));
}

}  // namespace
}  // namespace memnet
