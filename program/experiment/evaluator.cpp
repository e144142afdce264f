#include "program/experiment/evaluator.hpp"

#include <algorithm>
#include <cmath>

#include "memnet/base/error.hpp"
#include "memnet/data/baseline.hpp"
#include "memnet/data/purposes.hpp"
#include "program/records/solved.hpp"

namespace memnet {

struct Evaluator::Metric {
  const char* name;
  const char* unit;
  double (*value)(const Measured& measured);
  bool (*applies)(const Evaluator& evaluator) = [](const Evaluator&) { return true; };
};

const std::array<Evaluator::Metric, 12> Evaluator::kMetrics = {{
    {"loss", "nats per scored answer", [](const Measured& m) { return m.counts.loss(); }},
    {"bits_per_sequence", "bits per sequence", [](const Measured& m) { return m.counts.bits_per_sequence(); }},
    {"errors", "wrong answers per sequence", [](const Measured& m) { return m.counts.errors(); }},
    {"error_rate", "wrong answers per scored answer", [](const Measured& m) { return m.counts.error_rate(); }},
    {"exact", "fraction of sequences without error", [](const Measured& m) { return m.counts.exact(); }},
    {"excess_bits", "bits per sequence above the best possible answer",
     [](const Measured& m) { return m.counts.excess_bits(); }},
    {"errors_without_memory", "wrong answers per sequence", [](const Measured& m) { return m.errors_without_memory; }},
    {"items", "items to store, at most", [](const Measured& m) { return m.items == 0 ? kMissing : m.items; }},
    {"slots", "memory slots", [](const Measured& m) { return m.slots == 0 ? kMissing : m.slots; }},
    {"gradient_variance", "sum over the parameters, from one draw of choices to another",
     [](const Measured& m) { return m.gradient_variance; },
     [](const Evaluator& evaluator) { return evaluator.draws(); }},
    {"before_error", "fraction of an answer before its first error",
     [](const Measured& m) { return m.counts.share_before_error(); },
     [](const Evaluator& evaluator) { return evaluator.writes(); }},
    {"forced_errors",
     "wrong answers per sequence under teacher forcing: each word is predicted from the right words before it",
     [](const Measured& m) { return m.counts.forced_errors(); },
     [](const Evaluator& evaluator) { return evaluator.writes(); }},
}};

std::vector<const Evaluator::Metric*> Evaluator::metrics() const {
  std::vector<const Metric*> some;
  for (const Metric& metric : kMetrics)
    if (metric.applies(*this)) some.push_back(&metric);
  return some;
}

RunRecord::Sweeps Evaluator::empty_sweeps() const {
  const std::vector<int> lengths = experiment_.sweep_lengths();
  RunRecord::Sweeps sweeps;
  sweeps.lengths.assign(lengths.begin(), lengths.end());
  for (const Metric* metric : metrics()) sweeps.metrics.push_back({metric->name, metric->unit, {}});
  return sweeps;
}

Evaluator::Evaluator(const Experiment& experiment, Trainer& trainer, Threads& threads)
    : experiment_(experiment), trainer_(trainer), threads_(threads), memory_(experiment) {}

void Evaluator::add_evaluation(RunRecord::Sweeps& into) {
  sweep(into, {purposes::kEvaluate, Split::validation}, into.sequences.size(), experiment_.evaluate.sequences);
}

Evaluator::Evaluation Evaluator::evaluate_final() { return evaluate({purposes::kFinal, Split::test}); }

Evaluator::Evaluation Evaluator::evaluate_fresh() { return evaluate({purposes::kFresh, Split::test}); }

bool Evaluator::solves_final() {
  const int longest = experiment_.task->spec().longest;
  // A fixed test split is only for the evaluation after training.
  const bool is_endless = experiment_.task->count(Split::test) == 0;
  const Purpose last =
      is_endless ? Purpose{purposes::kFinal, Split::test} : Purpose{purposes::kEvaluate, Split::validation};
  return solved(answer(longest, experiment_.evaluate.final_sequences, last, set_of(longest), search()).counts,
                *experiment_.task);
}

Evaluator::Evaluation Evaluator::evaluate(Purpose purpose) {
  Evaluation evaluation{.sweep = empty_sweeps(), .parts = {}};
  evaluation.parts = parts(purpose, sweep(evaluation.sweep, purpose, 0, experiment_.evaluate.final_sequences));
  return evaluation;
}

RunRecord::NamedColumns Evaluator::parts(Purpose purpose, const std::vector<Measured>& measured) {
  const TaskSpec spec = experiment_.task->spec();
  const std::uint64_t set = set_of(spec.longest);
  if (!writes() || set == measured.size()) return {};
  const auto counts = [&](bool length_is_told) {
    if (length_is_told == experiment_.evaluate.length_is_told) return measured[set].by_subtask;
    const Search other{experiment_.evaluate.beam, length_is_told};
    return answer(spec.longest, experiment_.evaluate.final_sequences, purpose, set, other).by_subtask;
  };
  PartCounts parts{.untold = counts(false), .told = {}};
  if (spec.answers_end) parts.told = counts(true);
  return answers_by_part(*experiment_.task, parts);
}

std::uint64_t Evaluator::set_of(int length) const {
  const std::vector<int> lengths = experiment_.sweep_lengths();
  return static_cast<std::uint64_t>(std::ranges::find(lengths, length) - lengths.begin());
}

std::vector<Evaluator::Measured> Evaluator::sweep(RunRecord::Sweeps& into, Purpose purpose, std::uint64_t evaluation,
                                                  int sequences) {
  const std::vector<int> lengths = experiment_.sweep_lengths();
  std::vector<Measured> measured;  // at each length
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    measured.push_back(answer(lengths[i], sequences, purpose, evaluation * lengths.size() + i, search()));
    if (draws() && lengths[i] == experiment_.task->spec().longest)
      measured.back().gradient_variance = trainer_.choice_variance();
  }
  into.sequences.push_back(static_cast<double>(trainer_.state.sequences));
  const std::vector<const Metric*> applied = metrics();
  for (const Measured& at_length : measured)
    for (std::size_t m = 0; m < applied.size(); ++m) into.metrics[m].values.push_back(applied[m]->value(at_length));
  return measured;
}

Evaluator::Measured Evaluator::prepare(int length, int sequences, Purpose purpose, std::uint64_t first) {
  const Task& task = *experiment_.task;
  Measured measured;
  int filled = 0;
  const bool is_endless = task.count(purpose.split) == 0;  // a data set has no longer episodes than the trained ones
  Episode episode;
  for (int i = 0; is_endless && i < sequences; ++i) {
    sample_episode(task, {experiment_.seed, purpose.name, first + static_cast<std::uint64_t>(i), length, purpose.split},
                   experiment_.model->input_form(), episode);
    filled = std::max(filled, experiment_.model->slots_filled(episode));
    measured.items = std::max(measured.items, episode.items());
  }
  measured.slots = memory_.slots_at(length, filled);
  if (!errors_without_memory_.contains(length)) {
    const double errors = errors_without_memory(task, length);  // may be interrupted
    errors_without_memory_[length] = errors;
  }
  measured.errors_without_memory = errors_without_memory_[length];
  return measured;
}

Evaluator::Measured Evaluator::answer(int length, int sequences, Purpose purpose, std::uint64_t set,
                                      const Search& search) {
  if (const int all = experiment_.task->count(purpose.split); all > 0) sequences = all;
  const std::vector<int> lengths(static_cast<std::size_t>(sequences), length);
  const std::uint64_t first = set * static_cast<std::uint64_t>(sequences);
  Measured measured = prepare(length, sequences, purpose, first);
  const auto evaluate = [&](BatchRunner& runner) {
    runner.draw_in_evaluations(experiment_.evaluate.choices == "drawn");
    runner.set_search(search);
    measured.counts = runner.evaluate(purpose.name, first, lengths, purpose.split);
    measured.by_subtask = runner.counts_by_subtask();
    if (!std::isfinite(measured.counts.nats))
      fail(ErrorKind::diverged,
           "diverged by sequence {}: at length {}, {} is not finite; try a lower train.learning_rate, or "
           "train.clip_norm",
           trainer_.state.sequences, length, runner.locate_nonfinite(purpose.name, first, lengths, purpose.split));
  };
  if (memory_.is_resized(measured.slots)) {
    const ResizedNetwork network = memory_.resized(measured.slots);
    BatchRunner runner(*experiment_.task, *network.model, network.params, threads_, experiment_.train.shard,
                       experiment_.seed);
    evaluate(runner);
  } else {
    evaluate(trainer_.runner());
  }
  return measured;
}

}  // namespace memnet
