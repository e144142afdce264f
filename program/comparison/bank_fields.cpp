#include "program/comparison/bank_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string_view>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "program/records/record.hpp"
#include "program/records/recorded_task.hpp"
#include "program/records/scheme_name.hpp"
#include "program/records/solved.hpp"
#include "program/text/exact_numbers.hpp"

namespace memnet {
namespace {

using NamedNumbers = std::vector<std::pair<std::string, double>>;

// The first words of the names of fields.
constexpr std::string_view kOption = "option", kTime = "time", kBuild = "build", kEvaluation = "evaluation",
                           kSweep = "sweep", kAttention = "attention", kPart = "part";
constexpr const char* kSequences = "sequences";
constexpr const char* kLengths = "lengths";
constexpr const char* kHeads = "heads";
constexpr const char* kParts = "parts";
constexpr const char* kKinds = "kinds";

template <class Value>
struct FieldGroup {
  std::string_view word;
  Value RunRecord::*value;
};
constexpr std::array<FieldGroup<std::string>, 5> kTexts = {{{"name", &RunRecord::name},
                                                            {"identity", &RunRecord::identity},
                                                            {"data", &RunRecord::data},
                                                            {"status", &RunRecord::status},
                                                            {"message", &RunRecord::message}}};
constexpr std::array<FieldGroup<NamedNumbers>, 3> kNumbers = {
    {{"task", &RunRecord::task}, {"cost", &RunRecord::cost}, {"counter", &RunRecord::counters}}};

// Of the counters only this one is not about the training state.
bool is_state(std::string_view group, const std::string& name) { return group == "counter" && name != kSequences; }

// Returns true for options that define the run; others, such as `out`, describe the process that trained it.
bool defines_run(const std::string& option) {
  return option == "task" || option == "model" || option == "seed" || option.find('.') != option.npos;
}

std::string key_of(std::string_view group, std::string_view name) { return fmt::format("{}.{}", group, name); }

void put_sweeps(BankFields& fields, std::string_view group, const RunRecord::Sweeps& sweeps) {
  fields[key_of(group, kSequences)] = exact_numbers(sweeps.sequences);
  fields[key_of(group, kLengths)] = exact_numbers(sweeps.lengths);
  for (const RunRecord::Column& metric : sweeps.metrics)
    fields[key_of(group, metric.name)] = exact_numbers(metric.values);
}

// Returns the metrics at the end that result_of() reads, and the loss, for figures.
RunRecord::Sweeps final_results(const RunRecord& record, const Task& task) {
  RunRecord::Sweeps results = record.final_sweep;
  std::erase_if(results.metrics, [&](const RunRecord::Column& metric) {
    const bool is_always_kept =
        metric.name == "loss" || metric.name == "exact" || metric.name == "error_rate" || metric.name == "before_error";
    const bool is_error = metric.name == "errors" || metric.name == "errors_without_memory";
    const bool is_bits = metric.name == "excess_bits" || metric.name == "bits_per_sequence";
    return !is_always_kept && !(task.has_certain_answers() ? is_error : is_bits);
  });
  return results;
}

// Of the attention, puts what result_of() reads: heads that read or write a memory.
void put_attention(BankFields& fields, const RunRecord::HeadColumns& attention) {
  std::string heads, kinds;
  std::vector<std::size_t> indices;
  for (std::size_t head = 0; head < attention.kinds.size(); ++head) {
    const TracedKind kind = attention.kinds[head];
    if (kind != TracedKind::read && kind != TracedKind::write) continue;
    indices.push_back(head);
    append_item(heads, attention.names[head], " ");
    append_item(kinds, word_of(kind), " ");
  }
  if (indices.empty()) return;
  fields[key_of(kAttention, kHeads)] = heads;
  fields[key_of(kAttention, kKinds)] = kinds;
  for (const RunRecord::Column& column : attention.columns) {
    if (column.name == "largest_weight") continue;
    std::vector<double> values;
    for (const std::size_t head : indices) values.push_back(column.values[head]);
    fields[key_of(kAttention, column.name)] = exact_numbers(values);
  }
}

void put_parts(BankFields& fields, const RunRecord::NamedColumns& parts) {
  if (parts.names.empty()) return;
  std::string names;
  for (const std::string& name : parts.names) append_item(names, name, " ");
  fields[key_of(kPart, kParts)] = names;
  for (const RunRecord::Column& column : parts.columns)
    fields[key_of(kPart, column.name)] = exact_numbers(column.values);
}

[[noreturn]] void refuse(const std::string& problem) { fail(ErrorKind::data, "{}", problem); }

std::vector<double> numbers_in(const std::string& key, const std::string& value) {
  std::optional<std::vector<double>> numbers = parse_exact_numbers(value);
  if (!numbers) refuse(fmt::format("{} is no list of numbers", key));
  return std::move(*numbers);
}

double number_in(const std::string& key, const std::string& value) {
  const std::vector<double> numbers = numbers_in(key, value);
  if (numbers.size() != 1) refuse(fmt::format("{} is not one number", key));
  return numbers.front();
}

std::vector<TracedKind> kinds_in(const std::string& key, const std::string& value) {
  std::vector<TracedKind> kinds;
  for (const std::string& word : split_text(value, ' ')) {
    const std::optional<TracedKind> kind = term_of<TracedKind>(word);
    if (!kind) refuse(fmt::format("{} has a word that is no kind of a head", key));
    kinds.push_back(*kind);
  }
  return kinds;
}

RunRecord::Build build_in(const std::string& value) {
  const std::size_t end = std::min(value.find('\n'), value.size());
  return {value.substr(0, end), value.substr(std::min(end + 1, value.size()))};
}

void take_sweeps(RunRecord::Sweeps& sweeps, const std::string& name, std::vector<double> numbers) {
  if (name == kSequences)
    sweeps.sequences = std::move(numbers);
  else if (name == kLengths)
    sweeps.lengths = std::move(numbers);
  else
    sweeps.metrics.push_back({name, "", std::move(numbers)});
}

void take_attention(RunRecord::HeadColumns& attention, const std::string& name, const std::string& key,
                    const std::string& value) {
  if (name == kHeads)
    attention.names = split_text(value, ' ');
  else if (name == kKinds)
    attention.kinds = kinds_in(key, value);
  else
    attention.columns.push_back({name, "", numbers_in(key, value)});
}

void take_parts(RunRecord::NamedColumns& parts, const std::string& name, const std::string& key,
                const std::string& value) {
  if (name == kParts)
    parts.names = split_text(value, ' ');
  else
    parts.columns.push_back({name, "", numbers_in(key, value)});
}

void take_field(RunRecord& record, const std::string& key, const std::string& value) {
  const std::size_t dot = key.find('.');
  const std::string group = key.substr(0, dot), name = dot == key.npos ? "" : key.substr(dot + 1);
  for (const auto& [word, text] : kTexts)
    if (key == word) {
      record.*text = value;
      return;
    }
  for (const auto& [word, numbers] : kNumbers)
    if (group == word) {
      (record.*numbers).emplace_back(name, number_in(key, value));
      return;
    }
  if (group == kOption)
    record.options.push_back({name, value});
  else if (group == kTime)
    record.timing.push_back({name, value, true});
  else if (group == kBuild)
    record.builds.push_back(build_in(value));
  else if (group == kEvaluation)
    take_sweeps(record.evaluation, name, numbers_in(key, value));
  else if (group == kSweep)
    take_sweeps(record.final_sweep, name, numbers_in(key, value));
  else if (group == kAttention)
    take_attention(record.attention, name, key, value);
  else if (group == kPart)
    take_parts(record.parts, name, key, value);
  else
    refuse(fmt::format("{} is unknown", key));
}

void require_sizes(const RunRecord::Sweeps& sweeps) {
  for (const double length : sweeps.lengths)
    if (!(length >= 1 && length < 1e9 && length == std::floor(length))) refuse("an evaluated length is not possible");
  for (const RunRecord::Column& metric : sweeps.metrics)
    if (metric.values.size() != sweeps.sequences.size() * sweeps.lengths.size())
      refuse(fmt::format("{} does not have one number for each evaluation and length", metric.name));
}

// Throws an Error unless the parts of the record belong together.
void require_consistent(const RunRecord& record) {
  require_sizes(record.evaluation);
  require_sizes(record.final_sweep);
  if (record.status != "finished" && record.status != "diverged") refuse("its run has not ended");
  if (record.status == "finished" && record.final_sweep.sequences.size() != 1)
    refuse("it has no evaluation at the end");
  if (record.identity.size() != 32 || !is_run_name(record.name) ||
      !record.name.ends_with("-" + record.identity.substr(0, 16)))
    refuse("its name does not belong to its identity");
  if (record.attention.kinds.size() != record.attention.names.size()) refuse("some heads have no kind");
  for (const RunRecord::Column& column : record.attention.columns)
    if (column.values.size() != record.attention.names.size())
      refuse(fmt::format("{} does not have one number for each head", column.name));
  for (const RunRecord::Column& column : record.parts.columns)
    if (column.values.size() != record.parts.names.size())
      refuse(fmt::format("{} does not have one number for each part of the test", column.name));
}

}  // namespace

BankFields bank_fields(const RunRecord& record) {
  const std::unique_ptr<Task> task = recorded_task(record);
  BankFields fields;
  for (const auto& [word, text] : kTexts)
    if (!(record.*text).empty()) fields[std::string(word)] = record.*text;
  for (const auto& [word, numbers] : kNumbers)
    for (const auto& [name, number] : record.*numbers)
      if (!is_state(word, name)) fields[key_of(word, name)] = exact_numbers({&number, 1});
  for (const NamedText& option : record.options)
    if (defines_run(option.name)) fields[key_of(kOption, option.name)] = option.text;
  for (const NamedText& time : record.timing)
    if (time.name != "published") fields[key_of(kTime, time.name)] = time.text;
  for (std::size_t i = 0; i < record.builds.size(); ++i)
    fields[key_of(kBuild, fmt::format("{:04}", i))] = record.builds[i].name + "\n" + record.builds[i].commit;
  if (record.status == "finished") {
    put_sweeps(fields, kEvaluation, criterion_curve(record.evaluation, *task));
    put_sweeps(fields, kSweep, final_results(record, *task));
  } else {
    put_sweeps(fields, kEvaluation, record.evaluation);
  }
  put_attention(fields, record.attention);
  put_parts(fields, record.parts);
  return fields;
}

RunRecord record_of_fields(const BankFields& fields) {
  RunRecord record;
  for (const auto& [key, value] : fields) take_field(record, key, value);
  require_consistent(record);
  return record;
}

}  // namespace memnet
