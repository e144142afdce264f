// Effect sizes: differences between two schemes with the same seeds, and the correction for many of them.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "memnet/statistics/check.hpp"
#include "memnet/statistics/statistics.hpp"

namespace memnet {
namespace {

constexpr std::size_t kMostExact = 16;  // differences of which all subsets are taken
constexpr std::size_t kRandomSubsets = 1 << 16;

struct Subset {
  double sum = 0;
  int size = 0;
};

// Returns all subsets of the values, the empty one among them, or random ones if there are too many.
std::vector<Subset> subsets_of(std::span<const double> values, RandomStream& stream) {
  std::vector<Subset> subsets(1);
  if (values.size() <= kMostExact) {
    for (const double value : values)
      for (std::size_t i = 0, without = subsets.size(); i < without; ++i)
        subsets.push_back({subsets[i].sum + value, subsets[i].size + 1});
    return subsets;
  }
  subsets.resize(kRandomSubsets);
  for (std::size_t i = 1; i < subsets.size(); ++i)
    for (const double value : values)
      if (stream.between(0, 1) == 1) subsets[i] = {subsets[i].sum + value, subsets[i].size + 1};
  return subsets;
}

}  // namespace

// The signs of a subset are flipped, so the sum is smaller by twice the sum of the subset. The empty subset is the
// observation itself.
double sign_flip_p(std::span<const double> differences, RandomStream stream) {
  check_values("sign flips", differences);
  double sum = 0, largest = 0;
  for (const double difference : differences) sum += difference, largest += std::abs(difference);
  const double observed = std::abs(sum) - 1e-12 * largest;  // rounding must not part equal sums
  const std::vector<Subset> subsets = subsets_of(differences, stream);
  const auto as_far = std::ranges::count_if(
      subsets, [&](const Subset& flipped) { return std::abs(sum - 2 * flipped.sum) >= observed; });
  return static_cast<double>(as_far) / static_cast<double>(subsets.size());
}

// The center of the differences is between any two neighboring means of subsets, or outside of all, with the same
// probability 1 / 2^n.
std::optional<Interval> mean_difference_interval(std::span<const double> differences, RandomStream stream,
                                                 double confidence) {
  check_values("mean difference", differences);
  check_confidence("mean difference", confidence);
  std::vector<double> means;
  const std::vector<Subset> subsets = subsets_of(differences, stream);
  for (const Subset& subset : subsets)
    if (subset.size > 0) means.push_back(subset.sum / subset.size);
  const double tail = (1 - confidence) / 2;
  const auto outside = static_cast<std::size_t>(tail * static_cast<double>(subsets.size()));
  if (outside == 0) return std::nullopt;
  std::ranges::sort(means);
  return Interval{means[outside - 1], means[means.size() - outside]};
}

namespace {

// The correlation of solving with the first and with the second scheme; a positive one is made smaller, since it looks
// larger than it is in few seeds.
double solved_correlation(const SolvedPairs& pairs) {
  const double both = pairs.both, first = pairs.only_first, second = pairs.only_second, neither = pairs.neither;
  const double spread = std::sqrt((both + first) * (second + neither) * (both + second) * (first + neither));
  if (spread == 0) return 0;
  const double excess = both * neither - first * second;
  return (excess > 0 ? std::max(0.0, excess - (both + first + second + neither) / 2) : excess) / spread;
}

// The distance from a difference to an end of its interval, from the distances of its two parts to theirs.
double distance(double of_first, double of_second, double correlation) {
  return std::sqrt(of_first * of_first - 2 * correlation * of_first * of_second + of_second * of_second);
}

}  // namespace

Interval solved_difference_interval(const SolvedPairs& pairs, double confidence) {
  const int seeds = pairs.both + pairs.only_first + pairs.only_second + pairs.neither;
  const int first = pairs.both + pairs.only_first, second = pairs.both + pairs.only_second;
  const Interval of_first = wilson(first, seeds, confidence), of_second = wilson(second, seeds, confidence);
  const double p = static_cast<double>(first) / seeds, q = static_cast<double>(second) / seeds;
  const double correlation = solved_correlation(pairs);
  return {p - q - distance(p - of_first.low, of_second.high - q, correlation),
          p - q + distance(of_first.high - p, q - of_second.low, correlation)};
}

// The smallest p value is multiplied by how many there are, the next one by one less, and so on.
std::vector<double> holm(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return p[i]; });
  std::vector<double> corrected(p.size());
  double largest = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    largest = std::max(largest, std::min(1.0, static_cast<double>(p.size() - rank) * p[order[rank]]));
    corrected[order[rank]] = largest;
  }
  return corrected;
}

}  // namespace memnet
