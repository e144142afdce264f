// The best answer without a memory, beside its closed form.
#include "memnet/data/baseline.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

double errors_of(const std::string& task, int length,
                 const std::vector<std::pair<std::string, std::string>>& settings = {}) {
  return errors_without_memory(*TaskSampler(task, settings).task, length);
}

// The majority of 8 random bits is right for 63.67 % of them, that of 20 for 58.8 %.
TEST(Baseline, IsTheMajorityOfWhatWasShown) {
  EXPECT_NEAR(errors_of("key_value", 8), 64 * (1 - 0.6367), 1);
  EXPECT_NEAR(errors_of("copy", 8), 64 * (1 - 0.6367), 1);
  EXPECT_NEAR(errors_of("priority_sort", 20), 128 * (1 - 0.588), 2);
}

// Constants that were judged by the episodes that gave them seemed better than the majority of a long sequence.
TEST(Baseline, IsTheMajorityInLongSequencesToo) { EXPECT_NEAR(errors_of("copy", 1000), 8000 * (0.5 - 0.0126), 25); }

TEST(Baseline, IsAConstantWhereThatIsBetter) {
  EXPECT_NEAR(errors_of("priority_sort", 20, {{"by_bit", "yes"}}), 14.1, 1);
  // Ten random bits in each row, 5.5 times; and an end marker that is nearly always 0.
  EXPECT_NEAR(errors_of("repeat_copy", 10), 8 * 55 * 0.377 + 0.9, 12);
}

TEST(Baseline, IsTheMostFrequentWordOfASubtask) {
  EXPECT_NEAR(errors_of("babi", 2, {{"tasks", "1"}}), 1 - 1 / 6.0, 0.06);
  EXPECT_NEAR(errors_of("babi", 2, {{"tasks", "6"}}), 0.5, 0.08);
}

// Of three letters of two in order, the first is an a and the last a b but once in eight times, the second is either;
// the end is certain.
TEST(Baseline, IsTheMostFrequentWordForEachAnswer) {
  EXPECT_NEAR(errors_of("sort", 3, {{"symbols", "2"}}), 0.125 + 0.5 + 0.125, 0.08);
}

// Of ten symbols shown ten times, the most frequent one comes 2.8 times; a constant is right once.
TEST(Baseline, IsTheSymbolThatIsShownMost) { EXPECT_NEAR(errors_of("copy", 10, {{"symbols", "10"}}), 7.2, 0.25); }

// The mean of twenty one-hot values is off by more than the tolerance for the one that is 1.
TEST(Baseline, IsTheMeanOfNumbers) { EXPECT_EQ(errors_of("capacity", 20), 20); }

// The mean of sums is off by at most 0.04 with probability 0.1536, from their triangular density.
TEST(Baseline, IsTheMeanOfSums) { EXPECT_NEAR(errors_of("adding", 50), 0.8464, 0.06); }

// One of the values that were shown is right once.
TEST(Baseline, IsOneOfTheValuesOfManyPairs) { EXPECT_EQ(errors_of("mqar", 4), 3); }

TEST(Baseline, IsTheSameEachTime) { EXPECT_EQ(errors_of("reuse", 3), errors_of("reuse", 3)); }

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
