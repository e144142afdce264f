#include "program/comparison/effects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "memnet/base/error.hpp"
#include "memnet/data/purposes.hpp"
#include "program/comparison/comparison.hpp"
#include "program/records/mean.hpp"
#include "program/records/scheme_name.hpp"

namespace memnet {
namespace {

// Returns the mean error at the evaluated lengths whose multiples fulfill a condition.
template <class Condition>
double errors_where(const RunResult& result, Condition condition) {
  Mean mean;
  for (std::size_t i = 0; i < result.multiples.size(); ++i)
    if (condition(result.multiples[i])) mean.add(result.errors[i]);
  return mean.value();
}

// Returns the schemes that a text names. Tables show the addressing of a model that is no preset of it ("rnnsearch
// additive | softmax"); the model is enough if it is compared with one.
std::vector<const ComparedScheme*> schemes_named(const ComparisonResult& comparison, const std::string& text) {
  const std::string label = shortened(SchemeName::parse(text).text());
  std::vector<const ComparedScheme*> found;
  std::vector<std::string> names;
  for (const ComparedScheme& scheme : comparison.schemes) {
    names.push_back(scheme.name);
    if (scheme.name == text) return {&scheme};
    if (shortened(scheme.place.front()) == label) found.push_back(&scheme);
  }
  if (found.empty())
    for (const ComparedScheme& scheme : comparison.schemes)
      if (SchemeName::parse(scheme.place.front()).model == text) found.push_back(&scheme);
  if (found.empty() || std::ranges::any_of(found, [&](const ComparedScheme* scheme) {
        return scheme->place.front() != found.front()->place.front();
      }))
    fail(ErrorKind::usage, "against = {}: this scheme is not compared; take one of {}", text, fmt::join(names, ", "));
  return found;
}

// Returns the one of these schemes that a scheme is compared with, nullptr if it is one of them or there is none.
const ComparedScheme* reference_for(const ComparedScheme& scheme, const std::vector<const ComparedScheme*>& named) {
  if (std::ranges::find(named, &scheme) != named.end()) return nullptr;
  if (named.size() == 1) return named.front();
  const auto same = std::ranges::find_if(named, [&](const ComparedScheme* other) {
    return std::equal(scheme.place.begin() + 1, scheme.place.end(), other->place.begin() + 1, other->place.end());
  });
  return same == named.end() ? nullptr : *same;
}

Interval interval_of_solved(const std::vector<double>& values, const std::vector<double>& others) {
  SolvedPairs pairs;
  for (std::size_t i = 0; i < values.size(); ++i)
    ++(values[i] == 1   ? others[i] == 1 ? pairs.both : pairs.only_first
       : others[i] == 1 ? pairs.only_second
                        : pairs.neither);
  return solved_difference_interval(pairs);
}

// Returns the effect of one outcome, nothing if no seed has a value of both groups.
std::optional<Effect> effect_of(const SeedGroup& group, const SeedGroup& other, const ComparedValue& outcome) {
  std::vector<double> values, others, differences;
  for (const RunResult& result : group.results) {
    const auto same_seed = std::ranges::find(other.results, result.seed, &RunResult::seed);
    if (same_seed == other.results.end()) continue;
    const double value = outcome.value(result), reference = outcome.value(*same_seed);
    if (std::isnan(value) || std::isnan(reference)) continue;
    values.push_back(value);
    others.push_back(reference);
    differences.push_back(value - reference);
  }
  if (differences.empty()) return std::nullopt;
  const RandomStream stream(0, purposes::kComparison);
  Effect effect;
  effect.task = group.place.front();
  effect.seeds = static_cast<int>(differences.size());
  effect.difference = std::accumulate(differences.begin(), differences.end(), 0.0) / effect.seeds;
  effect.interval =
      outcome.is_solved ? interval_of_solved(values, others) : mean_difference_interval(differences, stream);
  effect.p = sign_flip_p(differences, stream);
  return effect;
}

// Corrects the p values of each outcome for their number.
void correct(std::vector<Effect>& effects) {
  for (std::size_t outcome = 0; outcome < outcomes().size(); ++outcome) {
    std::vector<double> p;
    for (const Effect& effect : effects)
      if (effect.outcome == outcome) p.push_back(effect.p);
    const std::vector<double> corrected = holm(p);
    std::size_t next = 0;
    for (Effect& effect : effects)
      if (effect.outcome == outcome) effect.p_holm = corrected[next++];
  }
}

}  // namespace

const std::vector<ComparedValue>& outcomes() {
  using R = const RunResult&;
  static const std::vector<ComparedValue> kOutcomes = {
      {"solved", "solved, %", true, [](R r) { return r.solved ? 1.0 : 0.0; }},
      {"errors", "errors", false, [](R r) { return errors_where(r, [](double multiple) { return multiple == 1; }); }},
      {"errors_beyond", "errors beyond", false,
       [](R r) { return errors_where(r, [](double multiple) { return multiple > 1; }); }},
  };
  return kOutcomes;
}

Effects effects_against(const ComparisonResult& comparison, const std::string& against) {
  const std::vector<const ComparedScheme*> named = schemes_named(comparison, against);
  Effects effects{.against = against, .list = {}};
  for (const std::string& task : comparison.tasks())
    for (std::size_t s = 0; s < comparison.schemes.size(); ++s) {
      const ComparedScheme* reference = reference_for(comparison.schemes[s], named);
      const SeedGroup* group = comparison.group_of(task, comparison.schemes[s]);
      const SeedGroup* other = reference == nullptr ? nullptr : comparison.group_of(task, *reference);
      if (group == nullptr || other == nullptr) continue;
      for (std::size_t outcome = 0; outcome < outcomes().size(); ++outcome) {
        std::optional<Effect> effect = effect_of(*group, *other, outcomes()[outcome]);
        if (!effect) continue;
        effect->scheme = s;
        effect->outcome = outcome;
        effects.list.push_back(std::move(*effect));
      }
    }
  correct(effects.list);
  return effects;
}

}  // namespace memnet
