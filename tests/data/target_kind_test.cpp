// The kinds of targets, and the criteria by which tasks count as solved.
#include "memnet/data/target_kind.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "memnet/data/criterion.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

using Numbers = std::vector<Scalar>;
constexpr Scalar kNan = std::numeric_limits<Scalar>::quiet_NaN();

double cost(TargetKind kind, const Numbers& answer, const Numbers& target) {
  return entry_of(kind).cost(answer, target);
}
int wrong(TargetKind kind, const Numbers& answer, const Numbers& target, AnswerForm form = AnswerForm::logits) {
  return entry_of(kind).wrong(answer, target, form, 0.25);
}

TEST(TargetKind, CostsTheNegativeLogLikelihood) {
  EXPECT_NEAR(cost(TargetKind::bits, {0.25, 0.5}, {1, 0}), std::log(8), 1e-6);
  EXPECT_NEAR(cost(TargetKind::word, {0.25, 0.5, 0.25}, {2}), std::log(4), 1e-6);
  EXPECT_NEAR(cost(TargetKind::numbers, {1, 2, -1}, {1, 0, 0}), 2.5, 1e-6);
}

TEST(TargetKind, CountsWhatIsWrong) {
  EXPECT_EQ(wrong(TargetKind::bits, {1, -1, 1}, {1, 1, 0}), 2);
  EXPECT_EQ(wrong(TargetKind::bits, {0.25, 0.75, 0.25}, {1, 1, 0}, AnswerForm::probabilities), 1);
  EXPECT_EQ(wrong(TargetKind::bits, {kNan, kNan}, {1, 0}), 2) << "no number is no answer";
  EXPECT_EQ(wrong(TargetKind::word, {0, 3, 2}, {1}), 0);
  EXPECT_EQ(wrong(TargetKind::word, {0, 3, 2}, {2}), 1);
  EXPECT_EQ(wrong(TargetKind::numbers, {1.25, -0.25, 0.5, kNan}, {1, 0, 0, 0}), 2);
}

TEST(TargetKind, HasARowForEachOutputButForWords) {
  for (const TargetKind kind : {TargetKind::bits, TargetKind::numbers}) EXPECT_EQ(entry_of(kind).target_rows(5), 5);
  EXPECT_EQ(entry_of(TargetKind::word).target_rows(5), 1);
}

TEST(Criterion, IsMetAtItsLimit) {
  EXPECT_TRUE(entry_of(Criterion::exact).is_met({.exact = 0.99}));
  EXPECT_FALSE(entry_of(Criterion::exact).is_met({.exact = 0.98, .error_rate = 0.001}));
  EXPECT_TRUE(entry_of(Criterion::near_best).is_met({.excess_bits = 3}));
  EXPECT_FALSE(entry_of(Criterion::near_best).is_met({.exact = 1, .excess_bits = 3.1}));
  EXPECT_TRUE(entry_of(Criterion::few_wrong).is_met({.error_rate = 0.05}));
  EXPECT_FALSE(entry_of(Criterion::few_wrong).is_met({.error_rate = 0.06}));
  EXPECT_TRUE(entry_of(Criterion::within_tolerance).is_met({.error_rate = 0.01}));
  EXPECT_FALSE(entry_of(Criterion::within_tolerance).is_met({.error_rate = 0.02}));
}

TEST(Criterion, SaysItsLimit) {
  EXPECT_EQ(entry_of(Criterion::exact).in_words(" "),
            "99 % of sequences without an error at the longest trained length");
  EXPECT_EQ(entry_of(Criterion::near_best).in_words(" "),
            "where no answer is certain, within 3 bits of the best possible");
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
