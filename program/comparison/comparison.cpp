#include "program/comparison/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "memnet/base/text.hpp"
#include "memnet/data/purposes.hpp"
#include "program/records/builds.hpp"
#include "program/records/mean.hpp"
#include "program/records/record.hpp"
#include "program/records/scheme_name.hpp"

namespace memnet {
namespace {

std::vector<double> mean_by_multiple(const SeedGroup& group, const std::vector<double>& multiples,
                                     std::vector<double> RunResult::*values) {
  std::vector<Mean> means(multiples.size());
  for (const RunResult& result : group.results)
    for (std::size_t i = 0; i < result.multiples.size(); ++i) {
      const auto at = static_cast<std::size_t>(std::ranges::find(multiples, result.multiples[i]) - multiples.begin());
      if (const double value = (result.*values)[i]; !std::isnan(value)) means[at].add(value);
    }
  std::vector<double> numbers;
  for (const Mean& mean : means) numbers.push_back(mean.value());
  return numbers;
}

// Requires that the multiples increase, and that there is one.
CensoredLength censored_length(const std::vector<double>& multiples, const std::vector<double>& exact, double level) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const double multiple = exact.front() < level ? -kInfinity : length_at(multiples, exact, level).value_or(kInfinity);
  return {multiple, multiples.front(), multiples.back()};
}

void summarize(SeedGroup& group, const std::vector<double>& multiples) {
  std::ranges::sort(group.results, {}, &RunResult::seed);
  std::vector<Attempt> attempts;
  for (const RunResult& result : group.results) {
    group.solved += result.solved ? 1 : 0;
    group.diverged += result.diverged ? 1 : 0;
    attempts.push_back({result.criterion.value_or(result.sequences), result.criterion.has_value()});
  }
  if (attempts.empty()) return;
  group.solved_interval = wilson(group.solved, static_cast<int>(attempts.size()));
  group.criterion = censored_median(attempts);
  group.exact = mean_by_multiple(group, multiples, &RunResult::exact);
  group.right_answers = mean_by_multiple(group, multiples, &RunResult::right_answers);
  group.errors = mean_by_multiple(group, multiples, &RunResult::errors);
  group.guessing = mean_by_multiple(group, multiples, &RunResult::guessing);
  group.without_memory = mean_by_multiple(group, multiples, &RunResult::without_memory);
  group.before_error = mean_by_multiple(group, multiples, &RunResult::before_error);
  std::vector<double> x, y;
  for (std::size_t i = 0; i < multiples.size(); ++i)
    if (multiples[i] >= 1 && !std::isnan(group.exact[i])) x.push_back(multiples[i]), y.push_back(group.exact[i]);
  if (x.size() < 2) return;
  group.fall = largest_fall(x, y);
  group.half = censored_length(x, y, 0.5);
  group.length_90 = censored_length(x, y, 0.9);
}

ComparedScheme compare_scheme(const std::vector<std::string>& place, const std::vector<const SeedGroup*>& groups) {
  ComparedScheme scheme{.place = place, .name = label_of(place), .scores = {}, .iqm = kMissing, .iqm_interval = {}};
  bool two_seeds = true;
  for (const SeedGroup* group : groups) {
    if (group->results.empty()) continue;
    scheme.scores.emplace_back();
    for (const RunResult& result : group->results) scheme.scores.back().push_back(result.score);
    two_seeds = two_seeds && group->results.size() > 1;
  }
  if (scheme.scores.empty()) return scheme;
  scheme.iqm = interquartile_mean(scheme.scores);
  if (two_seeds)
    scheme.iqm_interval = interquartile_mean_interval(scheme.scores, RandomStream(0, purposes::kComparison));
  return scheme;
}

// The interval of a mean over tasks follows from the intervals of the tasks, which are independent (MOVER: Zou & Donner
// 2008, "Construction of confidence limits about effect measures").
PairwiseWin pairwise_win(const std::vector<const SeedGroup*>& groups, const std::vector<const SeedGroup*>& others) {
  double sum = 0, below = 0, above = 0;
  int tasks = 0;
  bool two_seeds = true;
  for (const SeedGroup* a : groups) {
    const auto b = std::ranges::find_if(others, [&](const SeedGroup* other) { return other->place[0] == a->place[0]; });
    if (b == others.end()) continue;
    std::vector<double> x, y;
    for (const RunResult& result : a->results) {
      const auto same_seed = std::ranges::find((*b)->results, result.seed, &RunResult::seed);
      if (same_seed != (*b)->results.end()) x.push_back(result.score), y.push_back(same_seed->score);
    }
    if (x.empty()) continue;
    const double p = probability_of_improvement(y, x);
    sum += p;
    ++tasks;
    two_seeds = two_seeds && x.size() > 1;
    if (!two_seeds) continue;
    const Interval interval = probability_of_improvement_interval(y, x);
    below += (p - interval.low) * (p - interval.low);
    above += (interval.high - p) * (interval.high - p);
  }
  if (tasks == 0) return {kMissing, {}};
  const double mean = sum / tasks;
  if (!two_seeds) return {mean, {}};
  return {mean,
          Interval{std::max(0.0, mean - std::sqrt(below) / tasks), std::min(1.0, mean + std::sqrt(above) / tasks)}};
}

// Returns the builds of the runs with a result; `banked`: only of those from a bank.
std::string builds_of_results(const std::vector<RunSummary>& summaries, bool banked) {
  std::vector<std::string> builds;
  for (const RunSummary& summary : summaries)
    if (has_result(summary.record) && (!banked || summary.banked)) builds.push_back(build_of(summary.record));
  return builds_in_words(builds);
}

// Gathers the results of runs that differ only in the seed.
std::vector<SeedGroup> group_runs(const Plan& plan, const std::vector<RunSummary>& summaries) {
  std::map<std::string, const RunRecord*> records;
  for (const RunSummary& summary : summaries) records[summary.record.name] = &summary.record;
  std::vector<SeedGroup> groups;
  std::map<std::vector<std::string>, std::size_t> group_at;
  for (const PlannedRun& run : plan.runs) {
    const auto [at, added] = group_at.try_emplace(plan.place(run), groups.size());
    if (added) {
      groups.emplace_back().place = at->first;
      for (const std::string& option : plan.tuning.options) groups.back().tuned.push_back(run.value(option));
    }
    SeedGroup& group = groups[at->second];
    ++group.seeds;
    const auto record = records.find(run.name);
    if (record != records.end() && has_result(*record->second)) group.results.push_back(result_of(*record->second));
  }
  return groups;
}

template <double RunResult::*value>
double median_in(const SeedGroup& group) {
  return median_of(group.results, value);
}

// Returns the shares of right answers by part of the test that a run of some group has, part by part.
std::vector<PartColumn> part_columns(const std::vector<SeedGroup>& groups) {
  std::vector<PartColumn> columns;
  for (const SeedGroup& group : groups)
    for (const RunResult& run : group.results)
      for (const std::string& part : run.parts.names)
        for (const char* measure : {"exact", "exact_told_length"})
          if (const PartColumn column{part, measure};
              !std::isnan(column.of(run)) &&
              std::ranges::find(columns, column.name(), &PartColumn::name) == columns.end())
            columns.push_back(column);
  return columns;
}

double validation_error(const SeedGroup& group) {
  Mean mean;
  for (const RunResult& result : group.results)
    if (!std::isnan(result.validation_error)) mean.add(result.validation_error);
  return mean.value();
}

}  // namespace

bool CensoredLength::is_censored() const { return std::isinf(multiple); }

std::string CensoredLength::text() const {
  if (std::isnan(multiple)) return "-";
  if (is_censored()) return multiple < 0 ? fmt::format("< {}x", shortest) : fmt::format("> {}x", longest);
  return fmt::format("{:.1f}x", multiple);
}

bool ComparedScheme::includes(const SeedGroup& group) const {
  return std::equal(group.place.begin() + 1, group.place.end(), place.begin(), place.end());
}

std::vector<std::string> ComparisonResult::tasks() const {
  std::vector<std::string> tasks;
  for (const SeedGroup& group : groups)
    if (std::ranges::find(tasks, group.place.front()) == tasks.end()) tasks.push_back(group.place.front());
  return tasks;
}

const SeedGroup* ComparisonResult::group_of(const std::string& task, const ComparedScheme& scheme) const {
  const auto found = std::ranges::find_if(
      groups, [&](const SeedGroup& group) { return group.place.front() == task && scheme.includes(group); });
  return found == groups.end() ? nullptr : &*found;
}

double median_of(std::span<const RunResult> results, double RunResult::*value) {
  std::vector<double> values;
  for (const RunResult& result : results)
    if (std::isfinite(result.*value)) values.push_back(result.*value);
  return values.empty() ? kMissing : median(std::move(values));
}

std::string label_of(const std::vector<std::string>& place) {
  std::string label;
  for (const std::string& value : place)
    if (!value.empty()) append_item(label, shortened(value), " ");
  return label;
}

double PartColumn::of(const RunResult& run) const {
  if (run.diverged) return 0;
  const auto column = std::ranges::find(run.parts.columns, measure, &RunRecord::Column::name);
  const auto row = std::ranges::find(run.parts.names, part) - run.parts.names.begin();
  if (column == run.parts.columns.end() || row == std::ssize(run.parts.names)) return kMissing;
  return column->values[static_cast<std::size_t>(row)];
}

double PartColumn::of(const SeedGroup& group) const {
  Mean mean;
  bool is_measured = false;
  for (const RunResult& run : group.results)
    if (const double value = of(run); !std::isnan(value)) {
      mean.add(value);
      is_measured = is_measured || !run.diverged;
    }
  return is_measured ? mean.value() : kMissing;
}

ComparisonResult compare_runs(const Plan& plan, const std::vector<RunSummary>& summaries) {
  ComparisonResult comparison{.plan = plan.name,
                              .id = plan.id,
                              .axes = plan.axis_names(),
                              .multiples = {},
                              .groups = group_runs(plan, summaries),
                              .schemes = {},
                              .wins = {},
                              .builds = builds_of_results(summaries, false),
                              .banked = builds_of_results(summaries, true),
                              .parts = {},
                              .tuned = plan.tuning.options,
                              .tuning = {},
                              .effects = {}};
  comparison.parts = part_columns(comparison.groups);
  std::set<double> multiples;
  for (const SeedGroup& group : comparison.groups)
    for (const RunResult& result : group.results) multiples.insert(result.multiples.begin(), result.multiples.end());
  comparison.multiples.assign(multiples.begin(), multiples.end());

  std::vector<std::vector<std::string>> places;  // of schemes, in the order of the plan
  std::map<std::vector<std::string>, std::vector<const SeedGroup*>> groups_of;
  for (SeedGroup& group : comparison.groups) {
    summarize(group, comparison.multiples);
    const int seeds = static_cast<int>(group.results.size());
    comparison.fewest_seeds = &group == &comparison.groups.front() ? seeds : std::min(comparison.fewest_seeds, seeds);
    const std::vector<std::string> place(group.place.begin() + 1, group.place.end());
    if (!groups_of.contains(place)) places.push_back(place);
    groups_of[place].push_back(&group);
  }
  for (const std::vector<std::string>& place : places) {
    comparison.schemes.push_back(compare_scheme(place, groups_of[place]));
    comparison.wins.emplace_back();
    for (const std::vector<std::string>& other : places)
      comparison.wins.back().push_back(pairwise_win(groups_of[place], groups_of[other]));
  }
  return comparison;
}

bool is_known(const ComparisonResult& comparison, double RunResult::*cost) {
  return std::ranges::any_of(comparison.groups, [&](const SeedGroup& group) {
    return std::ranges::any_of(group.results, [&](const RunResult& result) { return !std::isnan(result.*cost); });
  });
}

std::vector<GroupColumn> group_columns(const ComparisonResult& comparison) {
  using G = const SeedGroup&;
  using R = RunResult;
  std::vector<GroupColumn> columns = {
      {"seeds", "planned", [](G g) { return static_cast<double>(g.seeds); }},
      {"done", "seeds finished or diverged", [](G g) { return static_cast<double>(g.results.size()); }},
      {"diverged", "seeds", [](G g) { return static_cast<double>(g.diverged); }},
      {"solved", "seeds", [](G g) { return static_cast<double>(g.solved); }},
      {"solved_fraction", "of the seeds that are done",
       [](G g) { return static_cast<double>(g.solved) / static_cast<double>(g.results.size()); }},
      {"solved_low", "its 95 % interval (Wilson)",
       [](G g) { return g.solved_interval ? g.solved_interval->low : kMissing; }},
      {"solved_high", "its 95 % interval (Wilson)",
       [](G g) { return g.solved_interval ? g.solved_interval->high : kMissing; }},
      {"sequences_to_criterion", "training sequences, censored median",
       [](G g) { return g.criterion.value_or(kMissing); }},
      {"largest_fall", "of exact, between two neighboring lengths",
       [](G g) { return g.fall ? g.fall->size : kMissing; }},
      {"largest_fall_at", "multiple of the trained length, the longer one of the two",
       [](G g) { return g.fall ? g.fall->length : kMissing; }},
      {"half_length",
       "multiple of the trained length where half are exact; -infinity below the shortest evaluated length, infinity "
       "beyond the longest one",
       [](G g) { return g.half.multiple; }, [](G g) { return g.half.text(); }},
      {"length_90", "the same where 90 % are exact", [](G g) { return g.length_90.multiple; },
       [](G g) { return g.length_90.text(); }},
      {"score", "of the errors of the best answer without a memory, the part avoided; mean over lengths, median",
       median_in<&R::score>},
      {"validation_error",
       "fraction of wrong answers at the trained lengths (where no answer is certain, bits above the best), on the "
       "validation split where the data are limited; mean over the seeds that did not diverge",
       validation_error},
      {"entropy", "of read weightings, fraction of uniform", median_in<&R::entropy>},
      {"read_slots", "effective slots of a read weighting", median_in<&R::read_slots>},
      {"write_slots", "effective slots of a write weighting", median_in<&R::write_slots>},
      {"lead", "nats, of the best score over the second best", median_in<&R::lead>},
      {"lead_needed", "nats, for a weight of 0.99", median_in<&R::lead_needed>},
  };
#define MEMNET_COST(name, label, unit, ...) \
  if (is_known(comparison, &R::name)) columns.push_back({#name, unit, median_in<&R::name>});
#include "program/records/costs.def"
#undef MEMNET_COST
  columns.push_back({"seconds_per_sequence", "wall time, evaluations included", median_in<&R::seconds>});
  return columns;
}

}  // namespace memnet
