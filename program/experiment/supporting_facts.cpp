#include "program/experiment/supporting_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "memnet/data/purposes.hpp"
#include "memnet/train/batch_runner.hpp"
#include "program/records/record.hpp"

namespace memnet {
namespace {

constexpr std::size_t kTogether = 50;  // episodes in a batch

// What is counted of a part.
struct Count {
  double questions = 0, wrong = 0;
  double known = 0, all_found = 0;  // questions whose supporting facts are known
  std::vector<double> hits;         // for each hop
  double right = 0, right_unsupported = 0;
};

// The sentence that a weighting looks at most: slots hold the newest sentences, in their order.
int most_attended(Var weighting, int b, int sentences) {
  const int kept = std::min(sentences, weighting.rows());
  const Scalar* w = weighting.value(b);
  return sentences - kept + static_cast<int>(std::max_element(w, w + kept) - w);
}

void count_supports(Count& count, const Story& story, int question, bool wrong, std::span<const Var> hops, int b) {
  const std::span<const int> facts = story.supports[question];
  if (facts.empty() || hops.empty()) return;
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

void count_batch(std::vector<Count>& counts, const Model& model, const Params& params,
                 std::span<const Episode> episodes) {
  Tape tape;
  tape.trace(true);
  tape.bind(params);
  const Batch batch = make_batch(tape, episodes, model.input_form());
  const std::span<const Var> logits = model.forward(tape, batch);
  // The weightings over sentences of each step.
  std::vector<std::vector<Var>> hops(logits.size());
  for (const Tape::Mark& mark : tape.marks())
    if (mark.name.ends_with("/weighting") && std::string_view(mark.axis) == "sentence")
      hops[static_cast<std::size_t>(mark.step)].push_back(mark.value);
  for (int b = 0; b < batch.size; ++b) {
    const Episode& episode = episodes[static_cast<std::size_t>(b)];
    for (int q = 0; q < episode.story.questions.size(); ++q) {
      const auto step = static_cast<std::size_t>(
          model.input_form() == InputForm::story ? q : episode.story.answered_at[static_cast<std::size_t>(q)]);
      const bool wrong = wrong_answers(batch.answers, logits[step], batch.targets[step], b) > 0;
      Count& count = counts[static_cast<std::size_t>(episode.part)];
      ++count.questions;
      count.wrong += wrong ? 1 : 0;
      count_supports(count, episode.story, q, wrong, hops[step], b);
    }
  }
}

}  // namespace

RunRecord::Figures measure_questions(const Task& task, const Model& model, const Params& params, std::uint64_t seed,
                                     int episodes) {
  RunRecord::Figures figures;
  const TaskSpec spec = task.spec();
  if (spec.words == 0 || (model.input_form() != InputForm::story && spec.answers != TargetKind::word)) return figures;
  figures.of = task.subtask_names();
  if (figures.of.empty()) figures.of = {"all"};
  std::vector<Count> counts(figures.of.size());
  const auto all = static_cast<std::size_t>(task.count(Split::test) > 0 ? task.count(Split::test) : episodes);
  std::vector<Episode> batch;
  for (std::size_t first = 0; first < all; first += kTogether) {
    batch.resize(std::min(kTogether, all - first));
    for (std::size_t i = 0; i < batch.size(); ++i)
      sample_episode(task, {seed, purposes::kFinal, first + i, spec.longest, Split::test}, model.input_form(),
                     batch[i]);
    count_batch(counts, model, params, batch);
  }

  const auto add = [&](const std::string& name, const char* unit, auto value) {
    figures.figures.push_back({name, unit, {}});
    for (const Count& count : counts) figures.figures.back().values.push_back(value(count));
  };
  const auto rate = [](double some, double of) { return of == 0 ? kMissing : some / of; };
  add("questions", "", [](const Count& c) { return c.questions; });
  if (spec.answers == TargetKind::word)
    add("error_rate", "wrong answers per question", [&](const Count& c) { return rate(c.wrong, c.questions); });
  else
    add("exact", "fraction of questions", [&](const Count& c) { return rate(c.questions - c.wrong, c.questions); });
  std::size_t hops = 0;
  for (const Count& count : counts) hops = std::max(hops, count.hits.size());
  for (std::size_t k = 0; k < hops; ++k)
    add(fmt::format("hop{}_supported", k), "fraction of questions",
        [&](const Count& c) { return c.hits.empty() ? kMissing : rate(c.hits[k], c.known); });
  if (hops == 0) return figures;
  add("all_found", "fraction of questions", [&](const Count& c) { return rate(c.all_found, c.known); });
  add("right_unsupported", "fraction of right answers",
      [&](const Count& c) { return rate(c.right_unsupported, c.right); });
  return figures;
}

}  // namespace memnet
