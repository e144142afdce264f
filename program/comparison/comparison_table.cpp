#include "program/comparison/comparison_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <utility>

#include "memnet/base/text.hpp"
#include "program/records/record.hpp"
#include "program/records/scheme_name.hpp"
#include "program/records/solved.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

constexpr std::size_t kWidth = 100, kWidestScheme = 20;

// Cuts a long scheme in the middle, since most pipelines differ at their ends.
std::string cut_name(const ComparedScheme& scheme) {
  std::string name = scheme.name;
  const std::size_t width = shortened(scheme.place.front()).size();
  if (width > kWidestScheme) name.replace(kWidestScheme / 2 - 1, width - kWidestScheme + 2, "..");
  return name;
}

// Returns the name that the tables show: cut, unless that would make two schemes the same. One name that is not cut
// makes the tables as wide as if none were.
std::string short_name(const ComparisonResult& comparison, const ComparedScheme& scheme) {
  std::set<std::string> cut;
  for (const ComparedScheme& other : comparison.schemes) cut.insert(cut_name(other));
  return cut.size() == comparison.schemes.size() ? cut_name(scheme) : scheme.name;
}

std::size_t name_width(const ComparisonResult& comparison) {
  std::size_t width = 6;
  for (const ComparedScheme& scheme : comparison.schemes)
    width = std::max(width, short_name(comparison, scheme).size());
  return width;
}

std::string solved_of(const SeedGroup& group) {
  return group.results.empty() ? "-" : fmt::format("{}/{}", group.solved, group.results.size());
}

std::string percent(double fraction) { return std::isnan(fraction) ? "-" : fmt::format("{:.0f}", 100 * fraction); }

std::string percent(const std::optional<Interval>& interval) {
  return interval ? fmt::format("{:.0f}-{:.0f}", 100 * interval->low, 100 * interval->high) : "-";
}

std::string shown(double value, int digits) { return std::isnan(value) ? "-" : fmt::format("{:.{}f}", value, digits); }

std::string short_number(double value) { return std::isnan(value) ? "-" : fmt::format("{:.3g}", value); }

// Returns the table of the schemes that solve each task, in as many blocks as the tasks need.
std::string matrix(const ComparisonResult& comparison) {
  const std::size_t names = name_width(comparison);
  const std::vector<std::string> tasks = comparison.tasks();
  std::string text = fmt::format("Seeds that solve their task ({}):\n", fmt::join(solved_in_words(), ";\n"));
  for (std::size_t first = 0; first < tasks.size();) {
    std::size_t last = first, width = 2 + names;
    while (last < tasks.size() && (last == first || width + tasks[last].size() + 2 <= kWidth))
      width += std::max<std::size_t>(5, tasks[last++].size()) + 2;
    text += fmt::format("\n  {:<{}}", "", names);
    for (std::size_t t = first; t < last; ++t) text += fmt::format("  {:>5}", tasks[t]);
    text += "\n";
    for (const ComparedScheme& scheme : comparison.schemes) {
      text += fmt::format("  {:<{}}", short_name(comparison, scheme), names);
      for (std::size_t t = first; t < last; ++t) {
        const SeedGroup* group = comparison.group_of(tasks[t], scheme);
        const std::size_t column = std::max<std::size_t>(5, tasks[t].size());
        text += fmt::format("  {:>{}}", group == nullptr ? "" : solved_of(*group), column);
      }
      text += "\n";
    }
    first = last;
  }
  return text;
}

std::string details(const ComparisonResult& comparison, const std::string& task) {
  const std::size_t names = name_width(comparison);
  std::string text = fmt::format("\n{}\n  {:<{}}  solved   95 %  sequences", task, "", names);
  for (const double multiple : comparison.multiples) text += fmt::format(" {:>5}", fmt::format("{}x", multiple));
  text += "  largest fall  half at\n";
  for (const ComparedScheme& scheme : comparison.schemes) {
    const SeedGroup* group = comparison.group_of(task, scheme);
    if (group == nullptr || group->results.empty()) continue;
    text += fmt::format("  {:<{}}  {:>6} {:>6}  {:>9}", short_name(comparison, scheme), names, solved_of(*group),
                        percent(group->solved_interval), shown(group->criterion.value_or(kMissing), 0));
    for (const double exact : group->exact) text += fmt::format(" {:>5}", percent(exact));
    const std::string fall =
        group->fall ? fmt::format("{} at {}x", percent(group->fall->size), group->fall->length) : "-";
    text += fmt::format("  {:>12}  {:>7}\n", fall, group->half.text());
  }
  return text;
}

std::string joined(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) append_item(text, value.empty() ? "-" : value, " ");
  return text;
}

// Returns what the tuning runs tried for one cell: an error for each choice.
std::string tried_for(const ComparisonResult& comparison, const SeedGroup& group) {
  const auto cell = std::ranges::find(comparison.tuning, group.place, &TunedCell::place);
  std::string text;
  for (std::size_t i = 0; cell != comparison.tuning.end() && i < cell->tried.size(); ++i) {
    const TunedValues& tried = cell->tried[i];
    append_item(text, fmt::format("{}: {}", joined(tried.values), short_number(tried.error)), ", ");
    if (tried.diverged > 0) text += fmt::format(" ({} diverged)", tried.diverged);
  }
  return text.empty() ? "" : "  of " + text;
}

// Returns the table of the values that tuning runs chose; "" if there are none.
std::string tuned(const ComparisonResult& comparison) {
  if (comparison.tuned.empty()) return "";
  const std::size_t names = name_width(comparison);
  std::string text = fmt::format(
      "\nTuned on seeds that are not in these tables: {}; the value with the smallest error of\n"
      "answers at the trained lengths (fraction wrong; where no answer is certain, bits above the best)\n",
      fmt::join(comparison.tuned, ", "));
  for (const std::string& task : comparison.tasks()) {
    text += fmt::format("{}\n", task);
    for (const ComparedScheme& scheme : comparison.schemes)
      if (const SeedGroup* group = comparison.group_of(task, scheme))
        text += fmt::format("  {:<{}}  {}{}\n", short_name(comparison, scheme), names, joined(group->tuned),
                            tried_for(comparison, *group));
  }
  return text;
}

// Returns the rows of what a scheme is compared with on a task; the same text for all schemes of a task, unless its
// options are an axis.
std::string references(const SeedGroup& group, std::size_t names) {
  std::string text;
  const auto row = [&](const char* name, const std::vector<double>& values) {
    text += fmt::format("  {:<{}}", name, names);
    for (const double value : values) text += fmt::format("  {:>7}", short_number(value));
    text += "\n";
  };
  if (std::ranges::any_of(group.without_memory, [](double value) { return !std::isnan(value); }))
    row("(no memory)", group.without_memory);
  row("(guessing)", group.guessing);
  std::vector<double> best = group.guessing;
  for (double& value : best) value = std::isnan(value) ? value : 0;
  row("(oracle)", best);
  return text;
}

// Returns the table of errors by length, with rows for the reference answers of each task.
std::string errors_table(const ComparisonResult& comparison) {
  const std::size_t names = std::max<std::size_t>(name_width(comparison), std::string_view("(no memory)").size());
  std::string text =
      "\nErrors per sequence by length, mean over seeds (where no answer is certain, bits above the best\n"
      "estimate), beside those of the best answer without a memory, of guessing and of the best answer\n";
  for (const std::string& task : comparison.tasks()) {
    text += fmt::format("\n{}\n  {:<{}}", task, "", names);
    for (const double multiple : comparison.multiples) text += fmt::format("  {:>7}", fmt::format("{}x", multiple));
    text += "\n";
    std::string below;  // the references of the schemes so far
    for (const ComparedScheme& scheme : comparison.schemes) {
      const SeedGroup* group = comparison.group_of(task, scheme);
      if (group == nullptr || group->results.empty()) continue;
      const std::string own = references(*group, names);
      if (own != below) text += std::exchange(below, own);
      text += fmt::format("  {:<{}}", short_name(comparison, scheme), names);
      for (const double errors : group->errors) text += fmt::format("  {:>7}", short_number(errors));
      text += "\n";
    }
    text += below;
  }
  return text;
}

// Returns the table of answers that are written, by part of the test; "" if no run has them.
std::string parts_table(const ComparisonResult& comparison) {
  if (comparison.parts.empty()) return "";
  const std::size_t names = name_width(comparison);
  std::string text =
      "\n% of sequences without an error at the longest trained length, by part of the test, mean over seeds;\n"
      "told: the same where the length of each answer is given\n";
  for (const std::string& task : comparison.tasks()) {
    text += fmt::format("\n{}\n  {:<{}}", task, "", names);
    const auto width = [](const PartColumn& column) { return std::max<std::size_t>(column.part.size(), 5); };
    const auto head = [](const PartColumn& column) {
      return column.measure == "exact" ? column.part : std::string("told");
    };
    for (const PartColumn& column : comparison.parts) text += fmt::format("  {:>{}}", head(column), width(column));
    text += "\n";
    for (const ComparedScheme& scheme : comparison.schemes) {
      const SeedGroup* group = comparison.group_of(task, scheme);
      if (group == nullptr || group->results.empty()) continue;
      text += fmt::format("  {:<{}}", short_name(comparison, scheme), names);
      for (const PartColumn& column : comparison.parts) {
        const double share = column.of(*group);
        text += fmt::format("  {:>{}}", std::isnan(share) ? "-" : fmt::format("{:.1f}", 100 * share), width(column));
      }
      text += "\n";
    }
  }
  return text;
}

// Returns the table of effect sizes; "" if there are none.
std::string effects_table(const ComparisonResult& comparison) {
  if (!comparison.effects) return "";
  const std::size_t names = name_width(comparison);
  std::string text = fmt::format(
      "\nAgainst {}, paired by seed: differences of the percentage of seeds that solve the task, of\n"
      "the errors per sequence at the longest trained length, and of their mean beyond; p of sign flips,\n"
      "with Holm's correction for all differences of one kind in this table\n",
      printable(comparison.effects->against));
  std::string task;
  for (const Effect& effect : comparison.effects->list) {
    if (std::exchange(task, effect.task) != effect.task)
      text +=
          fmt::format("\n{:<{}}  {:<13}  seeds  difference  {:>20}  {:>6}\n", effect.task, names + 2, "", "95 %", "p");
    const ComparedValue& outcome = outcomes()[effect.outcome];
    const double scale = outcome.is_solved ? 100 : 1;
    const std::string interval =
        effect.interval ? fmt::format("{:+.3g} to {:+.3g}", scale * effect.interval->low, scale * effect.interval->high)
                        : "-";
    text += fmt::format("  {:<{}}  {:<13}  {:>5}  {:>+10.3g}  {:>20}  {:>6.3f}\n",
                        effect.outcome == 0 ? short_name(comparison, comparison.schemes[effect.scheme]) : "", names,
                        outcome.label, effect.seeds, scale * effect.difference, interval, effect.p_holm);
  }
  return text;
}

// Returns one cell of a column, which is as wide as its head.
std::string cost_cell(const std::string& text, std::string_view head) {
  return fmt::format("  {:>{}}", text, std::max<std::size_t>(5, head.size()));
}

// Returns a line for each cost that some run has, such as "state: bytes that ...".
std::string explain_costs(const ComparisonResult& comparison) {
  std::string text;
#define MEMNET_COST(name, label, unit, meaning, column, scale, digits) \
  if (is_known(comparison, &RunResult::name)) text += column ": " meaning "\n";
#include "program/records/costs.def"
#undef MEMNET_COST
  return text;
}

std::string cost_heads(const ComparisonResult& comparison) {
  std::string text;
#define MEMNET_COST(name, label, unit, meaning, column, scale, digits) \
  if (is_known(comparison, &RunResult::name)) text += cost_cell(column, column);
#include "program/records/costs.def"
#undef MEMNET_COST
  return text;
}

std::string cost_cells(const ComparisonResult& comparison, const std::vector<RunResult>& results) {
  std::string text;
#define MEMNET_COST(name, label, unit, meaning, column, scale, digits) \
  if (is_known(comparison, &RunResult::name))                          \
    text += cost_cell(shown(median_of(results, &RunResult::name) / (scale), digits), column);
#include "program/records/costs.def"
#undef MEMNET_COST
  return text;
}

// Returns the table of statistics of heads and of the cost of each scheme, over all tasks.
std::string heads_and_cost(const ComparisonResult& comparison) {
  const std::size_t names = name_width(comparison);
  std::string text = fmt::format(
      "\nHeads and cost, median over tasks and seeds: effective slots of a read and of a write weighting;\n"
      "entropy of a read weighting (1: uniform), lead of its best score and the lead for a weight of 0.99;\n"
      "time to learn from a sequence, in ms (it includes evaluations);\n"
      "{}\n  {:<{}}   read  write  entropy   lead  needed{}     ms\n",
      explain_costs(comparison), "", names, cost_heads(comparison));
  for (const ComparedScheme& scheme : comparison.schemes) {
    std::vector<RunResult> results;
    for (const SeedGroup& group : comparison.groups)
      if (scheme.includes(group)) results.insert(results.end(), group.results.begin(), group.results.end());
    text += fmt::format(
        "  {:<{}}  {:>5}  {:>5}  {:>7}  {:>5}  {:>6}{}  {:>5}\n", short_name(comparison, scheme), names,
        shown(median_of(results, &RunResult::read_slots), 1), shown(median_of(results, &RunResult::write_slots), 1),
        shown(median_of(results, &RunResult::entropy), 2), shown(median_of(results, &RunResult::lead), 1),
        shown(median_of(results, &RunResult::lead_needed), 1), cost_cells(comparison, results),
        shown(median_of(results, &RunResult::seconds) * 1e3, 2));
  }
  return text;
}

std::string ranking(const ComparisonResult& comparison) {
  std::vector<std::size_t> order(comparison.schemes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::erase_if(order, [&](std::size_t i) { return std::isnan(comparison.schemes[i].iqm); });
  std::ranges::stable_sort(order, std::greater(), [&](std::size_t i) { return comparison.schemes[i].iqm; });
  const std::size_t names = name_width(comparison);
  std::string text = fmt::format(
      "\nOver all tasks, lengths and seeds: of the errors of the best answer without a memory, the part that\n"
      "is avoided, 0 to 100 (interquartile mean), and the probability that a seed scores higher than a seed\n"
      "of the line below\n"
      "  {:<{}}  score   95 %   beats the next   95 %\n",
      "", names);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const ComparedScheme& scheme = comparison.schemes[order[i]];
    text += fmt::format("  {:<{}}  {:>5} {:>6}", short_name(comparison, scheme), names, percent(scheme.iqm),
                        percent(scheme.iqm_interval));
    if (i + 1 < order.size()) {
      const PairwiseWin& win = comparison.wins[order[i]][order[i + 1]];
      text += fmt::format("   {:>14} {:>6}", percent(win.probability), percent(win.interval));
    }
    text += "\n";
  }
  return text;
}

}  // namespace

std::string comparison_table(const ComparisonResult& comparison) {
  std::string text = matrix(comparison) + tuned(comparison);
  text +=
      "\nIn detail: solved after how many sequences (median); % of sequences without an error by length (in\n"
      "multiples of the longest trained one), its largest fall from one length to the next, and the length\n"
      "at which it is 50 %\n";
  for (const std::string& task : comparison.tasks()) text += details(comparison, task);
  text += errors_table(comparison) + parts_table(comparison) + heads_and_cost(comparison) + ranking(comparison) +
          effects_table(comparison);
  if (comparison.fewest_seeds < kEnoughSeeds)
    text += fmt::format(
        "\nWARNING: only {} seed{} somewhere in these tables. Differences may be luck: conclude nothing from\n"
        "fewer than {} seeds (--seeds 1..{}).\n",
        comparison.fewest_seeds, comparison.fewest_seeds == 1 ? "" : "s", kEnoughSeeds, kEnoughSeeds);
  if (!comparison.builds.empty()) text += fmt::format("\nBuilds: {}\n", printable(comparison.builds));
  if (!comparison.banked.empty()) text += fmt::format("From the bank: {}\n", printable(comparison.banked));
  return text;
}

}  // namespace memnet
