#include "program/report/text/summary_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <vector>

#include "memnet/base/error.hpp"
#include "program/records/record.hpp"
#include "program/records/solved.hpp"
#include "program/report/content/story_questions.hpp"
#include "program/terminal/progress.hpp"
#include "program/text/printable.hpp"

namespace memnet {

namespace {

// A column of a sweep that runs of earlier versions do not record.
struct LaterColumn {
  const char* metric;
  const char* title;
  int digits;
};
constexpr LaterColumn kLaterColumns[] = {{"errors_without_memory", "no memory", 3}, {"slots", "slots", 0}};

std::string number_or_dash(double number, int digits) {
  return std::isnan(number) ? "-" : fmt::format("{:.{}f}", number, digits);
}

// Says that the memory cannot hold what should be stored.
std::string too_few_slots(const RunRecord::Sweeps& sweep, std::size_t i) {
  const double items = metric(sweep, "items", i);
  return items > metric(sweep, "slots", i) ? fmt::format("  {:.0f} items do not fit into the memory", items) : "";
}

}  // namespace

std::string sweep_table(const RunRecord::Sweeps& sweep, double longest_trained) {
  const bool certain = best_is_free(sweep);
  std::vector<LaterColumn> later(std::begin(kLaterColumns), std::end(kLaterColumns));
  std::erase_if(later, [&](const LaterColumn& column) { return std::isnan(metric(sweep, column.metric, 0)); });
  std::string text = fmt::format("  {:>8} {:>12} {:>12} {:>14} {:>10}{}", "length", "errors", "error rate",
                                 "exactly right", "cost, bits", certain ? "" : " above best");
  for (const LaterColumn& column : later) text += fmt::format(" {:>9}", column.title);
  text += "\n";
  for (std::size_t i = 0; i < sweep.lengths.size(); ++i) {
    text += fmt::format("  {:>8} {:>12.3f} {:>10.3f} % {:>12.1f} % {:>10.3f}{}", sweep.lengths[i],
                        metric(sweep, "errors", i), 100 * metric(sweep, "error_rate", i),
                        100 * metric(sweep, "exact", i), metric(sweep, "bits_per_sequence", i),
                        certain ? "" : fmt::format(" {:>10.3f}", metric(sweep, "excess_bits", i)));
    for (const LaterColumn& column : later)
      text += fmt::format(" {:>9}", number_or_dash(metric(sweep, column.metric, i), column.digits));
    text += sweep.lengths[i] > longest_trained ? "  beyond training" : "";
    text += too_few_slots(sweep, i) + "\n";
  }
  if (!later.empty()) text += "  no memory: errors of the best answer without a memory\n";
  return text;
}

namespace {

std::string describe_cost(const RunRecord& record) {
  if (record.cost.empty()) return "";
  return fmt::format("\n  {:.0f} parameters, {:.3g} million operations per training sequence\n",
                     recorded_number(record.cost, "parameters"),
                     recorded_number(record.cost, "flops_per_sequence") / 1e6);
}

// Returns a line for each head, such as
//   read0   attends to 1.05 slots (largest weight 0.99); its best score leads by 9.3, 8.0 needed for a sharp weighting
std::string describe_attention(const RunRecord::NamedColumns& attention) {
  std::string text;
  for (std::size_t head = 0; head < attention.names.size(); ++head) {
    const auto number = [&](const char* name) {
      const auto found = std::ranges::find(attention.columns, name, &RunRecord::Column::name);
      return found == attention.columns.end() ? std::numeric_limits<double>::quiet_NaN() : found->values[head];
    };
    text += fmt::format("  {:<7} attends to {:.2f} slots (largest weight {:.2f})", printable(attention.names[head]),
                        number("effective_slots"), number("largest_weight"));
    if (!std::isnan(number("lead")))
      text += fmt::format("; its best score leads by {:.1f}, {:.1f} needed for a sharp weighting", number("lead"),
                          number("lead_needed"));
    text += "\n";
  }
  return text;
}

// Returns the title of a column: "hop 0" for hop0_supported.
std::string title_of(const std::string& column) {
  if (column == "error_rate") return "wrong";
  if (column == "exact") return "right";
  if (column == "all_found") return "all facts";
  if (column == "right_unsupported") return "no fact";
  const std::size_t supported = column.rfind("_supported");
  return supported == column.npos ? column : report::head_title(column.substr(0, supported));
}

}  // namespace

std::string questions_table(const RunRecord::NamedColumns& questions) {
  if (questions.names.empty()) return "";
  std::string text = fmt::format("\n  {:<28}", "part");
  for (const RunRecord::Column& column : questions.columns)
    text += fmt::format(" {:>10}", printable(title_of(column.name)));
  text += "\n";
  for (std::size_t part = 0; part < questions.names.size(); ++part) {
    text += fmt::format("  {:<28}", printable(questions.names[part]));
    for (const RunRecord::Column& column : questions.columns)
      text += column.name == "questions" ? fmt::format(" {:>10.0f}", column.values[part])
                                         : fmt::format(" {:>8.1f} %", 100 * column.values[part]);
    text += "\n";
  }
  if (questions.columns.size() > 2)
    text +=
        "  hop: questions for which it has its largest weight at a supporting fact; all facts: questions for which "
        "each\n"
        "  supporting fact has the largest weight of some hop; no fact: right answers for which no hop has its "
        "largest\n"
        "  weight at a supporting fact\n";
  return text;
}

std::string summary(const RunRecord& record) {
  std::string text = fmt::format("\n{}: {}{}\n", printable(record.name), printable(record.status),
                                 record.message.empty() ? "" : ": " + printable(record.message));
  if (const std::string seconds = recorded_timing(record, "seconds"); !seconds.empty())
    text +=
        fmt::format("  {:.0f} sequences in {} s\n", recorded_number(record.counters, "sequences"), printable(seconds));
  if (!record.final_sweep.lengths.empty()) {
    const std::optional<int> longest = longest_trained_length(record);
    text += "\n" + sweep_table(record.final_sweep, longest ? *longest : std::numeric_limits<double>::infinity());
  }
  return text + questions_table(record.questions) + describe_cost(record) + describe_attention(record.attention);
}

void report_result(const Behavior& behavior, const RunRecord& record, const std::filesystem::path& folder) {
  if (behavior.log_format != "text") return;
  fmt::print("{}", summary(record));
  if (!record.attention.names.empty())
    fmt::print("\n  To show the weightings of its heads:  memnet show {}\n", folder.string());
}

void report_finished(const Behavior& behavior, const RunRecord& record, const std::filesystem::path& folder) {
  ProgressLine(record.name, behavior.quiet, behavior.log_format == "json", 0, 0)
      .event("already_finished", fmt::format("{}: already finished, not run again", record.name), "");
  report_result(behavior, record, folder);
}

}  // namespace memnet
