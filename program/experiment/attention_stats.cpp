#include "program/experiment/attention_stats.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "memnet/data/purposes.hpp"
#include "program/records/record.hpp"

namespace memnet {
namespace {

constexpr int kCostedLengths = 16;  // at most
constexpr std::size_t kEpisodes = 32;
constexpr double kSharp = 0.99;  // the weight on one slot that lead_needed is about

// A mean that is built up; NaN of nothing.
struct Mean {
  double sum = 0;
  int count = 0;
  void add(double x) { sum += x, ++count; }
  double value() const { return count == 0 ? kMissing : sum / count; }
};

struct HeadFigures {
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

// Which steps of example b count for read heads and for write heads.
struct Steps {
  Steps(const Batch& batch, int b) : read(batch.mask.size()), write(read.size(), true) {
    for (std::size_t t = 0; t < read.size(); ++t) {
      read[t] = *batch.mask[t].value(b) != 0;
      write[t] = !read[t] && (t == 0 || write[t - 1]);
    }
    for (std::vector<bool>* steps : {&read, &write})
      if (std::ranges::find(*steps, true) == steps->end()) steps->assign(steps->size(), true);
  }
  std::vector<bool> read, write;
};

struct Figure {
  const char* name;
  const char* unit;
  double (*value)(const HeadFigures& head);
};
constexpr std::array<Figure, 5> kFigures = {{
    {"entropy", "fraction of that of a uniform weighting", [](const HeadFigures& h) { return h.entropy.value(); }},
    {"effective_slots", "slots", [](const HeadFigures& h) { return h.effective_slots.value(); }},
    {"largest_weight", "", [](const HeadFigures& h) { return h.largest_weight.value(); }},
    {"lead", "nats", [](const HeadFigures& h) { return h.lead.value(); }},
    {"lead_needed", "nats", [](const HeadFigures& h) { return h.lead_needed(); }},
}};

}  // namespace

std::vector<std::pair<std::string, double>> count_cost(const Task& task, const Params& params, BatchRunner& runner) {
  const TaskSpec spec = task.spec();
  const int lengths = std::min(kCostedLengths, spec.longest - spec.shortest + 1);
  std::vector<Scalar> gradient(params.values().size());
  double flops = 0;
  for (int i = 0; i < lengths; ++i) {
    const int length = lengths == 1 ? spec.longest : spec.shortest + i * (spec.longest - spec.shortest) / (lengths - 1);
    runner.learn(purposes::kCost, static_cast<std::uint64_t>(i), std::span(&length, 1), gradient);
    flops += runner.flops();
  }
  return {{"parameters", static_cast<double>(params.count())}, {"flops_per_sequence", flops / lengths}};
}

RunRecord::Figures measure_attention(const Task& task, const Model& model, const Params& params, std::uint64_t seed) {
  std::vector<Episode> episodes(kEpisodes);
  for (std::size_t i = 0; i < kEpisodes; ++i)
    sample_episode(task, {seed, purposes::kAttention, i, task.spec().longest, Split::test}, model.input_form(),
                   episodes[i]);
  Tape tape;
  tape.trace(true);
  tape.bind(params);
  const Batch batch = make_batch(tape, episodes, model.input_form());
  std::vector<Steps> counting;
  for (int b = 0; b < batch.size; ++b) counting.emplace_back(batch, b);
  model.forward(tape, batch);

  RunRecord::Figures attention;
  for (const Tape::Mark& mark : tape.marks()) {
    const std::string head = mark.name.substr(0, mark.name.rfind('/'));
    if (mark.name == head + "/weighting" && std::ranges::find(attention.of, head) == attention.of.end())
      attention.of.push_back(head);
  }
  std::vector<HeadFigures> heads(attention.of.size());
  for (const Tape::Mark& mark : tape.marks()) {
    const auto named = std::ranges::find(attention.of, mark.name.substr(0, mark.name.rfind('/')));
    const bool weighting = mark.name.ends_with("/weighting");
    if (named == attention.of.end() || !(weighting || mark.name.ends_with("/scores"))) continue;
    HeadFigures& head = heads[static_cast<std::size_t>(named - attention.of.begin())];
    head.slots = mark.value.size();
    for (std::size_t b = 0; b < kEpisodes; ++b) {
      const std::vector<bool>& steps = named->starts_with("write") ? counting[b].write : counting[b].read;
      const auto t = static_cast<std::size_t>(mark.step);
      if (t >= steps.size() || !steps[t]) continue;
      const Scalar* numbers = mark.value.value(static_cast<int>(b));
      weighting ? head.add_weighting(numbers) : head.add_scores(numbers);
    }
  }
  if (heads.empty()) return attention;
  for (const Figure& figure : kFigures) {
    attention.figures.push_back({figure.name, figure.unit, {}});
    for (const HeadFigures& head : heads) attention.figures.back().values.push_back(figure.value(head));
  }
  return attention;
}

}  // namespace memnet
