#include "program/records/solved.hpp"

#include <algorithm>

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

bool solved(const AnswerCounts& counts, const Task& task) {
  return solved_by({.exact = counts.exact(), .error_rate = counts.error_rate(), .excess_bits = counts.excess_bits()},
                   task);
}

}  // namespace memnet
