#include "program/comparison/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "program/records/record.hpp"

namespace memnet {
namespace {

template <double Result::*figure>
double median_of(const Group& group) {
  return median(group.results, figure);
}

std::vector<double> mean_by_multiple(const Group& group, const std::vector<double>& multiples,
                                     std::vector<double> Result::*figure) {
  std::vector<double> sums(multiples.size(), 0.0), counts(multiples.size(), 0.0);
  for (const Result& result : group.results)
    for (std::size_t i = 0; i < result.multiples.size(); ++i) {
      const auto at = static_cast<std::size_t>(std::ranges::find(multiples, result.multiples[i]) - multiples.begin());
      sums[at] += (result.*figure)[i];
      ++counts[at];
    }
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i] /= counts[i];  // NaN of none
  return sums;
}

void summarise(Group& group, const std::vector<double>& multiples) {
  std::ranges::sort(group.results, {}, &Result::seed);
  std::vector<Attempt> attempts;
  for (const Result& result : group.results) {
    group.solved += result.solved ? 1 : 0;
    group.diverged += result.diverged ? 1 : 0;
    attempts.push_back({result.criterion.value_or(result.sequences), result.criterion.has_value()});
  }
  if (attempts.empty()) return;
  group.solved_interval = wilson(group.solved, static_cast<int>(attempts.size()));
  group.criterion = censored_median(attempts);
  group.exact = mean_by_multiple(group, multiples, &Result::exact);
  group.bit_accuracy = mean_by_multiple(group, multiples, &Result::bit_accuracy);
  std::vector<double> x, y;
  for (std::size_t i = 0; i < multiples.size(); ++i)
    if (multiples[i] >= 1 && !std::isnan(group.exact[i])) x.push_back(multiples[i]), y.push_back(group.exact[i]);
  if (x.size() < 2) return;
  group.slope = least_squares_slope(x, y);
  group.half = half_point(x, y);
  group.half_beyond = !group.half.has_value();
}

}  // namespace

double median(std::span<const Result> results, double Result::*figure) {
  std::vector<double> values;
  for (const Result& result : results)
    if (std::isfinite(result.*figure)) values.push_back(result.*figure);
  if (values.empty()) return kMissing;
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

std::string in_words(const std::vector<std::string>& place) {
  std::string words;
  for (const std::string& word : place)
    if (!word.empty()) words += (words.empty() ? "" : " ") + word;
  std::string tight;  // "cosine | softmax" takes less room as "cosine|softmax"
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] != ' ' || (words[i - 1] != '|' && words[i + 1] != '|')) tight += words[i];
  return tight;
}

namespace {

Contender contender_of(const std::vector<std::string>& place, const std::vector<const Group*>& groups) {
  Contender contender{.place = place, .name = in_words(place), .scores = {}, .iqm = kMissing, .iqm_interval = {}};
  bool two_seeds = true;
  for (const Group* group : groups) {
    if (group->results.empty()) continue;
    contender.scores.emplace_back();
    for (const Result& result : group->results) contender.scores.back().push_back(result.score);
    two_seeds = two_seeds && group->results.size() > 1;
  }
  if (contender.scores.empty()) return contender;
  contender.iqm = interquartile_mean(contender.scores);
  if (two_seeds) contender.iqm_interval = interquartile_mean_interval(contender.scores, RandomStream(0, "comparison"));
  return contender;
}

// The interval of a mean over tasks from those of the tasks, which are independent (MOVER: Zou & Donner 2008,
// "Construction of confidence limits about effect measures").
Duel duel_of(const std::vector<const Group*>& ours, const std::vector<const Group*>& theirs) {
  double sum = 0, below = 0, above = 0;
  int tasks = 0;
  bool two_seeds = true;
  for (const Group* a : ours) {
    const auto b = std::ranges::find_if(theirs, [&](const Group* other) { return other->place[0] == a->place[0]; });
    if (b == theirs.end()) continue;
    std::vector<double> x, y;
    for (const Result& mine : a->results) {
      const auto same_seed = std::ranges::find((*b)->results, mine.seed, &Result::seed);
      if (same_seed != (*b)->results.end()) x.push_back(mine.score), y.push_back(same_seed->score);
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

}  // namespace

Findings compare_runs(const Plan& plan, const std::vector<RunCard>& cards) {
  std::map<std::string, const RunRecord*> records;
  for (const RunCard& card : cards) records[card.record.name] = &card.record;

  Findings findings{.plan = plan.name,
                    .id = plan.id,
                    .axes = plan.axis_names(),
                    .multiples = {},
                    .groups = {},
                    .contenders = {},
                    .duels = {}};
  std::map<std::vector<std::string>, std::size_t> group_at;
  std::set<double> multiples;
  for (const PlannedRun& cell : plan.cells) {
    const auto [at, added] = group_at.try_emplace(plan.place(cell), findings.groups.size());
    if (added) findings.groups.emplace_back().place = at->first;
    Group& group = findings.groups[at->second];
    ++group.seeds;
    const auto record = records.find(cell.run);
    if (record == records.end() || (record->second->status != "finished" && record->second->status != "diverged"))
      continue;
    group.results.push_back(result_of(*record->second));
    for (const double multiple : group.results.back().multiples) multiples.insert(multiple);
  }
  findings.multiples.assign(multiples.begin(), multiples.end());

  std::vector<std::vector<std::string>> places;  // of contenders
  std::map<std::vector<std::string>, std::vector<const Group*>> of_place;
  for (Group& group : findings.groups) {
    summarise(group, findings.multiples);
    const int seeds = static_cast<int>(group.results.size());
    findings.fewest_seeds = &group == &findings.groups.front() ? seeds : std::min(findings.fewest_seeds, seeds);
    const std::vector<std::string> place(group.place.begin() + 1, group.place.end());
    if (!of_place.contains(place)) places.push_back(place);
    of_place[place].push_back(&group);
  }
  for (const std::vector<std::string>& place : places) {
    findings.contenders.push_back(contender_of(place, of_place[place]));
    findings.duels.emplace_back();
    for (const std::vector<std::string>& other : places)
      findings.duels.back().push_back(duel_of(of_place[place], of_place[other]));
  }
  return findings;
}

std::vector<Figure> group_figures() {
  using G = const Group&;
  return {
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
      {"slope", "exact, for each multiple of the trained length",
       [](G g) { return g.half || g.half_beyond ? g.slope : kMissing; }},
      {"half_length", "multiple of the trained length where half are exact; infinite beyond those measured",
       [](G g) { return g.half_beyond ? std::numeric_limits<double>::infinity() : g.half.value_or(kMissing); }},
      {"score", "bits right above chance, mean over lengths, median", median_of<&Result::score>},
      {"entropy", "of read weightings, fraction of uniform", median_of<&Result::entropy>},
      {"read_slots", "effective slots of a read weighting", median_of<&Result::read_slots>},
      {"write_slots", "effective slots of a write weighting", median_of<&Result::write_slots>},
      {"lead", "nats, of the best score over the second best", median_of<&Result::lead>},
      {"lead_needed", "nats, for a weight of 0.99", median_of<&Result::lead_needed>},
      {"parameters", "trained", median_of<&Result::parameters>},
      {"flops_per_sequence", "counted, to learn from one", median_of<&Result::flops>},
      {"seconds_per_sequence", "wall time, evaluations included", median_of<&Result::seconds>},
  };
}

}  // namespace memnet
