#include "program/experiment/supporting_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>
#include <vector>

#include "memnet/data/purposes.hpp"
#include "memnet/train/batch_runner.hpp"
#include "program/records/record.hpp"

namespace memnet {
namespace {

constexpr std::size_t kBatch = 50;  // episodes

// The counts of a subtask.
struct Count {
  double questions = 0, wrong = 0;
  double known = 0, all_found = 0;  // questions whose supporting facts are known
  std::vector<double> hits;         // for each hop: questions whose most attended sentence is a supporting fact
  double right = 0, right_unsupported = 0;
  double lost = 0, findable = 0;  // of those with known facts
  double unseen = 0;
};

// Returns the sentence with the largest weight. The slots hold the newest sentences, in their order.
int most_attended(Var weighting, int b, int sentences) {
  const int kept = std::min(sentences, weighting.rows());
  const Scalar* w = weighting.value(b);
  return sentences - kept + static_cast<int>(std::max_element(w, w + kept) - w);
}

// Counts whether the memory still holds all facts, and whether there are hops enough to find each of them.
void count_possible(Count& count, std::span<const int> facts, int sentences, std::span<const Var> hops) {
  int kept = 0;
  for (const Var hop : hops) kept = std::max(kept, std::min(sentences, hop.rows()));
  const bool is_lost = *std::ranges::min_element(facts) < sentences - kept;
  const bool are_few = std::set<int>(facts.begin(), facts.end()).size() <= hops.size();
  count.lost += is_lost ? 1 : 0;
  count.findable += !is_lost && are_few ? 1 : 0;
}

void count_supports(Count& count, const Context& story, int question, bool wrong, std::span<const Var> hops, int b) {
  const std::span<const int> facts = story.supports[question];
  if (facts.empty() || hops.empty()) return;
  count_possible(count, facts, story.sentences.size(), hops);
  count.hits.resize(hops.size());
  std::vector<int> seen;
  for (std::size_t k = 0; k < hops.size(); ++k) {
    seen.push_back(most_attended(hops[k], b, story.sentences.size()));
    if (std::ranges::find(facts, seen.back()) != facts.end()) ++count.hits[k];
  }
  const auto was_seen = [&](int fact) { return std::ranges::find(seen, fact) != seen.end(); };
  ++count.known;
  count.all_found += std::ranges::all_of(facts, was_seen) ? 1 : 0;
  if (wrong) return;
  ++count.right;
  count.right_unsupported += std::ranges::none_of(facts, was_seen) ? 1 : 0;
}

// Returns the answers of the training split, where the answers are words.
std::set<int> trained_answers(const Task& task) {
  std::set<int> answers;
  Episode episode;
  for (int i = 0; i < task.count(Split::train); ++i) {
    task.fetch(Split::train, i, episode);
    for (const int step : episode.context.answered_at) answers.insert(static_cast<int>(episode.targets(0, step)));
  }
  return answers;
}

// Returns the steps of an episode that answer its questions; without a story, those that are scored.
std::vector<int> steps_of_answers(const Episode& episode) {
  if (!episode.context.empty()) return episode.context.answered_at;
  std::vector<int> steps;
  for (int t = 0; t < episode.steps(); ++t)
    if (episode.mask(0, t) != 0) steps.push_back(t);
  return steps;
}

// Adds the counts of a batch, and to `names` those of its hops.
void count_batch(std::vector<Count>& counts, std::vector<std::string>& names, const TaskSpec& spec,
                 const std::set<int>& trained, const Model& model, const Params& params,
                 std::span<const Episode> episodes) {
  Tape tape;
  tape.enable_tracing(true);
  tape.bind(params);
  const Batch batch = make_batch(tape, episodes, model.input_form());
  const std::span<const Var> logits = model.forward(tape, batch);
  // The weightings over sentences at each step.
  std::vector<std::vector<Var>> hops(logits.size());
  for (const Tape::Traced& traced : tape.traced()) {
    if (traced.role != TracedRole::weighting || traced.axis != TracedAxis::sentence) continue;
    hops[static_cast<std::size_t>(traced.step)].push_back(traced.value);
    if (std::ranges::find(names, traced.head) == names.end()) names.push_back(traced.head);
  }
  for (int b = 0; b < batch.size; ++b) {
    const Episode& episode = episodes[static_cast<std::size_t>(b)];
    const std::vector<int> steps = steps_of_answers(episode);
    for (std::size_t q = 0; q < steps.size(); ++q) {
      const std::size_t step = model.input_form() == InputForm::context ? q : static_cast<std::size_t>(steps[q]);
      const bool wrong = wrong_answers(batch.answers, spec.tolerance, logits[step], batch.targets[step], b) > 0;
      Count& count = counts[static_cast<std::size_t>(episode.subtask_at(steps[q]))];
      ++count.questions;
      count.wrong += wrong ? 1 : 0;
      const Scalar answer = episode.targets(0, steps[q]);
      count.unseen += !trained.empty() && !trained.contains(static_cast<int>(answer)) ? 1 : 0;
      if (!episode.context.empty()) count_supports(count, episode.context, static_cast<int>(q), wrong, hops[step], b);
    }
  }
}

}  // namespace

RunRecord::NamedColumns measure_questions(const Task& task, const Model& model, const Params& params,
                                          std::uint64_t seed, int episodes) {
  RunRecord::NamedColumns table;
  const TaskSpec spec = task.spec();
  const TargetKindEntry& kind = entry_of(spec.answers);
  table.names = task.subtask_names();
  const bool can_read = model.input_form() == InputForm::context || kind.one_word;
  if (spec.has_sources()) return {};
  if (spec.words > 0 ? !can_read : table.names.empty()) return {};
  if (table.names.empty()) table.names = {"all"};
  std::vector<Count> counts(table.names.size());
  const auto all = static_cast<std::size_t>(task.count(Split::test) > 0 ? task.count(Split::test) : episodes);
  const std::set<int> trained = kind.one_word ? trained_answers(task) : std::set<int>();
  std::vector<std::string> hops;
  std::vector<Episode> batch;
  for (std::size_t first = 0; first < all; first += kBatch) {
    batch.resize(std::min(kBatch, all - first));
    for (std::size_t i = 0; i < batch.size(); ++i)
      sample_episode(task, {seed, purposes::kFinal, first + i, spec.longest, Split::test}, model.input_form(),
                     batch[i]);
    count_batch(counts, hops, spec, trained, model, params, batch);
  }

  const auto add = [&](const std::string& name, const char* unit, auto value) {
    table.columns.push_back({name, unit, {}});
    for (const Count& count : counts) table.columns.back().values.push_back(value(count));
  };
  const auto rate = [](double some, double of) { return of == 0 ? kMissing : some / of; };
  add("questions", "", [](const Count& c) { return c.questions; });
  if (kind.one_word)
    add("error_rate", "wrong answers per question", [&](const Count& c) { return rate(c.wrong, c.questions); });
  else
    add("exact", "fraction of questions", [&](const Count& c) { return rate(c.questions - c.wrong, c.questions); });
  const auto any = [&](auto holds) { return std::ranges::any_of(counts, holds); };
  if (any([](const Count& c) { return c.unseen > 0; }))
    add("unseen_answers", "questions", [](const Count& c) { return c.unseen; });
  if (hops.empty()) return table;
  for (std::size_t k = 0; k < hops.size(); ++k)
    add(hops[k] + "_supported", "fraction of questions",
        [&](const Count& c) { return c.hits.empty() ? kMissing : rate(c.hits[k], c.known); });
  add("all_found", "fraction of questions", [&](const Count& c) { return rate(c.all_found, c.known); });
  add("right_unsupported", "fraction of right answers",
      [&](const Count& c) { return rate(c.right_unsupported, c.right); });
  if (any([](const Count& c) { return c.findable < c.known; }))
    add("all_findable", "fraction of questions", [&](const Count& c) { return rate(c.findable, c.known); });
  if (any([](const Count& c) { return c.lost > 0; }))
    add("lost_facts", "questions", [](const Count& c) { return c.lost; });
  return table;
}

}  // namespace memnet
