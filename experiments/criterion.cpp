#include "experiments/criterion.hpp"

#include <algorithm>

namespace memnet {
namespace {

constexpr double kSolvedExact = 0.99;
constexpr double kSolvedExcess = 3;  // bits per sequence

}  // namespace

std::size_t trained_length(const RunRecord::Sweeps& sweeps, const Task& task) {
  const auto found = std::ranges::find(sweeps.lengths, static_cast<double>(task.spec().longest));
  return found == sweeps.lengths.end() ? 0 : static_cast<std::size_t>(found - sweeps.lengths.begin());
}

bool solved(const RunRecord::Sweeps& sweeps, std::size_t moment, const Task& task) {
  const auto column = std::ranges::find(sweeps.metrics, task.certain() ? "exact" : "excess_bits", &RunRecord::Column::name);
  const std::size_t place = moment * sweeps.lengths.size() + trained_length(sweeps, task);
  if (column == sweeps.metrics.end() || place >= column->values.size()) return false;
  return task.certain() ? column->values[place] >= kSolvedExact : column->values[place] <= kSolvedExcess;
}

}  // namespace memnet
