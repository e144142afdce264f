#include "program/records/run_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "memnet/base/error.hpp"
#include "program/records/record.hpp"
#include "program/records/scheme_name.hpp"
#include "program/records/solved.hpp"

namespace memnet {
namespace {

// What facts are worked out from.
struct Run {
  const RunCard& card;
  const RunRecord& record;
  const Task* task;
};

std::string text_of(double number) { return std::isfinite(number) ? fmt::format("{}", number) : ""; }

// A metric at the longest trained length, on the fresh sequences of the end.
std::string final_metric(const Run& run, const char* name) {
  if (run.task == nullptr) return "";
  const std::optional<std::size_t> length = trained_length(run.record.final_sweep, *run.task);
  return length ? text_of(metric(run.record.final_sweep, name, *length)) : "";
}

struct Fact {
  FactName name;
  std::string (*value)(const Run& run);
};
constexpr std::array<Fact, 17> kFacts = {{
    {{"run", "its folder", false}, [](const Run& r) { return r.card.file.parent_path().string(); }},
    {{"name", "its name", false}, [](const Run& r) { return r.record.name; }},
    {{"status", "running, interrupted, finished, diverged, or unreadable", false},
     [](const Run& r) { return r.record.status; }},
    {{"message", "why, where the status does not say it", false}, [](const Run& r) { return r.record.message; }},
    {{"task", "", false}, [](const Run& r) { return recorded_option(r.record, "task"); }},
    {{"scheme", "its addressing, or the model where that has none", false},
     [](const Run& r) {
       return scheme_name([&](const std::string& option) { return recorded_option(r.record, option); });
     }},
    {{"write_mode", "learned or append; nothing where there is no memory", false},
     [](const Run& r) { return recorded_option(r.record, "model.write_mode"); }},
    {{"seed", "", true}, [](const Run& r) { return recorded_option(r.record, "seed"); }},
    {{"sequences", "trained so far", true},
     [](const Run& r) { return text_of(recorded_number(r.record.counters, "sequences")); }},
    {{"seconds", "that took", true}, [](const Run& r) { return recorded_timing(r.record, "seconds"); }},
    {{"errors", "wrong answers (bits, or words) per sequence at the longest trained length, at the end", true},
     [](const Run& r) { return final_metric(r, "errors"); }},
    {{"exact", "fraction of sequences without error, there", true},
     [](const Run& r) { return final_metric(r, "exact"); }},
    {{"bits_per_sequence", "cross-entropy, there", true},
     [](const Run& r) { return final_metric(r, "bits_per_sequence"); }},
    {{"excess_bits", "bits per sequence above the best possible answer, there", true},
     [](const Run& r) { return final_metric(r, "excess_bits"); }},
    {{"solved", "yes or no, by the criterion of the task", false},
     [](const Run& r) {
       if (r.task == nullptr || r.record.final_sweep.lengths.empty()) return std::string();
       return std::string(solved(r.record.final_sweep, 0, *r.task) ? "yes" : "no");
     }},
    {{"parameters", "that are trained", true},
     [](const Run& r) { return text_of(recorded_number(r.record.cost, "parameters")); }},
    {{"flops_per_sequence", "operations to learn from one sequence", true},
     [](const Run& r) { return text_of(recorded_number(r.record.cost, "flops_per_sequence")); }},
}};

}  // namespace

std::span<const FactName> all_facts() {
  static const std::vector<FactName> names = [] {
    std::vector<FactName> names;
    for (const Fact& fact : kFacts) names.push_back(fact.name);
    return names;
  }();
  return names;
}

const Task* FactFinder::task_of(const RunRecord& record) {
  std::string key;
  for (const auto& [name, value] : record.options)
    if (name == "task" || name.starts_with("task.")) key += name + '=' + value + '\n';
  const auto [found, is_new] = tasks_.try_emplace(std::move(key));
  if (is_new) {
    try {
      std::unique_ptr<Task> task = recorded_task(record);
      task->spec();
      found->second = std::move(task);
    } catch (const Error&) {
      // A task of another version, or none at all: what depends on it is left open.
    }
  }
  return found->second.get();
}

std::vector<std::string> FactFinder::facts(const RunCard& card) {
  const Run run{card, card.record, task_of(card.record)};
  std::vector<std::string> facts;
  for (const Fact& fact : kFacts) facts.push_back(fact.value(run));
  return facts;
}

}  // namespace memnet
