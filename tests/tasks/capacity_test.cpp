// The capacity task, and what a memory of limited rank can retrieve.
#include "tasks/common/capacity_bound.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/support/task_sampler.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

using Square = std::vector<std::vector<double>>;

// The mean of |A_i - e_i|^2 / 2 over the rows of A [S,S]; a permutation of values changes nothing.
double loss(const Square& answers) {
  double sum = 0;
  for (std::size_t i = 0; i < answers.size(); ++i)
    for (std::size_t j = 0; j < answers.size(); ++j) sum += std::pow(answers[i][j] - (i == j ? 1 : 0), 2) / 2;
  return sum / static_cast<double>(answers.size());
}

// The product of Q [S,p] and K [p,S] with orthonormal rows: the projection on p random directions.
Square random_projection(int rank, int keys, RandomStream& stream) {
  Square directions;
  for (int r = 0; r < rank; ++r) {
    std::vector<double> direction;
    for (int i = 0; i < keys; ++i) direction.push_back(stream.normal());
    for (const std::vector<double>& other : directions) {
      double dot = 0;
      for (std::size_t i = 0; i < direction.size(); ++i) dot += direction[i] * other[i];
      for (std::size_t i = 0; i < direction.size(); ++i) direction[i] -= dot * other[i];
    }
    double squares = 0;
    for (const double number : direction) squares += number * number;
    for (double& number : direction) number /= std::sqrt(squares);
    directions.push_back(direction);
  }
  Square product(static_cast<std::size_t>(keys), std::vector<double>(static_cast<std::size_t>(keys)));
  for (const std::vector<double>& direction : directions)
    for (std::size_t i = 0; i < product.size(); ++i)
      for (std::size_t j = 0; j < product.size(); ++j) product[i][j] += direction[i] * direction[j];
  return product;
}

TEST(CapacityBound, IsReachedByProjectionsAndByNothingElse) {
  RandomStream stream(5, "capacity");
  for (const int rank : {0, 1, 3, 6}) {
    const Square best = random_projection(rank, 6, stream);
    EXPECT_NEAR(loss(best), capacity_bound(rank, 6), 1e-12);
    for (int i = 0; i < 20; ++i) {  // other matrices of at most that rank
      Square other = best;
      for (std::vector<double>& row : other) {
        const double scale = 1 + 0.5 * stream.normal();
        for (double& number : row) number *= scale;
      }
      EXPECT_GE(loss(other), capacity_bound(rank, 6) - 1e-12);
    }
  }
  EXPECT_EQ(capacity_bound(8, 6), 0);
}

// Two keys in one direction cost 1 / (2 S), as published runs show: both answers are the mean of two values.
TEST(CapacityBound, IsWhatMergedKeysCost) {
  Square answers(4, std::vector<double>(4));
  answers[0][0] = answers[1][1] = 1;
  for (const std::size_t i : {2, 3}) answers[i][2] = answers[i][3] = 0.5;
  EXPECT_NEAR(loss(answers), capacity_bound(3, 4), 1e-12);
}

int shown(const Matrix& inputs, int t, int first, int keys) {
  for (int i = 0; i < keys; ++i)
    if (inputs(first + i, t) == 1) return i;
  return -1;
}

TEST(Capacity, WithoutReplacementShowsAndAsksEachKeyOnce) {
  const Episode episode =
      TaskSampler("capacity", {{"keys", "5"}, {"min_length", "5"}, {"max_length", "5"}}).sample(1, 5);
  ASSERT_EQ(episode.steps(), 10);
  std::vector<int> values(5, -1), asked(5);
  for (int t = 0; t < 5; ++t) values[std::size_t(shown(episode.inputs, t, 5, 5))] = shown(episode.inputs, t, 0, 5);
  for (int t = 5; t < 10; ++t) {
    EXPECT_EQ(shown(episode.inputs, t, 0, 5), -1);
    const int key = shown(episode.inputs, t, 5, 5);
    ++asked[std::size_t(key)];
    EXPECT_EQ(shown(episode.targets, t, 0, 5), values[std::size_t(key)]);
  }
  EXPECT_EQ(asked, std::vector<int>(5, 1));
  std::ranges::sort(values);
  EXPECT_EQ(values, (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST(Capacity, WithReplacementAsksForTheLastValueOfAKey) {
  const Episode episode =
      TaskSampler("capacity", {{"keys", "3"}, {"replacement", "yes"}, {"min_length", "6"}, {"max_length", "6"}})
          .sample(2, 6);
  ASSERT_EQ(episode.steps(), 9);
  std::vector<int> last(3, -1);
  for (int t = 0; t < 6; ++t) last[std::size_t(shown(episode.inputs, t, 3, 3))] = shown(episode.inputs, t, 0, 3);
  for (int t = 6; t < 9; ++t)
    if (const int key = shown(episode.inputs, t, 3, 3); key >= 0)
      EXPECT_EQ(shown(episode.targets, t, 0, 3), last[std::size_t(key)]);
    else
      EXPECT_EQ(episode.mask(0, t), 0);
}

}  // namespace
}  // namespace MEMNET_PRECISION
}  // namespace memnet
