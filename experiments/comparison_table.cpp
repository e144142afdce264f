#include "experiments/comparison_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace memnet {
namespace {

constexpr std::size_t kWidth = 100, kWidestScheme = 20;
constexpr int kEnoughSeeds = 10;

// A scheme that is spelled out is cut in its middle: pipelines differ at their ends.
std::string short_name(const Contender& contender) {
  std::string name = contender.name;
  const std::size_t scheme = in_words({contender.place.front()}).size();
  if (scheme > kWidestScheme) name.replace(kWidestScheme / 2 - 1, scheme - kWidestScheme + 2, "..");
  return name;
}

std::size_t name_width(const Findings& findings) {
  std::size_t width = 6;
  for (const Contender& contender : findings.contenders) width = std::max(width, short_name(contender).size());
  return width;
}

const Group* find_group(const Findings& findings, const std::string& task, const Contender& contender) {
  for (const Group& group : findings.groups)
    if (group.place[0] == task && std::equal(group.place.begin() + 1, group.place.end(), contender.place.begin(), contender.place.end()))
      return &group;
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

std::string figure(const Group& group, std::string_view name, double factor, int digits) {
  for (const Figure& figure : group_figures())
    if (const double value = figure.value(group); name == figure.name && !std::isnan(value))
      return fmt::format("{:.{}f}", factor * value, digits);
  return "-";
}

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
  std::string text = "Seeds that solve their task (99 % of sequences without an error at the longest trained length;\n"
                     "where no answer is certain: within 3 bits of the best possible):\n";
  for (std::size_t first = 0; first < tasks.size();) {
    std::size_t last = first, width = 2 + names;
    while (last < tasks.size() && (last == first || width + tasks[last].size() + 2 <= kWidth))
      width += std::max<std::size_t>(5, tasks[last++].size()) + 2;
    text += fmt::format("\n  {:<{}}", "", names);
    for (std::size_t t = first; t < last; ++t) text += fmt::format("  {:>5}", tasks[t]);
    text += "\n";
    for (const Contender& contender : findings.contenders) {
      text += fmt::format("  {:<{}}", short_name(contender), names);
      for (std::size_t t = first; t < last; ++t) {
        const Group* group = find_group(findings, tasks[t], contender);
        text += fmt::format("  {:>{}}", group == nullptr ? "" : solved_of(*group), std::max<std::size_t>(5, tasks[t].size()));
      }
      text += "\n";
    }
    first = last;
  }
  return text;
}

std::string details(const Findings& findings, const std::string& task) {
  const std::size_t names = name_width(findings);
  std::string lengths;
  for (const double multiple : findings.multiples) lengths += fmt::format(" {:>5}", fmt::format("{}x", multiple));
  std::string text = fmt::format("\n{}\n  {:<{}}  solved   95 %  sequences{}  half at  slots  ms/seq\n", task, "", names, lengths);
  for (const Contender& contender : findings.contenders) {
    const Group* group = find_group(findings, task, contender);
    if (group == nullptr || group->results.empty()) continue;
    text += fmt::format("  {:<{}}  {:>6} {:>6}  {:>9}", short_name(contender), names, solved_of(*group),
                        percent(group->solved_interval), figure(*group, "sequences_to_criterion", 1, 0));
    for (const double exact : group->exact) text += fmt::format(" {:>5}", percent(exact));
    text += fmt::format("  {:>7}  {:>5}  {:>6}\n", half_of(*group, findings), figure(*group, "read_slots", 1, 1),
                        figure(*group, "seconds_per_sequence", 1e3, 2));
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
      "probable it is that a seed does better than the same seed in the line below\n  {:<{}}  score   95 %   beats the next   95 %\n", "", names);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Contender& contender = findings.contenders[order[i]];
    text += fmt::format("  {:<{}}  {:>5} {:>6}", short_name(contender), names, percent(contender.iqm),
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
  text += "\nIn detail: median sequences until solved, % of sequences without error by length, where half are,\n"
          "slots that a read head looks at, time for a training sequence (evaluations included)\n";
  for (const std::string& task : tasks_of(findings)) text += details(findings, task);
  text += ranking(findings);
  if (findings.fewest_seeds < kEnoughSeeds)
    text += fmt::format("\nWARNING: only {} seed{} somewhere in these tables. Differences may be luck: conclude nothing from\n"
                        "fewer than {} seeds (--seeds 1..{}).\n",
                        findings.fewest_seeds, findings.fewest_seeds == 1 ? "" : "s", kEnoughSeeds, kEnoughSeeds);
  return text;
}

}  // namespace memnet
