#include "program/experiment/attention_stats.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "memnet/data/purposes.hpp"
#include "program/records/mean.hpp"

namespace memnet {
namespace {

constexpr int kMostCostLengths = 16;
constexpr std::size_t kEpisodes = 32;
constexpr double kSharp = 0.99;  // the weight of one slot for which lead_needed is computed

struct HeadStatistics {
  Mean entropy, effective_slots, largest_weight, lead;
  int slots = 0;

  void add_weighting(const Scalar* w) {
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

  void add_scores(const Scalar* scores) {
    if (slots == 1) return;
    double best = -std::numeric_limits<double>::infinity(), second = best;
    for (int i = 0; i < slots; ++i) {
      const double score = static_cast<double>(scores[i]);
      second = std::max(second, std::min(best, score));
      best = std::max(best, score);
    }
    lead.add(best - second);
  }

  double lead_needed() const { return slots == 1 ? kMissing : std::log(kSharp * (slots - 1) / (1 - kSharp)); }
};

// The steps at which the heads of example b are measured; they depend on the kind of head.
class CountedSteps {
 public:
  CountedSteps(const Batch& batch, int b)
      : scored_(batch.mask.size()), before_(scored_.size()), all_(scored_.size(), true) {
    for (std::size_t t = 0; t < scored_.size(); ++t) {
      scored_[t] = *batch.mask[t].value(b) != 0;
      before_[t] = !scored_[t] && (t == 0 || before_[t - 1]);
    }
    for (std::vector<bool>* steps : {&scored_, &before_})
      if (std::ranges::find(*steps, true) == steps->end()) *steps = all_;
  }

  bool includes(TracedKind kind, std::size_t step) const {
    const std::vector<bool>& steps = kind == TracedKind::write ? before_ : kind == TracedKind::memory ? all_ : scored_;
    return step < steps.size() && steps[step];
  }

 private:
  std::vector<bool> scored_, before_, all_;  // before_: those before the first scored one
};

struct Statistic {
  const char* name;
  const char* unit;
  double (*value)(const HeadStatistics& head);
};
constexpr std::array<Statistic, 5> kStatistics = {{
    {"entropy", "fraction of that of a uniform weighting", [](const HeadStatistics& h) { return h.entropy.value(); }},
    {"effective_slots", "slots", [](const HeadStatistics& h) { return h.effective_slots.value(); }},
    {"largest_weight", "", [](const HeadStatistics& h) { return h.largest_weight.value(); }},
    {"lead", "nats", [](const HeadStatistics& h) { return h.lead.value(); }},
    {"lead_needed", "nats", [](const HeadStatistics& h) { return h.lead_needed(); }},
}};

}  // namespace

std::vector<std::pair<std::string, double>> count_cost(const Task& task, const Params& params, BatchRunner& runner) {
  const TaskSpec spec = task.spec();
  const int lengths = std::min(kMostCostLengths, spec.longest - spec.shortest + 1);
  std::vector<Scalar> gradient(params.values().size());
  double flops = 0;
  for (int i = 0; i < lengths; ++i) {
    const int length = lengths == 1 ? spec.longest : spec.shortest + i * (spec.longest - spec.shortest) / (lengths - 1);
    runner.compute_gradient(purposes::kCost, static_cast<std::uint64_t>(i), std::span(&length, 1), gradient);
    flops += runner.flops();
  }
  return {{"parameters", static_cast<double>(params.count())}, {"flops_per_sequence", flops / lengths}};
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

  RunRecord::HeadColumns attention;
  for (const Tape::Traced& traced : tape.traced())
    if (traced.role == TracedRole::weighting &&
        std::ranges::find(attention.names, traced.head) == attention.names.end()) {
      attention.names.push_back(traced.head);
      attention.kinds.push_back(traced.kind);
    }
  std::vector<HeadStatistics> heads(attention.names.size());
  for (const Tape::Traced& traced : tape.traced()) {
    const auto named = std::ranges::find(attention.names, traced.head);
    const bool is_weighting = traced.role == TracedRole::weighting;
    if (named == attention.names.end() || !(is_weighting || traced.role == TracedRole::scores)) continue;
    HeadStatistics& head = heads[static_cast<std::size_t>(named - attention.names.begin())];
    head.slots = traced.value.size();
    for (std::size_t b = 0; b < kEpisodes; ++b) {
      if (!counted[b].includes(traced.kind, static_cast<std::size_t>(traced.step))) continue;
      const Scalar* numbers = traced.value.value(static_cast<int>(b));
      is_weighting ? head.add_weighting(numbers) : head.add_scores(numbers);
    }
  }
  if (heads.empty()) return attention;
  for (const Statistic& statistic : kStatistics) {
    attention.columns.push_back({statistic.name, statistic.unit, {}});
    for (const HeadStatistics& head : heads) attention.columns.back().values.push_back(statistic.value(head));
  }
  return attention;
}

}  // namespace memnet
