#include "program/comparison/run_result.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include "memnet/base/text.hpp"
#include "program/records/mean.hpp"
#include "program/records/record.hpp"
#include "program/records/recorded_task.hpp"
#include "program/records/solved.hpp"
#include "program/text/lists.hpp"

namespace memnet {
namespace {

// Returns the mean of a column over the heads of this kind.
double attention(const RunRecord& record, std::string_view column, TracedKind kind) {
  const auto found = std::ranges::find(record.attention.columns, column, &RunRecord::Column::name);
  if (found == record.attention.columns.end()) return kMissing;
  Mean mean;
  for (std::size_t head = 0; head < record.attention.kinds.size(); ++head)
    if (record.attention.kinds[head] == kind) mean.add(found->values[head]);
  return mean.value();
}

// Returns length / longest with as many decimals as tell lengths apart: 2 of 3 is 0.67.
double multiple_of(double length, int longest) {
  const double precision = std::pow(10, std::to_string(longest).size() + 1);
  return std::round(length / longest * precision) / precision;
}

// Returns the lengths of the sweep as multiples of the longest trained one. They are taken from the option where it has
// multiples, since 1.5x of 5 is rounded to 8, which is 1.6x.
std::vector<double> multiples_of(const RunRecord& record, const RunRecord::Sweeps& sweep, int longest) {
  const std::vector<std::string> texts = split_list(recorded_option(record, "evaluate.lengths"));
  std::vector<double> multiples;
  for (std::size_t i = 0; i < sweep.lengths.size(); ++i) {
    std::optional<double> multiple;
    if (texts.size() == sweep.lengths.size() && texts[i].ends_with('x'))  // with fewer lengths, some were left out
      multiple = parse_number<double>(std::string_view(texts[i]).substr(0, texts[i].size() - 1));
    multiples.push_back(multiple.value_or(multiple_of(sweep.lengths[i], longest)));
  }
  return multiples;
}

// Returns the fraction of right answers, without the digits that a subtraction of decimals adds: 0.083 for 0.917.
double right_of(double wrong) { return std::round((1 - wrong) * 1e12) / 1e12; }

// Returns the fraction of right answers of a run that diverged: half of all bits, and no word or number.
double right_by_chance(const Task& task) { return task.spec().answers == TargetKind::bits ? 0.5 : 0; }

// Returns the number of errors that has the score 0: that of the best answer without a memory, or that of guessing, if
// it is smaller or the run does not record the other one.
double errors_at_zero(const RunRecord::Sweeps& sweep, std::size_t i, double guessing) {
  const double without_memory = metric(sweep, "errors_without_memory", i);
  return without_memory > 0 ? std::min(without_memory, guessing) : guessing;
}

// Returns the errors of guessing, in the unit of RunResult::errors.
double errors_of_guessing(const RunRecord::Sweeps& sweep, std::size_t i, const Task& task, int length) {
  if (task.has_certain_answers()) return task.chance_errors(length);
  const double best = metric(sweep, "bits_per_sequence", i) - metric(sweep, "excess_bits", i);
  return task.chance_bits(length) - (std::isnan(best) ? 0 : best);
}

// Returns RunResult::validation_error. The evaluation at the end is on the test split, if there is one; then the last
// evaluation of training counts, of which banks keep what the criterion measures.
double validation_error_of(const RunRecord& record, const Task& task) {
  const bool is_limited = !record.data.empty() || task.count(Split::test) > 0;  // recorded tasks have no data
  const RunRecord::Sweeps& sweeps = is_limited ? record.evaluation : record.final_sweep;
  if (record.status == "diverged" || sweeps.sequences.empty()) return kMissing;
  const std::string measure = is_limited                   ? entry_of(task.spec().criterion).measure
                              : task.has_certain_answers() ? "error_rate"
                                                           : "excess_bits";
  const std::size_t last = (sweeps.sequences.size() - 1) * sweeps.lengths.size();
  Mean mean;
  for (std::size_t i = 0; i < sweeps.lengths.size(); ++i)
    if (sweeps.lengths[i] <= task.spec().longest) mean.add(metric(sweeps, measure, last + i));
  return measure == "exact" ? 1 - mean.value() : mean.value();
}

// Returns 0 for the best answer without a memory and 1 for the best possible answers. In between it counts wrong
// answers. Where no answer is certain, 0 is for guessing, and it counts the bits that are lost against the best
// possible answers.
double score_at(const RunRecord::Sweeps& sweep, std::size_t i, const Task& task, int length) {
  if (task.has_certain_answers())
    return std::clamp(1 - metric(sweep, "errors", i) / errors_at_zero(sweep, i, task.chance_errors(length)), 0.0, 1.0);
  const double excess = metric(sweep, "excess_bits", i), best = metric(sweep, "bits_per_sequence", i) - excess;
  return std::clamp(1 - excess / (task.chance_bits(length) - best), 0.0, 1.0);
}

}  // namespace

RunResult result_of(const RunRecord& record) {
  const std::unique_ptr<Task> task = recorded_task(record);
  RunResult result;
  result.seed = recorded_seed(record);
  result.diverged = record.status == "diverged";
  const RunRecord::Sweeps& sweep = result.diverged ? record.evaluation : record.final_sweep;
  // A run that diverged counts as unsolved for the whole budget.
  result.sequences = result.diverged || sweep.sequences.empty()
                         ? recorded_option_number(record, "train.sequences").value_or(kMissing)
                         : sweep.sequences.back();
  result.solved = !result.diverged && solved(sweep, 0, *task);
  if (result.solved) {
    result.criterion = result.sequences;
    for (std::size_t i = record.evaluation.sequences.size(); i-- > 0;)
      if (solved(record.evaluation, i, *task)) result.criterion = record.evaluation.sequences[i];
  }
  result.multiples = multiples_of(record, sweep, task->spec().longest);
  for (std::size_t i = 0; i < sweep.lengths.size(); ++i) {
    const int length = static_cast<int>(sweep.lengths[i]);
    result.exact.push_back(result.diverged ? 0 : metric(sweep, "exact", i));
    result.right_answers.push_back(result.diverged ? right_by_chance(*task) : right_of(metric(sweep, "error_rate", i)));
    result.guessing.push_back(errors_of_guessing(sweep, i, *task, length));
    result.without_memory.push_back(task->has_certain_answers() ? metric(sweep, "errors_without_memory", i) : kMissing);
    const double before_error = metric(sweep, "before_error", i);
    result.before_error.push_back(result.diverged && !std::isnan(before_error) ? 0 : before_error);
    const char* measure = task->has_certain_answers() ? "errors" : "excess_bits";
    result.errors.push_back(result.diverged ? result.guessing.back() : metric(sweep, measure, i));
    result.score += result.diverged ? 0 : score_at(sweep, i, *task, length) / static_cast<double>(sweep.lengths.size());
  }
  result.parts = record.parts;
  result.validation_error = validation_error_of(record, *task);
  result.entropy = attention(record, "entropy", TracedKind::read);
  result.read_slots = attention(record, "effective_slots", TracedKind::read);
  result.write_slots = attention(record, "effective_slots", TracedKind::write);
  result.lead = attention(record, "lead", TracedKind::read);
  result.lead_needed = attention(record, "lead_needed", TracedKind::read);
#define MEMNET_COST(name, ...) result.name = recorded_number(record.cost, #name);
#include "program/records/costs.def"
#undef MEMNET_COST
  result.seconds = result.diverged ? kMissing : recorded_seconds(record).value_or(kMissing) / result.sequences;
  return result;
}

}  // namespace memnet
