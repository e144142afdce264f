#include "program/comparison/run_result.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "program/records/record.hpp"
#include "program/records/solved.hpp"
#include "program/text/lists.hpp"

namespace memnet {
namespace {

constexpr double kChance = 0.5;  // of a bit

// The mean of a column over the heads of this kind.
double attention(const RunRecord& record, std::string_view column, TracedKind kind) {
  const auto found = std::ranges::find(record.attention.columns, column, &RunRecord::Column::name);
  if (found == record.attention.columns.end()) return kMissing;
  double sum = 0;
  int count = 0;
  for (std::size_t head = 0; head < record.attention.kinds.size(); ++head)
    if (record.attention.kinds[head] == kind) sum += found->values[head], ++count;
  return count == 0 ? kMissing : sum / count;
}

// The lengths of the sweep as multiples of the longest trained one: as they were asked for, since 1.5x of 5 is 8.
std::vector<double> multiples_of(const RunRecord& record, const RunRecord::Sweeps& sweep, int longest) {
  const std::vector<std::string> asked = split_list(recorded_option(record, "evaluate.lengths"));
  std::vector<double> multiples;
  for (std::size_t i = 0; i < sweep.lengths.size(); ++i) {
    const bool multiple = asked.size() == sweep.lengths.size() && asked[i].ends_with('x');  // none was left out
    multiples.push_back(multiple ? std::strtod(asked[i].c_str(), nullptr) : sweep.lengths[i] / longest);
  }
  return multiples;
}

// 0: no better than guessing, 1: as good as can be. In wrong bits; where no answer is certain, in bits above the best
// guess.
double score_at(const RunRecord::Sweeps& sweep, std::size_t i, const Task& task, int length) {
  const double guessing = task.chance_errors(length);
  if (task.has_certain_answers()) return std::clamp(1 - metric(sweep, "errors", i) / guessing, 0.0, 1.0);
  const double excess = metric(sweep, "excess_bits", i), best = metric(sweep, "bits_per_sequence", i) - excess;
  return std::clamp(1 - excess / (guessing / kChance - best), 0.0, 1.0);  // a guess of one half costs a bit
}

}  // namespace

Result result_of(const RunRecord& record) {
  const std::unique_ptr<Task> task = recorded_task(record);
  Result result;
  result.seed = std::strtoull(recorded_option(record, "seed").c_str(), nullptr, 10);
  result.diverged = record.status == "diverged";
  const RunRecord::Sweeps& sweep = result.diverged ? record.evaluation : record.final_sweep;
  // A seed that diverged has failed for the whole budget, not only as far as it came.
  result.sequences = result.diverged || sweep.sequences.empty()
                         ? std::strtod(recorded_option(record, "train.sequences").c_str(), nullptr)
                         : sweep.sequences.back();
  result.solved = !result.diverged && solved(sweep, 0, *task);
  if (result.solved) {
    result.criterion = result.sequences;
    for (std::size_t moment = record.evaluation.sequences.size(); moment-- > 0;)
      if (solved(record.evaluation, moment, *task)) result.criterion = record.evaluation.sequences[moment];
  }
  result.multiples = multiples_of(record, sweep, task->spec().longest);
  for (std::size_t i = 0; i < sweep.lengths.size(); ++i) {
    const int length = static_cast<int>(sweep.lengths[i]);
    result.exact.push_back(result.diverged ? 0 : metric(sweep, "exact", i));
    result.bit_accuracy.push_back(result.diverged ? kChance : 1 - metric(sweep, "error_rate", i));
    result.score += result.diverged ? 0 : score_at(sweep, i, *task, length) / static_cast<double>(sweep.lengths.size());
  }
  result.entropy = attention(record, "entropy", TracedKind::read);
  result.read_slots = attention(record, "effective_slots", TracedKind::read);
  result.write_slots = attention(record, "effective_slots", TracedKind::write);
  result.lead = attention(record, "lead", TracedKind::read);
  result.lead_needed = attention(record, "lead_needed", TracedKind::read);
  result.parameters = recorded_number(record.cost, "parameters");
  result.flops = recorded_number(record.cost, "flops_per_sequence");
  const std::string seconds = recorded_timing(record, "seconds");
  result.seconds =
      seconds.empty() || result.diverged ? kMissing : std::strtod(seconds.c_str(), nullptr) / result.sequences;
  return result;
}

}  // namespace memnet
