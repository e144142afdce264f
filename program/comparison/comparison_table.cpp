#include "program/comparison/comparison_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "program/records/record.hpp"
#include "program/records/solved.hpp"

namespace memnet {
namespace {

constexpr std::size_t kWidth = 100, kWidestScheme = 20;

// A scheme that is spelled out is cut in its middle: most pipelines differ at their ends.
std::string cut_name(const Contender& contender) {
  std::string name = contender.name;
  const std::size_t scheme = in_words({contender.place.front()}).size();
  if (scheme > kWidestScheme) name.replace(kWidestScheme / 2 - 1, scheme - kWidestScheme + 2, "..");
  return name;
}

std::string short_name(const Findings& findings, const Contender& contender) {
  const std::string name = cut_name(contender);
  const auto same = std::ranges::count(findings.contenders, name, cut_name);
  return same == 1 ? name : contender.name;
}

std::size_t name_width(const Findings& findings) {
  std::size_t width = 6;
  for (const Contender& contender : findings.contenders)
    width = std::max(width, short_name(findings, contender).size());
  return width;
}

bool is_of(const Group& group, const Contender& contender) {
  return std::equal(group.place.begin() + 1, group.place.end(), contender.place.begin(), contender.place.end());
}

const Group* find_group(const Findings& findings, const std::string& task, const Contender& contender) {
  for (const Group& group : findings.groups)
    if (group.place[0] == task && is_of(group, contender)) return &group;
  return nullptr;
}

std::vector<std::string> tasks_of(const Findings& findings) {
  std::vector<std::string> tasks;
  for (const Group& group : findings.groups)
    if (std::ranges::find(tasks, group.place[0]) == tasks.end()) tasks.push_back(group.place[0]);
  return tasks;
}

std::string solved_of(const Group& group) {
  return group.results.empty() ? "-" : fmt::format("{}/{}", group.solved, group.results.size());
}

std::string percent(double fraction) { return std::isnan(fraction) ? "-" : fmt::format("{:.0f}", 100 * fraction); }

std::string percent(const std::optional<Interval>& interval) {
  return interval ? fmt::format("{:.0f}-{:.0f}", 100 * interval->low, 100 * interval->high) : "-";
}

std::string shown(double value, int digits) { return std::isnan(value) ? "-" : fmt::format("{:.{}f}", value, digits); }

// Where half of the sequences are exact.
std::string half_of(const Group& group, const Findings& findings) {
  if (group.half_beyond) return fmt::format("> {}x", findings.multiples.back());
  if (!group.half) return "-";
  return *group.half <= 1 ? "< 1x" : fmt::format("{:.1f}x", *group.half);
}

// Which scheme solves which task, at a glance; as many blocks as the tasks need.
std::string matrix(const Findings& findings) {
  const std::size_t names = name_width(findings);
  const std::vector<std::string> tasks = tasks_of(findings);
  std::string text = fmt::format("Seeds that solve their task ({}):\n", fmt::join(solved_in_words(), ";\n"));
  for (std::size_t first = 0; first < tasks.size();) {
    std::size_t last = first, width = 2 + names;
    while (last < tasks.size() && (last == first || width + tasks[last].size() + 2 <= kWidth))
      width += std::max<std::size_t>(5, tasks[last++].size()) + 2;
    text += fmt::format("\n  {:<{}}", "", names);
    for (std::size_t t = first; t < last; ++t) text += fmt::format("  {:>5}", tasks[t]);
    text += "\n";
    for (const Contender& contender : findings.contenders) {
      text += fmt::format("  {:<{}}", short_name(findings, contender), names);
      for (std::size_t t = first; t < last; ++t) {
        const Group* group = find_group(findings, tasks[t], contender);
        const std::size_t column = std::max<std::size_t>(5, tasks[t].size());
        text += fmt::format("  {:>{}}", group == nullptr ? "" : solved_of(*group), column);
      }
      text += "\n";
    }
    first = last;
  }
  return text;
}

std::string details(const Findings& findings, const std::string& task) {
  const std::size_t names = name_width(findings);
  std::string text = fmt::format("\n{}\n  {:<{}}  solved   95 %  sequences", task, "", names);
  for (const double multiple : findings.multiples) text += fmt::format(" {:>5}", fmt::format("{}x", multiple));
  text += "  slope  half at\n";
  for (const Contender& contender : findings.contenders) {
    const Group* group = find_group(findings, task, contender);
    if (group == nullptr || group->results.empty()) continue;
    text += fmt::format("  {:<{}}  {:>6} {:>6}  {:>9}", short_name(findings, contender), names, solved_of(*group),
                        percent(group->solved_interval), shown(group->criterion.value_or(kMissing), 0));
    for (const double exact : group->exact) text += fmt::format(" {:>5}", percent(exact));
    text += fmt::format("  {:>5}  {:>7}\n", percent(group->slope), half_of(*group, findings));
  }
  return text;
}

// How heads look and what a scheme costs, whatever the task.
std::string heads_and_cost(const Findings& findings) {
  const std::size_t names = name_width(findings);
  std::string text = fmt::format(
      "\nHeads and cost, median over tasks and seeds: slots that a read and a write head look at, entropy of\n"
      "a read weighting (1: uniform), lead of its best score and the lead that would put 0.99 on one slot;\n"
      "operations and time to learn from a sequence (the time with evaluations)\n"
      "  {:<{}}   read  write  entropy   lead  needed  parameters  MFLOP     ms\n",
      "", names);
  for (const Contender& contender : findings.contenders) {
    std::vector<Result> results;
    for (const Group& group : findings.groups)
      if (is_of(group, contender)) results.insert(results.end(), group.results.begin(), group.results.end());
    text += fmt::format("  {:<{}}  {:>5}  {:>5}  {:>7}  {:>5}  {:>6}  {:>10}  {:>5}  {:>5}\n",
                        short_name(findings, contender), names, shown(median(results, &Result::read_slots), 1),
                        shown(median(results, &Result::write_slots), 1), shown(median(results, &Result::entropy), 2),
                        shown(median(results, &Result::lead), 1), shown(median(results, &Result::lead_needed), 1),
                        shown(median(results, &Result::parameters), 0), shown(median(results, &Result::flops) / 1e6, 2),
                        shown(median(results, &Result::seconds) * 1e3, 2));
  }
  return text;
}

std::string ranking(const Findings& findings) {
  std::vector<std::size_t> order(findings.contenders.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::erase_if(order, [&](std::size_t i) { return std::isnan(findings.contenders[i].iqm); });
  std::ranges::stable_sort(order, std::greater(), [&](std::size_t i) { return findings.contenders[i].iqm; });
  const std::size_t names = name_width(findings);
  std::string text = fmt::format(
      "\nOver all tasks, lengths and seeds: bits right above chance, 0 to 100 (interquartile mean), and how\n"
      "probable it is that a seed does better than one of the line below\n  {:<{}}  score   95 %   beats the next   95 "
      "%\n",
      "", names);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Contender& contender = findings.contenders[order[i]];
    text += fmt::format("  {:<{}}  {:>5} {:>6}", short_name(findings, contender), names, percent(contender.iqm),
                        percent(contender.iqm_interval));
    if (i + 1 < order.size()) {
      const Duel& duel = findings.duels[order[i]][order[i + 1]];
      text += fmt::format("   {:>14} {:>6}", percent(duel.probability), percent(duel.interval));
    }
    text += "\n";
  }
  return text;
}

}  // namespace

std::string comparison_table(const Findings& findings) {
  std::string text = matrix(findings);
  text +=
      "\nIn detail: median sequences until solved; % of sequences without an error by length (of the longest\n"
      "trained one), the slope of that for each trained length more, and the length where it is half\n";
  for (const std::string& task : tasks_of(findings)) text += details(findings, task);
  text += heads_and_cost(findings) + ranking(findings);
  if (findings.fewest_seeds < kEnoughSeeds)
    text += fmt::format(
        "\nWARNING: only {} seed{} somewhere in these tables. Differences may be luck: conclude nothing from\n"
        "fewer than {} seeds (--seeds 1..{}).\n",
        findings.fewest_seeds, findings.fewest_seeds == 1 ? "" : "s", kEnoughSeeds, kEnoughSeeds);
  return text;
}

}  // namespace memnet
