#include "program/records/solved.hpp"

#include <algorithm>
#include <cmath>

#include "memnet/base/error.hpp"
#include "program/records/record.hpp"
#include "program/records/recorded_task.hpp"

namespace memnet {
namespace {

bool solved_by(const Measures& measures, const Task& task) { return entry_of(task.spec().criterion).is_met(measures); }

}  // namespace

std::vector<std::string> solved_in_words(const char* space) {
  std::vector<std::string> phrases;
  for (const CriterionEntry& criterion : all_criteria()) phrases.push_back(criterion.in_words(space));
  return phrases;
}

std::optional<std::size_t> trained_length_index(const RunRecord::Sweeps& sweeps, const Task& task) {
  const auto found = std::ranges::find(sweeps.lengths, static_cast<double>(task.spec().longest));
  if (found == sweeps.lengths.end()) return std::nullopt;
  return static_cast<std::size_t>(found - sweeps.lengths.begin());
}

std::optional<int> longest_trained_length(const RunRecord& record) {
  try {
    return recorded_task(record)->spec().longest;
  } catch (const Error&) {
    return std::nullopt;
  }
}

bool solved(const RunRecord::Sweeps& sweeps, std::size_t evaluation, const Task& task) {
  const std::optional<std::size_t> length = trained_length_index(sweeps, task);
  if (!length || evaluation >= sweeps.sequences.size()) return false;
  const std::size_t index = evaluation * sweeps.lengths.size() + *length;
  return solved_by({.exact = metric(sweeps, "exact", index),
                    .error_rate = metric(sweeps, "error_rate", index),
                    .excess_bits = metric(sweeps, "excess_bits", index)},
                   task);
}

RunRecord::Sweeps criterion_curve(const RunRecord::Sweeps& sweeps, const Task& task) {
  // The limit of near_best is a multiple of 1 / kParts, so rounding up crosses it for no number.
  constexpr double kParts = 1000;
  const std::optional<std::size_t> length = trained_length_index(sweeps, task);
  RunRecord::Sweeps curve{.sequences = sweeps.sequences, .lengths = {}, .metrics = {}};
  if (!length) return curve;
  curve.lengths = {sweeps.lengths[*length]};
  for (const RunRecord::Column& metric : sweeps.metrics) {
    if (metric.name != entry_of(task.spec().criterion).measure) continue;
    curve.metrics.push_back({metric.name, metric.unit, {}});
    for (std::size_t i = 0; i < sweeps.sequences.size(); ++i) {
      const double value = metric.values[i * sweeps.lengths.size() + *length];
      curve.metrics.back().values.push_back(metric.name == "excess_bits" ? std::ceil(value * kParts) / kParts : value);
    }
  }
  return curve;
}

bool solved(const AnswerCounts& counts, const Task& task) {
  return solved_by({.exact = counts.exact(), .error_rate = counts.error_rate(), .excess_bits = counts.excess_bits()},
                   task);
}

}  // namespace memnet
