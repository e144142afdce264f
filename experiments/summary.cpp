#include "experiments/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "experiments/printable.hpp"
#include "experiments/progress.hpp"
#include "memnet/core/error.hpp"

namespace memnet {

double metric(const RunRecord::Sweeps& sweep, const std::string& name, std::size_t length_index) {
  const auto found = std::ranges::find(sweep.metrics, name, &RunRecord::Column::name);
  if (found == sweep.metrics.end() || length_index >= found->values.size()) return std::numeric_limits<double>::quiet_NaN();
  return found->values[length_index];
}

namespace {

// The text that belongs to a name, or "".
std::string text_of(const TextPairs& pairs, const std::string& name) {
  const auto found = std::ranges::find(pairs, name, &TextPairs::value_type::first);
  return found == pairs.end() ? "" : found->second;
}

}  // namespace

std::string recorded_option(const RunRecord& record, const std::string& name) { return text_of(record.options, name); }

std::string recorded_timing(const RunRecord& record, const std::string& name) { return text_of(record.timing, name); }

std::unique_ptr<Task> recorded_task(const RunRecord& record) {
  std::vector<Setting> settings;
  for (const auto& [name, value] : record.options)
    if (name.starts_with("task.")) settings.push_back({name, value, record.name});
  std::unique_ptr<Task> task = make_task(recorded_option(record, "task"));
  Options options(std::move(settings));
  task->declare(options.section("task"));
  return task;
}

bool best_is_free(const RunRecord::Sweeps& sweep) {
  return !(metric(sweep, "excess_bits", 0) < metric(sweep, "bits_per_sequence", 0));
}

std::string sweep_table(const RunRecord::Sweeps& sweep, double longest_trained) {
  const bool certain = best_is_free(sweep);
  std::string text = fmt::format("  {:>8} {:>12} {:>12} {:>14} {:>10}{}\n", "length", "bit errors", "error rate",
                                 "exactly right", "cost, bits", certain ? "" : " above best");
  for (std::size_t i = 0; i < sweep.lengths.size(); ++i)
    text += fmt::format("  {:>8} {:>12.3f} {:>10.3f} % {:>12.1f} % {:>10.3f}{}{}\n", sweep.lengths[i],
                        metric(sweep, "errors", i), 100 * metric(sweep, "error_rate", i),
                        100 * metric(sweep, "exact", i), metric(sweep, "bits_per_sequence", i),
                        certain ? "" : fmt::format(" {:>10.3f}", metric(sweep, "excess_bits", i)),
                        sweep.lengths[i] > longest_trained ? "  beyond training" : "");
  return text;
}

double recorded_number(const std::vector<std::pair<std::string, double>>& list, const std::string& name) {
  const auto found = std::ranges::find(list, name, &std::pair<std::string, double>::first);
  return found == list.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

namespace {

std::string describe_cost(const RunRecord& record) {
  if (record.cost.empty()) return "";
  return fmt::format("\n  {:.0f} parameters, {:.3g} million operations to learn from one sequence\n",
                     recorded_number(record.cost, "parameters"),
                     recorded_number(record.cost, "flops_per_sequence") / 1e6);
}

// A line for each head, such as
//   read0   looks at 1.05 slots (largest weight 0.99); its best score leads by 9.3, 8.0 make it sharp
std::string describe_attention(const RunRecord::Figures& attention) {
  std::string text;
  for (std::size_t head = 0; head < attention.of.size(); ++head) {
    const auto figure = [&](const char* name) {
      const auto found = std::ranges::find(attention.figures, name, &RunRecord::Column::name);
      return found == attention.figures.end() ? std::numeric_limits<double>::quiet_NaN() : found->values[head];
    };
    text += fmt::format("  {:<7} looks at {:.2f} slots (largest weight {:.2f})", printable(attention.of[head]),
                        figure("effective_slots"), figure("largest_weight"));
    if (!std::isnan(figure("lead")))
      text += fmt::format("; its best score leads by {:.1f}, {:.1f} make it sharp", figure("lead"), figure("lead_needed"));
    text += "\n";
  }
  return text;
}

}  // namespace

std::string summary(const RunRecord& record) {
  std::string text = fmt::format("\n{}: {}{}\n", printable(record.name), printable(record.status),
                                 record.message.empty() ? "" : ": " + printable(record.message));
  if (const std::string seconds = recorded_timing(record, "seconds"); !seconds.empty())
    text += fmt::format("  {:.0f} sequences in {} s\n", recorded_number(record.counters, "sequences"), printable(seconds));
  if (!record.final_sweep.lengths.empty()) {
    const std::string longest = recorded_option(record, "task.max_length");
    text += "\n" + sweep_table(record.final_sweep, longest.empty() ? std::numeric_limits<double>::infinity()
                                                                   : std::strtod(longest.c_str(), nullptr));
  }
  return text + describe_cost(record) + describe_attention(record.attention);
}

void report_result(const Behaviour& behaviour, const RunRecord& record, const std::filesystem::path& folder) {
  if (behaviour.log_format != "text") return;
  fmt::print("{}", summary(record));
  if (!record.attention.of.empty())
    fmt::print("\n  See where its heads looked:  memnet show {}\n", folder.string());
}

void report_finished(const Behaviour& behaviour, const RunRecord& record, const std::filesystem::path& folder) {
  ProgressLine(record.name, behaviour.quiet, behaviour.log_format == "json", 0, 0)
      .event("already_finished", fmt::format("{}: already finished, not run again", record.name), "");
  report_result(behaviour, record, folder);
}

std::vector<Setting> with_recorded(std::vector<Setting> settings, const RunRecord& record, const std::string& file) {
  try {
    const std::vector<Setting> recorded = parse_ini(record.config, file);
    const Experiment possible(recorded);
    settings.insert(settings.end(), recorded.begin(), recorded.end());
  } catch (const Error& error) {
    fail(ErrorKind::data, "{}; the file was changed, or is from another version", error.what());
  }
  return settings;
}

}  // namespace memnet
