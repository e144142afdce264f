// The effect of train.sum and train.clip_by on the gradient of a batch, observed in the update of gradient descent.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <string>

#include "memnet/math/kernels.hpp"
#include "tests/support/training.hpp"

namespace memnet {
namespace {

using Numbers = AlignedVector<Scalar>;

// The first update with a learning rate of 1, which equals the gradient after clipping.
class FirstUpdate {
 public:
  explicit FirstUpdate(std::vector<Setting> settings) {
    for (const auto& [name, value] :
         {std::pair{"train.optimizer", "sgd"}, {"train.learning_rate", "1"}, {"train.clip_value", "0"}})
      settings.push_back({name, value, "test"});
    small = std::make_unique<SmallTraining>("lstm", settings);
    const Numbers before(small->params.values().begin(), small->params.values().end());
    counts = small->trainer->step();
    for (std::size_t i = 0; i < before.size(); ++i) gradient.push_back(before[i] - small->params.values()[i]);
  }
  std::span<const Scalar> of(const Params::Entry& entry) const {
    return std::span(gradient).subspan(entry.offset, static_cast<std::size_t>(entry.size()));
  }

  std::unique_ptr<SmallTraining> small;
  AnswerCounts counts;
  Numbers gradient;
};

void expect_scaled(std::span<const Scalar> found, std::span<const Scalar> from, double factor,
                   const std::string& what) {
  for (std::size_t i = 0; i < from.size(); ++i)
    ASSERT_NEAR(found[i], factor * static_cast<double>(from[i]), 1e-6 + 1e-4 * std::abs(factor) * measure(from).largest)
        << what << "[" << i << "]";
}

TEST(Sum, IsTheMeanTimesTheAnswers) {
  const FirstUpdate mean({}), sum({{"train.sum", "yes", "test"}});
  ASSERT_GT(mean.counts.scored, 1);
  expect_scaled(sum.gradient, mean.gradient, mean.counts.scored, "gradient");
}

double size_of(const std::string& clip_by, std::span<const Scalar> matrix, const Params::Entry& entry) {
  return clip_by == "matrix" ? measure(matrix).norm
                             : kernels::largest_singular_value(matrix.data(), entry.rows, entry.cols);
}

// Each matrix that is too large is scaled to the limit, independent of the others; the rest does not change.
TEST(ClipBy, LimitsEachMatrixByItself) {
  const FirstUpdate plain({});
  for (const char* clip_by : {"matrix", "singular_value"}) {
    std::vector<double> sizes;
    for (const Params::Entry& entry : plain.small->params.entries())
      sizes.push_back(size_of(clip_by, plain.of(entry), entry));
    std::ranges::sort(sizes);
    const double limit = 0.999 * sizes[sizes.size() / 2];
    const FirstUpdate clipped({{"train.clip_by", clip_by, "test"}, {"train.clip_norm", std::to_string(limit), "test"}});
    int scaled = 0, left = 0;
    for (const Params::Entry& entry : plain.small->params.entries()) {
      const double size = size_of(clip_by, plain.of(entry), entry);
      expect_scaled(clipped.of(entry), plain.of(entry), std::min(1.0, limit / size), clip_by + (" " + entry.name));
      ++(size > limit ? scaled : left);
    }
    EXPECT_TRUE(scaled > 0 && left > 0) << clip_by << ": the limit has to lie between the matrices";
  }
}

TEST(ClipBy, AllIsOneLimitForEverything) {
  const FirstUpdate plain({}), clipped({{"train.clip_norm", "0.01", "test"}});
  const double norm = measure(plain.gradient).norm;
  ASSERT_GT(norm, 0.01);
  expect_scaled(clipped.gradient, plain.gradient, 0.01 / norm, "gradient");
}

TEST(ClipBy, WithoutALimitChangesNothing) {
  const FirstUpdate plain({});
  for (const char* clip_by : {"matrix", "singular_value"})
    EXPECT_EQ(FirstUpdate({{"train.clip_by", clip_by, "test"}}).gradient, plain.gradient) << clip_by;
}

TEST(ClipBy, CutsToAValueAfterwards) {
  for (const char* clip_by : {"all", "matrix", "singular_value"}) {
    const FirstUpdate cut({{"train.clip_by", clip_by, "test"}, {"train.clip_value", "0.001", "test"}});
    EXPECT_LE(measure(cut.gradient).largest, 0.001 + 1e-6) << clip_by;
  }
}

}  // namespace
}  // namespace memnet
