// Statistics of accuracy as a function of length.
#include <algorithm>
#include <functional>

#include "memnet/statistics/check.hpp"
#include "memnet/statistics/statistics.hpp"

namespace memnet {
namespace {

void check_lengths(const char* what, std::span<const double> lengths, std::span<const double> accuracies) {
  check_values(what, lengths);
  check_values(what, accuracies);
  check_sizes(what, lengths.size(), accuracies.size());
  if (std::adjacent_find(lengths.begin(), lengths.end(), std::greater_equal<>()) != lengths.end())
    fail(ErrorKind::data, "{}: lengths must increase; sort them, each once", what);
}

}  // namespace

Fall largest_fall(std::span<const double> lengths, std::span<const double> accuracies) {
  check_lengths("fall", lengths, accuracies);
  if (lengths.size() < 2) fail(ErrorKind::data, "fall: a fall needs two lengths, but there is one");
  Fall largest{accuracies[0] - accuracies[1], lengths[1]};
  for (std::size_t i = 2; i < lengths.size(); ++i)
    if (accuracies[i - 1] - accuracies[i] > largest.size) largest = {accuracies[i - 1] - accuracies[i], lengths[i]};
  return largest;
}

std::optional<double> length_at(std::span<const double> lengths, std::span<const double> accuracies, double level) {
  check_lengths("length", lengths, accuracies);
  const auto fallen = std::find_if(accuracies.begin(), accuracies.end(), [&](double a) { return a <= level; });
  if (fallen == accuracies.end()) return std::nullopt;
  const auto i = static_cast<std::size_t>(fallen - accuracies.begin());
  if (i == 0) return lengths[0];
  const double share = (accuracies[i - 1] - level) / (accuracies[i - 1] - accuracies[i]);
  return lengths[i - 1] + share * (lengths[i] - lengths[i - 1]);
}

}  // namespace memnet
