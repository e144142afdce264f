#include "program/experiment/attention_stats.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "memnet/data/purposes.hpp"
#include "program/records/mean.hpp"
#include "program/records/record.hpp"
#include "program/records/solved.hpp"

namespace memnet {
namespace {

constexpr int kMostCostLengths = 32;
constexpr int kMostOfALength = 8;  // sequences whose cost is counted, if it is not the same for all
constexpr std::size_t kEpisodes = 32;
constexpr double kSharp = 0.99;  // the weight of one slot for which lead_needed is computed

struct HeadStatistics {
  Mean entropy, effective_slots, largest_weight, lead, gate, inner_steps, choice_probability, right_places,
      weight_on_facts, slots;

  void add_weighting(const Scalar* w, int slots) {
    double sum = 0, largest = 0, entropy_nats = 0;
    for (int i = 0; i < slots; ++i) sum += static_cast<double>(w[i]);
    if (!(sum > 0)) return;
    for (int i = 0; i < slots; ++i) {
      const double share = static_cast<double>(w[i]) / sum;
      if (share > 0) entropy_nats -= share * std::log(share);
      largest = std::max(largest, share);
    }
    entropy.add(slots == 1 ? 0 : entropy_nats / std::log(slots));
    effective_slots.add(std::exp(entropy_nats));
    largest_weight.add(largest);
  }

  void add_scores(const Scalar* scores, int slots) {
    if (slots == 1) return;
    double best = -std::numeric_limits<double>::infinity(), second = best;
    for (int i = 0; i < slots; ++i) {
      const double score = static_cast<double>(scores[i]);
      second = std::max(second, std::min(best, score));
      best = std::max(best, score);
    }
    lead.add(best - second);
  }

  void add_halting(const Scalar* weights, int most) {
    inner_steps.add(static_cast<double>(std::count_if(weights, weights + most, [](Scalar w) { return w != 0; })));
  }

  double lead_needed() const {
    return slots.value() > 1 ? std::log(kSharp * (slots.value() - 1) / (1 - kSharp)) : kMissing;
  }
};

// The steps at which the heads of example b are measured; they depend on the kind of head.
class CountedSteps {
 public:
  CountedSteps(const Batch& batch, int b) : all_(batch.mask.size(), true) {
    const auto marked = [&](std::span<const Var> values) {
      std::vector<bool> steps;
      for (const Var value : values) steps.push_back(*value.value(b) != 0);
      return std::ranges::find(steps, true) == steps.end() ? all_ : steps;
    };
    scored_ = marked(batch.mask);
    shown_ = marked(batch.item_shown);
  }

  bool includes(TracedKind kind, std::size_t step) const {
    const std::vector<bool>& steps = kind == TracedKind::write ? shown_ : kind == TracedKind::memory ? all_ : scored_;
    return step < steps.size() && steps[step];
  }

 private:
  std::vector<bool> all_, scored_, shown_;
};

// Which place of a context a weight is for, where a model may look at more or fewer places than the context has: on a
// grid, or in a line, that covers the same image, or the same words.
class PlacesLookedAt {
 public:
  // Takes the largest context of a batch.
  PlacesLookedAt(const Task& task, const Model& model, std::span<const Episode> episodes)
      : across_(std::max(model.places_across(), 1)) {
    const TaskSpec spec = task.spec();
    is_known_ = spec.has_sources() && model.places_are_in_order();
    places_across_ = model.places_across() > 0 ? spec.places_across : 1;
    for (const Episode& episode : episodes) places_ = std::max(places_, episode.context.places());
  }

  // Returns whether the largest of the weights [N] is for one of these places; nothing if that is not known.
  std::optional<bool> finds(const Scalar* w, int N, std::span<const int> places) const {
    if (places.empty() || !is_known_) return std::nullopt;
    const auto most = static_cast<int>(std::max_element(w, w + N) - w);
    const int down = below(most / across_, N / across_, places_ / places_across_),
              beside = below(most % across_, across_, places_across_);
    return std::ranges::find(places, down * places_across_ + beside) != places.end();
  }

 private:
  // Returns which of `places` parts of a line the middle of part i of `parts` is in.
  static int below(int i, int parts, int places) { return (2 * i + 1) * places / (2 * parts); }

  bool is_known_ = false;
  int across_, places_across_ = 1, places_ = 0;
};

struct Statistic {
  const char* name;
  const char* unit;
  double (*value)(const HeadStatistics& head);
  bool only_if_known = false;  // whether there is no such column if no head has a number in it
};
constexpr std::array<Statistic, 9> kStatistics = {{
    {"entropy", "fraction of that of a uniform weighting", [](const HeadStatistics& h) { return h.entropy.value(); }},
    {"effective_slots", "slots", [](const HeadStatistics& h) { return h.effective_slots.value(); }},
    {"largest_weight", "", [](const HeadStatistics& h) { return h.largest_weight.value(); }},
    {"lead", "nats", [](const HeadStatistics& h) { return h.gate.value() < 0.5 ? kMissing : h.lead.value(); }},
    {"lead_needed", "nats", [](const HeadStatistics& h) { return h.lead_needed(); }},
    {"inner_steps", "", [](const HeadStatistics& h) { return h.inner_steps.value(); }, true},
    {"choice_probability", "", [](const HeadStatistics& h) { return h.choice_probability.value(); }, true},
    {"right_places", "fraction of answers", [](const HeadStatistics& h) { return h.right_places.value(); }, true},
    {"weight_on_facts", "", [](const HeadStatistics& h) { return h.weight_on_facts.value(); }, true},
}};

// Returns how many slots or places example b has, of those that are traced.
int slots_of(const Tape::Traced& traced, int b) {
  return traced.count ? static_cast<int>(*traced.count.value(b)) : traced.value.size();
}

// Returns the share of questions all facts of which are found; NaN if it is not known.
double facts_found(const RunRecord::NamedColumns& questions) {
  const auto column = [&](const char* name) {
    return std::ranges::find(questions.columns, name, &RunRecord::Column::name);
  };
  const auto asked = column("questions"), found = column("all_found");
  if (asked == questions.columns.end() || found == questions.columns.end()) return kMissing;
  double all = 0, of_which = 0;
  for (std::size_t i = 0; i < found->values.size(); ++i) {
    if (std::isnan(found->values[i])) continue;
    all += asked->values[i];
    of_which += asked->values[i] * found->values[i];
  }
  return all == 0 ? kMissing : of_which / all;
}

// Returns the sum of those of the weights [N] that are of places that an answer follows from; kMissing if these are not
// known, or if the model looks at fewer places than the context has. A sentence is as many places as it has words.
double weight_of_facts(const Context& context, int answer, const Scalar* w, int N) {
  const std::span<const int> facts = context.supports_of(answer);
  if (facts.empty()) return kMissing;
  double sum = 0;
  int place = 0;
  for (int i = 0; i < context.places(); ++i) {
    const int end = place + (context.sentences.size() > 0 ? static_cast<int>(context.sentences[i].size()) : 1);
    if (end > N) return kMissing;
    for (; place < end; ++place)
      if (std::ranges::find(facts, i) != facts.end()) sum += static_cast<double>(w[place]);
  }
  return sum;
}

}  // namespace

std::vector<std::pair<std::string, double>> count_cost(const Task& task, const Model& model, const Params& params,
                                                       Threads& threads) {
  const TaskSpec spec = task.spec();
  const int trained = spec.longest - spec.shortest + 1, lengths = std::min(kMostCostLengths, trained);
  std::vector<Scalar> gradient(params.values().size());
  BatchRunner runner(task, model, params, threads, 1, 0);
  const auto cost_of = [&](int length, int sequence) {
    const auto index = static_cast<std::uint64_t>(length * kMostOfALength + sequence);
    runner.compute_gradient(purposes::kCost, index, std::span(&length, 1), gradient);
    return runner.flops();
  };
  Mean flops;
  for (int i = 0; i < lengths; ++i) {
    // The middle of the i-th part of the trained lengths: if there are few, each of them.
    const int length = spec.shortest + (2 * i + 1) * trained / (2 * lengths);
    Mean of_length;
    for (int sequence = 0; sequence < kMostOfALength; ++sequence) {
      const double cost = cost_of(length, sequence), before = of_length.value();
      of_length.add(cost);
      if (sequence == 1 && cost == before) break;  // the sequences of a length have the same cost
    }
    flops.add(of_length.value());
  }
  return {{"parameters", static_cast<double>(params.count())},
          {"state_bytes", static_cast<double>(model.state_numbers() * sizeof(Scalar))},
          {"flops_per_sequence", flops.value()}};
}

std::vector<std::pair<std::string, double>> costs_of_training(const std::vector<SeriesRow>& series,
                                                              const RunRecord::Sweeps& evaluation,
                                                              const RunRecord::HeadColumns& attention,
                                                              const RunRecord::NamedColumns& questions,
                                                              const Task& task) {
  std::vector<std::pair<std::string, double>> costs;
  if (!series.empty() && series.back().auxiliary_loss != 0)
    costs.emplace_back("auxiliary_loss", series.back().auxiliary_loss);
  Mean variance;
  if (const std::optional<std::size_t> length = trained_length_index(evaluation, task))
    for (std::size_t i = 0; i < evaluation.sequences.size(); ++i)
      variance.add(metric(evaluation, "gradient_variance", i * evaluation.lengths.size() + *length));
  if (!std::isnan(variance.value())) costs.emplace_back("gradient_variance", variance.value());
  for (const char* name : {"inner_steps", "right_places", "weight_on_facts"}) {
    Mean mean;
    for (const RunRecord::Column& column : attention.columns)
      if (column.name == name)
        for (const double number : column.values) mean.add(number);
    if (!std::isnan(mean.value())) costs.emplace_back(name, mean.value());
  }
  if (const double found = facts_found(questions); !std::isnan(found)) costs.emplace_back("facts_found", found);
  return costs;
}

RunRecord::HeadColumns measure_attention(const Task& task, const Model& model, const Params& params,
                                         std::uint64_t seed) {
  std::vector<Episode> episodes(kEpisodes);
  for (std::size_t i = 0; i < kEpisodes; ++i)
    sample_episode(task, {seed, purposes::kAttention, i, task.spec().longest, Split::test}, model.input_form(),
                   episodes[i]);
  Tape tape;
  tape.enable_tracing(true);
  tape.bind(params);
  const Batch batch = make_batch(tape, episodes, model.input_form());
  std::vector<CountedSteps> counted;
  for (int b = 0; b < batch.size; ++b) counted.emplace_back(batch, b);
  model.forward(tape, batch);

  // Where a decoder looks in its source has no facts: it may hold the source in another order.
  const bool knows_facts = model.decoder() == nullptr && model.input_form() == InputForm::context;
  RunRecord::HeadColumns attention;
  for (const Tape::Traced& traced : tape.traced())
    if ((traced.role == TracedRole::weighting || traced.role == TracedRole::halting) &&
        std::ranges::find(attention.names, traced.head) == attention.names.end()) {
      attention.names.push_back(traced.head);
      attention.kinds.push_back(traced.kind);
    }
  std::vector<HeadStatistics> heads(attention.names.size());
  const PlacesLookedAt looked_at(task, model, episodes);
  for (const Tape::Traced& traced : tape.traced()) {
    const auto named = std::ranges::find(attention.names, traced.head);
    if (named == attention.names.end()) continue;
    HeadStatistics& head = heads[static_cast<std::size_t>(named - attention.names.begin())];
    for (std::size_t b = 0; b < kEpisodes; ++b) {
      if (!counted[b].includes(traced.kind, static_cast<std::size_t>(traced.step))) continue;
      const Scalar* numbers = traced.value.value(static_cast<int>(b));
      const int slots = slots_of(traced, static_cast<int>(b));
      if (traced.role == TracedRole::weighting || traced.role == TracedRole::scores) head.slots.add(slots);
      if (traced.role == TracedRole::weighting) head.add_weighting(numbers, slots);
      if (traced.role == TracedRole::weighting && traced.axis == TracedAxis::place)
        if (const std::optional<bool> found =
                looked_at.finds(numbers, traced.value.size(), episodes[b].context.supports_of(traced.step)))
          head.right_places.add(*found ? 1 : 0);
      if (traced.role == TracedRole::weighting && traced.axis == TracedAxis::place && knows_facts)
        if (const double weight = weight_of_facts(episodes[b].context, traced.step, numbers, traced.value.size());
            !std::isnan(weight))
          head.weight_on_facts.add(weight);
      if (traced.role == TracedRole::scores) head.add_scores(numbers, slots);
      if (traced.role == TracedRole::halting) head.add_halting(numbers, traced.value.size());
      if (traced.role == TracedRole::probability) head.choice_probability.add(static_cast<double>(*numbers));
      if (traced.role == TracedRole::gate) head.gate.add(static_cast<double>(*numbers));
    }
  }
  if (heads.empty()) return attention;
  for (const Statistic& statistic : kStatistics) {
    RunRecord::Column column{statistic.name, statistic.unit, {}};
    for (const HeadStatistics& head : heads) column.values.push_back(statistic.value(head));
    const bool known = !std::ranges::all_of(column.values, [](double value) { return std::isnan(value); });
    if (known || !statistic.only_if_known) attention.columns.push_back(std::move(column));
  }
  return attention;
}

}  // namespace memnet
