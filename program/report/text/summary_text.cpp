#include "program/report/text/summary_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "memnet/base/error.hpp"
#include "program/records/record.hpp"
#include "program/records/solved.hpp"
#include "program/report/content/story_questions.hpp"
#include "program/terminal/progress.hpp"
#include "program/text/printable.hpp"

namespace memnet {

std::string sweep_table(const RunRecord::Sweeps& sweep, double longest_trained) {
  const bool certain = best_is_free(sweep);
  std::string text = fmt::format("  {:>8} {:>12} {:>12} {:>14} {:>10}{}\n", "length", "errors", "error rate",
                                 "exactly right", "cost, bits", certain ? "" : " above best");
  for (std::size_t i = 0; i < sweep.lengths.size(); ++i)
    text += fmt::format("  {:>8} {:>12.3f} {:>10.3f} % {:>12.1f} % {:>10.3f}{}{}\n", sweep.lengths[i],
                        metric(sweep, "errors", i), 100 * metric(sweep, "error_rate", i),
                        100 * metric(sweep, "exact", i), metric(sweep, "bits_per_sequence", i),
                        certain ? "" : fmt::format(" {:>10.3f}", metric(sweep, "excess_bits", i)),
                        sweep.lengths[i] > longest_trained ? "  beyond training" : "");
  return text;
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
std::string describe_attention(const RunRecord::NamedColumns& attention) {
  std::string text;
  for (std::size_t head = 0; head < attention.names.size(); ++head) {
    const auto figure = [&](const char* name) {
      const auto found = std::ranges::find(attention.columns, name, &RunRecord::Column::name);
      return found == attention.columns.end() ? std::numeric_limits<double>::quiet_NaN() : found->values[head];
    };
    text += fmt::format("  {:<7} looks at {:.2f} slots (largest weight {:.2f})", printable(attention.names[head]),
                        figure("effective_slots"), figure("largest_weight"));
    if (!std::isnan(figure("lead")))
      text +=
          fmt::format("; its best score leads by {:.1f}, {:.1f} make it sharp", figure("lead"), figure("lead_needed"));
    text += "\n";
  }
  return text;
}

// A name for people: hop0_supported is "hop 0".
std::string title_of(const std::string& figure) {
  if (figure == "error_rate") return "wrong";
  if (figure == "exact") return "right";
  if (figure == "all_found") return "all facts";
  if (figure == "right_unsupported") return "by luck";
  const std::size_t supported = figure.rfind("_supported");
  return supported == figure.npos ? figure : report::head_title(figure.substr(0, supported));
}

}  // namespace

std::string questions_table(const RunRecord::NamedColumns& questions) {
  if (questions.names.empty()) return "";
  std::string text = fmt::format("\n  {:<28}", "part");
  for (const RunRecord::Column& figure : questions.columns)
    text += fmt::format(" {:>10}", printable(title_of(figure.name)));
  text += "\n";
  for (std::size_t part = 0; part < questions.names.size(); ++part) {
    text += fmt::format("  {:<28}", printable(questions.names[part]));
    for (const RunRecord::Column& figure : questions.columns)
      text += figure.name == "questions" ? fmt::format(" {:>10.0f}", figure.values[part])
                                         : fmt::format(" {:>8.1f} %", 100 * figure.values[part]);
    text += "\n";
  }
  if (questions.columns.size() > 2)
    text +=
        "  hop: the sentence that it looks at most is a supporting fact; all facts: each is the one that some hop "
        "looks "
        "at\n  most; by luck: right answers where no hop looks most at any\n";
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
  if (!record.attention.names.empty()) fmt::print("\n  See where its heads looked:  memnet show {}\n", folder.string());
}

void report_finished(const Behavior& behavior, const RunRecord& record, const std::filesystem::path& folder) {
  ProgressLine(record.name, behavior.quiet, behavior.log_format == "json", 0, 0)
      .event("already_finished", fmt::format("{}: already finished, not run again", record.name), "");
  report_result(behavior, record, folder);
}

}  // namespace memnet
