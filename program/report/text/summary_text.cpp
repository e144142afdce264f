#include "program/report/text/summary_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>
#include <optional>
#include <vector>

#include "memnet/base/error.hpp"
#include "program/records/record.hpp"
#include "program/records/recorded_task.hpp"
#include "program/records/solved.hpp"
#include "program/report/content/story_questions.hpp"
#include "program/terminal/progress.hpp"
#include "program/text/printable.hpp"

namespace memnet {

namespace {

// A column of a sweep that not every run records.
struct LaterColumn {
  const char* metric;
  const char* title;
  int digits;
  const char* meaning;  // "": the title says it
};
constexpr LaterColumn kLaterColumns[] = {
    {"before_error", "before", 3, "the fraction of an answer before its first error, mean over sequences"},
    {"forced_errors", "forced", 3,
     "errors under teacher forcing: each word is predicted from the right ones before it"},
    {"errors_without_memory", "no memory", 3, "errors of the best answer without a memory"},
    {"slots", "slots", 0, ""}};

std::string number_or_dash(double number, int digits) {
  return std::isnan(number) ? "-" : fmt::format("{:.{}f}", number, digits);
}

// Says that the memory cannot hold what should be stored.
std::string too_few_slots(const RunRecord::Sweeps& sweep, std::size_t i) {
  const double items = metric(sweep, "items", i);
  return items > metric(sweep, "slots", i) ? fmt::format("  {:.0f} items do not fit into the memory", items) : "";
}

}  // namespace

std::string sweep_table(const RunRecord::Sweeps& sweep, double longest_trained, TargetKind answers) {
  const bool certain = best_is_free(sweep), has_cost = answers != TargetKind::numbers,
             has_perplexity = entry_of(answers).one_word && !certain;
  std::vector<LaterColumn> later(std::begin(kLaterColumns), std::end(kLaterColumns));
  std::erase_if(later, [&](const LaterColumn& column) { return std::isnan(metric(sweep, column.metric, 0)); });
  std::string text = fmt::format("  {:>8} {:>12} {:>12} {:>14}{}{}", "length", "errors", "error rate", "exactly right",
                                 has_cost ? " cost, bits" : "", certain ? "" : " above best");
  if (has_perplexity) text += fmt::format(" {:>10}", "perplexity");
  for (const LaterColumn& column : later) text += fmt::format(" {:>10}", column.title);
  text += "\n";
  for (std::size_t i = 0; i < sweep.lengths.size(); ++i) {
    text += fmt::format("  {:>8} {:>12.3f} {:>10.3f} % {:>12.1f} %{}{}", sweep.lengths[i], metric(sweep, "errors", i),
                        100 * metric(sweep, "error_rate", i), 100 * metric(sweep, "exact", i),
                        has_cost ? fmt::format(" {:>10.3f}", metric(sweep, "bits_per_sequence", i)) : "",
                        certain ? "" : fmt::format(" {:>10.3f}", metric(sweep, "excess_bits", i)));
    if (has_perplexity) text += fmt::format(" {:>10.3f}", std::exp(metric(sweep, "loss", i)));
    for (const LaterColumn& column : later)
      text += fmt::format(" {:>10}", number_or_dash(metric(sweep, column.metric, i), column.digits));
    text += sweep.lengths[i] > longest_trained ? "  beyond training" : "";
    text += too_few_slots(sweep, i) + "\n";
  }
  for (const LaterColumn& column : later)
    if (*column.meaning != '\0') text += fmt::format("  {}: {}\n", column.title, column.meaning);
  return text;
}

namespace {

std::string describe_cost(const RunRecord& record) {
  if (record.cost.empty()) return "";
  const double state = recorded_number(record.cost, "state_bytes");  // older runs have none
  std::string text = fmt::format("\n  {:.0f} parameters, {}{:.3g} million operations per training sequence\n",
                                 recorded_number(record.cost, "parameters"),
                                 std::isnan(state) ? "" : fmt::format("state {:.0f} bytes, ", state),
                                 recorded_number(record.cost, "flops_per_sequence") / 1e6);
  if (const double auxiliary = recorded_number(record.cost, "auxiliary_loss"); !std::isnan(auxiliary))
    text += fmt::format("  auxiliary loss {:.4g} nats per scored answer at the end of training\n", auxiliary);
  if (const double variance = recorded_number(record.cost, "gradient_variance"); !std::isnan(variance))
    text += fmt::format("  choices give the gradient a variance of {:.3g}, mean over the evaluations\n", variance);
  return text;
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
    if (!std::isnan(number("inner_steps"))) {
      text += fmt::format("  {:<7} takes {:.2f} inner steps in a step\n", printable(attention.names[head]),
                          number("inner_steps"));
      continue;
    }
    text += fmt::format("  {:<7} attends to {:.2f} slots (largest weight {:.2f})", printable(attention.names[head]),
                        number("effective_slots"), number("largest_weight"));
    if (!std::isnan(number("lead")))
      text += fmt::format("; its best score leads by {:.1f}, {:.1f} needed for a sharp weighting", number("lead"),
                          number("lead_needed"));
    if (!std::isnan(number("choice_probability")))
      text += fmt::format("; chooses a slot, whose probability is {:.2f}", number("choice_probability"));
    if (!std::isnan(number("weight_on_facts")))
      text += fmt::format("; {:.3g} % of its weight is on facts of the answer", 100 * number("weight_on_facts"));
    if (!std::isnan(number("right_places")))
      text +=
          fmt::format("; it looks most at the right place for {:.3g} % of the answers", 100 * number("right_places"));
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
  if (column == "all_findable") return "possible";
  if (column == "lost_facts") return "lost";
  if (column == "unseen_answers") return "unseen";
  const std::size_t supported = column.rfind("_supported");
  return supported == column.npos ? column : report::head_title(column.substr(0, supported));
}

// Returns a number of the table of questions: a count, or a fraction in percent.
std::string question_number(const RunRecord::Column& column, std::size_t part) {
  const double number = column.values[part];
  if (std::isnan(number)) return fmt::format(" {:>10}", "-");
  const bool is_count = column.name == "questions" || column.unit == "questions";
  return is_count ? fmt::format(" {:>10.0f}", number) : fmt::format(" {:>8.1f} %", 100 * number);
}

// Explains the columns of the table of questions.
std::string explain_columns(const RunRecord::NamedColumns& questions) {
  const auto sum_of = [&](const char* name) -> std::optional<double> {
    const auto found = std::ranges::find(questions.columns, name, &RunRecord::Column::name);
    if (found == questions.columns.end()) return std::nullopt;
    return std::accumulate(found->values.begin(), found->values.end(), 0.0);
  };
  std::string text;
  if (sum_of("all_found"))
    text +=
        "  hop: questions for which it has its largest weight at a supporting fact; all facts: questions for which "
        "each\n"
        "  supporting fact has the largest weight of some hop; no fact: right answers for which no hop has its "
        "largest\n"
        "  weight at a supporting fact\n";
  if (sum_of("all_findable"))
    text +=
        "  possible: the most that 'all facts' can be, with a hop for each fact and the facts that the memory holds\n";
  const double all = sum_of("questions").value_or(0);
  if (const auto lost = sum_of("lost_facts"))
    text += fmt::format(
        "  lost: {:.0f} of {:.0f} questions have a supporting fact that is older than what the memory "
        "holds\n",
        *lost, all);
  if (const auto unseen = sum_of("unseen_answers"))
    text += fmt::format("  unseen: {:.0f} of {:.0f} test answers never occur in training\n", *unseen, all);
  return text;
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
    for (const RunRecord::Column& column : questions.columns) text += question_number(column, part);
    text += "\n";
  }
  return text + explain_columns(questions);
}

std::string parts_table(const RunRecord::NamedColumns& parts) {
  if (parts.names.empty()) return "";
  const auto find = [&](const char* name) { return std::ranges::find(parts.columns, name, &RunRecord::Column::name); };
  const bool is_told = find("exact_told_length") != parts.columns.end();
  std::string text =
      fmt::format("\n  {:<20} {:>10} {:>14} {:>14}{}\n", "part of the test", "sequences", "exactly right",
                  "before error", is_told ? fmt::format(" {:>14} {:>14}", "told length", "before error") : "");
  for (std::size_t part = 0; part < parts.names.size(); ++part) {
    text += fmt::format("  {:<20}", printable(parts.names[part]));
    for (const char* name : {"sequences", "exact", "before_error", "exact_told_length", "before_error_told_length"})
      if (const auto column = find(name); column != parts.columns.end())
        text += column->name == "sequences" ? fmt::format(" {:>10.0f}", column->values[part])
                                            : fmt::format(" {:>12.1f} %", 100 * column->values[part]);
    text += "\n";
  }
  return text + "  before error: the share of an answer before its first error" +
         (is_told ? "; told length: the length of each answer is given to the model\n" : "\n");
}

namespace {

RunRecord::Sweeps last_evaluation(const RunRecord::Sweeps& evaluation) {
  RunRecord::Sweeps last{.sequences = {evaluation.sequences.back()}, .lengths = evaluation.lengths, .metrics = {}};
  const auto lengths = static_cast<std::ptrdiff_t>(evaluation.lengths.size());
  for (const RunRecord::Column& metric : evaluation.metrics)
    last.metrics.push_back({metric.name, metric.unit, {metric.values.end() - lengths, metric.values.end()}});
  return last;
}

}  // namespace

std::string summary(const RunRecord& record) {
  std::string text = fmt::format("\n{}: {}{}\n", printable(record.name), printable(record.status),
                                 record.message.empty() ? "" : ": " + printable(record.message));
  if (const std::string seconds = recorded_timing(record, "seconds"); !seconds.empty())
    text +=
        fmt::format("  {:.0f} sequences in {} s\n", recorded_number(record.counters, "sequences"), printable(seconds));
  const double longest = longest_trained_length(record).value_or(std::numeric_limits<double>::infinity());
  if (!record.final_sweep.lengths.empty())
    text += "\n" + sweep_table(record.final_sweep, longest, recorded_answers(record));
  else if (!record.evaluation.sequences.empty())
    text += fmt::format("\n  the last evaluation, after {:.0f} sequences:\n", record.evaluation.sequences.back()) +
            sweep_table(last_evaluation(record.evaluation), longest, recorded_answers(record));
  return text + questions_table(record.questions) + parts_table(record.parts) + describe_cost(record) +
         describe_attention(record.attention);
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
