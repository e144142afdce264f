#include "program/report/sections/measure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "memnet/base/error.hpp"
#include "memnet/data/target_kind.hpp"
#include "program/records/record.hpp"
#include "program/records/recorded_task.hpp"
#include "program/text/printable.hpp"

namespace memnet::report {
namespace {

constexpr const char* kLoss = "loss";
constexpr const char* kLossPerStep = "loss_per_step";

// Returns the recorded metric that it is made of, or nullptr.
const RunRecord::Column* column_of(const Measure& measure, const RunRecord::Sweeps& sweeps) {
  const std::string recorded = measure.name == kLossPerStep ? kLoss : measure.name;
  const auto found = std::ranges::find(sweeps.metrics, recorded, &RunRecord::Column::name);
  return found == sweeps.metrics.end() ? nullptr : &*found;
}

Measure measure_called(const std::string& name) {
  if (name == "exact") return {name, "sequences without an error", Axis::percent};
  if (name == "error_rate") return {name, "wrong answers", Axis::percent};
  if (name == "excess_bits") return {name, "bits per sequence above the best possible", Axis::logarithmic};
  std::string label = name;
  std::ranges::replace(label, '_', ' ');
  return {name, label, Axis::logarithmic};
}

bool has_certain_answers(const ComparisonView& view, const std::string& task) {
  for (const SeedGroup& group : view.comparison.groups)
    if (group.place.front() == task)
      for (const RunSummary* summary : view.summaries_of(group))
        if (!recorded_task(summary->record)->has_certain_answers()) return false;
  return true;
}

}  // namespace

bool Measure::is_in(const RunRecord::Sweeps& sweeps) const { return column_of(*this, sweeps) != nullptr; }

std::vector<double> Measure::values(const RunRecord& record, const RunRecord::Sweeps& sweeps) const {
  const RunRecord::Column* column = column_of(*this, sweeps);
  if (column == nullptr) return {};
  std::vector<double> values = column->values;
  values.resize(sweeps.sequences.size() * sweeps.lengths.size(), kMissing);
  if (name != kLossPerStep) return values;
  const TaskSpec spec = recorded_task(record)->spec();
  for (double& value : values) value *= entry_of(spec.answers).target_rows(spec.outputs);
  return values;
}

Measure measure_of(const ComparisonView& view, const std::string& task, const std::string& name) {
  if (!name.empty()) return measure_called(name);
  return measure_called(has_certain_answers(view, task) ? "exact" : "excess_bits");
}

const RunRecord::Sweeps& sweeps_during_training(const RunRecord& record) { return record.evaluation; }

const RunRecord::Sweeps& sweeps_at_the_end(const RunRecord& record) {
  static const RunRecord::Sweeps kNone;
  return record.status == "finished" ? record.final_sweep : has_result(record) ? record.evaluation : kNone;
}

std::string runs_without(const ComparisonView& view, const std::string& name,
                         const RunRecord::Sweeps& (*sweeps_of)(const RunRecord&)) {
  std::string words;
  std::set<std::string> held;
  bool is_held = name.empty();
  for (const std::string& task : view.tasks()) {
    const Measure measure = measure_of(view, task, name);
    int evaluated = 0, without = 0;
    for (const SeedGroup& group : view.comparison.groups) {
      if (group.place.front() != task) continue;
      for (const RunSummary* summary : view.summaries_of(group)) {
        const RunRecord::Sweeps& sweeps = sweeps_of(summary->record);
        if (sweeps.sequences.empty()) continue;
        ++evaluated;
        without += measure.is_in(sweeps) ? 0 : 1;
        for (const RunRecord::Column& column : sweeps.metrics) held.insert(printable(column.name));
      }
    }
    is_held = is_held || without < evaluated;
    if (without > 0)
      words += fmt::format("{}: {} of {} runs do not hold {} and are left out; those of a bank hold few metrics\n",
                           printable(task), without, evaluated, measure.name);
  }
  if (held.contains(kLoss)) held.insert(kLossPerStep);
  if (!is_held)
    fail(ErrorKind::usage, "figure: no run holds the metric {}; {}", printable(name),
         held.empty() ? "none has been evaluated yet" : fmt::format("they hold {}", fmt::join(held, ", ")));
  return words;
}

}  // namespace memnet::report
