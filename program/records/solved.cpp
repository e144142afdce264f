#include "program/records/solved.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "memnet/base/error.hpp"
#include "program/records/record.hpp"
#include "program/records/recorded_task.hpp"

namespace memnet {
namespace {

constexpr double kSolvedExact = 0.99;
constexpr double kSolvedExcess = 3;        // bits per sequence
constexpr double kSolvedQuestions = 0.05;  // wrong answers per question

bool solved_by(double exact, double excess_bits, double error_rate, const Task& task) {
  if (task.spec().answers == TargetKind::word) return error_rate <= kSolvedQuestions;
  return task.has_certain_answers() ? exact >= kSolvedExact : excess_bits <= kSolvedExcess;
}

}  // namespace

std::array<std::string, 3> solved_in_words(const char* space) {
  return {fmt::format("{:g}{}% of sequences without an error at the longest trained length", 100 * kSolvedExact, space),
          fmt::format("where no answer is certain, within {:g} bits of the best possible", kSolvedExcess),
          fmt::format("where a word answers a question, at most {:g}{}% of them wrong", 100 * kSolvedQuestions, space)};
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
  return solved_by(metric(sweeps, "exact", index), metric(sweeps, "excess_bits", index),
                   metric(sweeps, "error_rate", index), task);
}

RunRecord::Sweeps criterion_curve(const RunRecord::Sweeps& sweeps, const Task& task) {
  // kSolvedExcess is a multiple of 1 / kParts, so rounding up crosses it for no number.
  constexpr double kParts = 1000;
  const std::optional<std::size_t> length = trained_length_index(sweeps, task);
  RunRecord::Sweeps curve{.sequences = sweeps.sequences, .lengths = {}, .metrics = {}};
  if (!length) return curve;
  curve.lengths = {sweeps.lengths[*length]};
  const bool is_bits = !task.has_certain_answers();
  for (const RunRecord::Column& metric : sweeps.metrics) {
    const bool is_questions = metric.name == "error_rate" && task.spec().answers == TargetKind::word;
    if (metric.name != (is_bits ? "excess_bits" : "exact") && !is_questions) continue;
    curve.metrics.push_back({metric.name, metric.unit, {}});
    for (std::size_t i = 0; i < sweeps.sequences.size(); ++i) {
      const double value = metric.values[i * sweeps.lengths.size() + *length];
      curve.metrics.back().values.push_back(metric.name == "excess_bits" ? std::ceil(value * kParts) / kParts : value);
    }
  }
  return curve;
}

bool solved(const AnswerCounts& counts, const Task& task) {
  return solved_by(counts.exact(), counts.excess_bits(), counts.error_rate(), task);
}

}  // namespace memnet
