#include "program/records/run_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "program/records/record.hpp"
#include "program/records/recorded_task.hpp"
#include "program/records/solved.hpp"

namespace memnet {
namespace {

// The values of a run are computed from these.
struct Run {
  std::filesystem::path folder;
  const RunRecord& record;
  const Task* task;  // nullptr if this version cannot make it
};

std::string text_of(double number) { return std::isfinite(number) ? fmt::format("{}", number) : ""; }

// Returns a metric of the evaluation at the end, at the longest trained length.
std::string final_metric(const Run& run, const char* name) {
  if (run.task == nullptr) return "";
  const std::optional<std::size_t> length = trained_length_index(run.record.final_sweep, *run.task);
  return length ? text_of(metric(run.record.final_sweep, name, *length)) : "";
}

std::string loss_per_step(const Run& run) {
  const std::optional<double> loss = parse_number<double>(final_metric(run, "loss"));
  if (!loss) return "";
  const TaskSpec spec = run.task->spec();
  return text_of(*loss * entry_of(spec.answers).target_rows(spec.outputs));
}

struct ComputedColumn {
  RunColumn column;
  std::string (*value)(const Run& run);
};
constexpr auto kColumns = std::to_array<ComputedColumn>({
    {{"run", "the folder of the run, or the part of a bank that has it", false},
     [](const Run& r) { return r.folder.string(); }},
    {{"name", "the name of the run", false}, [](const Run& r) { return r.record.name; }},
    {{"status", "running, stopped (no process works on it), interrupted, finished, diverged, or unreadable", false},
     [](const Run& r) { return r.record.status; }},
    {{"message", "the reason for the status, such as where training diverged", false},
     [](const Run& r) { return r.record.message; }},
    {{"task", "the task that was trained", false}, [](const Run& r) { return recorded_option(r.record, "task"); }},
    {{"scheme", "the addressing of the heads, or the model if it has none", false},
     [](const Run& r) { return recorded_scheme(r.record).text(); }},
    {{"write_mode", "learned or append; empty for a model without memory", false},
     [](const Run& r) { return recorded_option(r.record, "model.write_mode"); }},
    {{"seed", "the seed of all random numbers", true}, [](const Run& r) { return recorded_option(r.record, "seed"); }},
    {{"sequences", "number of training sequences so far", true},
     [](const Run& r) { return text_of(recorded_number(r.record.counters, "sequences")); }},
    {{"seconds", "duration of training so far", true},
     [](const Run& r) { return recorded_timing(r.record, "seconds"); }},
    {{"errors", "wrong answers (bits or words) per sequence at the longest trained length, after training", true},
     [](const Run& r) { return final_metric(r, "errors"); }},
    {{"exact", "fraction of sequences without an error at the longest trained length, after training", true},
     [](const Run& r) { return final_metric(r, "exact"); }},
    {{"bits_per_sequence", "cross-entropy in bits per sequence at the longest trained length, after training", true},
     [](const Run& r) { return final_metric(r, "bits_per_sequence"); }},
    {{"loss_per_step", "loss in nats of a whole answer, which may be several bits or numbers, at the same length",
      true},
     loss_per_step},
    {{"excess_bits", "bits per sequence above the best possible answers, at the same length", true},
     [](const Run& r) { return final_metric(r, "excess_bits"); }},
    {{"solved", "yes or no: whether the run meets the criterion of its task", false},
     [](const Run& r) {
       if (r.task == nullptr || r.record.final_sweep.lengths.empty()) return std::string();
       return std::string(solved(r.record.final_sweep, 0, *r.task) ? "yes" : "no");
     }},
#define MEMNET_COST(name, label, unit, meaning, column, scale, digits) \
  {{#name, meaning, true}, [](const Run& r) { return text_of(recorded_number(r.record.cost, #name)); }},
#include "program/records/costs.def"
#undef MEMNET_COST
});

}  // namespace

std::span<const RunColumn> run_columns() {
  static const std::vector<RunColumn> columns = [] {
    std::vector<RunColumn> columns;
    for (const ComputedColumn& computed : kColumns) columns.push_back(computed.column);
    return columns;
  }();
  return columns;
}

const Task* RunColumnReader::task_of(const RunRecord& record) {
  std::string key = record.data + '\n';
  for (const auto& [name, value, is_number] : record.options)
    if (name == "task" || name.starts_with("task.")) key += name + '=' + value + '\n';
  const auto [found, is_new] = tasks_.try_emplace(std::move(key));
  if (is_new) {
    try {
      std::unique_ptr<Task> task = recorded_task(record);
      task->spec();
      found->second = std::move(task);
    } catch (const Error&) {
      // The values that need the task stay empty.
    }
  }
  return found->second.get();
}

std::vector<std::string> RunColumnReader::values(const RunSummary& run) {
  const Run source{run.banked ? run.file : run.file.parent_path(), run.record, task_of(run.record)};
  std::vector<std::string> values;
  for (const ComputedColumn& computed : kColumns) values.push_back(computed.value(source));
  return values;
}

}  // namespace memnet
