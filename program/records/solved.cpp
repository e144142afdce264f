#include "program/records/solved.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "program/records/record.hpp"

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

std::optional<std::size_t> trained_length(const RunRecord::Sweeps& sweeps, const Task& task) {
  const auto found = std::ranges::find(sweeps.lengths, static_cast<double>(task.spec().longest));
  if (found == sweeps.lengths.end()) return std::nullopt;
  return static_cast<std::size_t>(found - sweeps.lengths.begin());
}

bool solved(const RunRecord::Sweeps& sweeps, std::size_t moment, const Task& task) {
  const std::optional<std::size_t> length = trained_length(sweeps, task);
  if (!length || moment >= sweeps.sequences.size()) return false;
  const std::size_t place = moment * sweeps.lengths.size() + *length;
  return solved_by(metric(sweeps, "exact", place), metric(sweeps, "excess_bits", place),
                   metric(sweeps, "error_rate", place), task);
}

bool solved(const AnswerCounts& tally, const Task& task) {
  return solved_by(tally.exact(), tally.excess_bits(), tally.error_rate(), task);
}

}  // namespace memnet
