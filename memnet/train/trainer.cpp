#include "memnet/train/trainer.hpp"

#include <algorithm>
#include <cmath>

#include "memnet/base/error.hpp"
#include "memnet/data/purposes.hpp"
#include "memnet/math/kernels.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void TrainOptions::declare(const Options::Section& options) {
  options.add("sequences", sequences, 1, 2000000000, "number of sequences after which training stops");
  const Options::Section in_parts = options.changeable_at_evaluation();  // the same answers, computed in other parts
  in_parts.add("batch", batch, 1, 100000, "number of sequences in a batch; each batch gives one update");
  in_parts.add("shard", shard, 1, 100000,
               "number of sequences that are computed together; a batch is cut into such shards");
  options.add("same_length", same_length,
              "give all sequences of a batch the same length (no: sample a length for each)");
  options.add("sum", sum, "use the gradient of the summed loss of a batch (no: of the mean loss per answer)");
  options.add("clip_norm", clip_norm, 0, 1e30,
              "largest norm of a gradient; larger ones are scaled down to it; 0: no limit");
  options.add("clip_by", clip_by, {"all", "matrix", "singular_value"},
              "what train.clip_norm limits: all: the norm of the whole gradient; matrix: the norm of each matrix; "
              "singular_value: the largest singular value of each matrix");
  options.add("clip_value", clip_value, 0, 1e30,
              "largest absolute value of a number in a gradient; larger ones are clipped; 0: no limit");
  options.add("log_every", log_every, 1, 1000000000, "number of sequences between two rows of the training series");
  std::vector<std::string> names;
  for (const OptimizerEntry& entry : all_optimizers()) names.emplace_back(entry.name);
  options.add("optimizer", optimizer_name, names, "algorithm that turns gradients into updates");
  optimizer = make_optimizer(optimizer_name);
  optimizer->declare(options / "optimizer");
  schedule.declare(options);
  curriculum.declare(options);
  choices.declare(options);
}

namespace {

// The counters of a TrainState, in the order of the run file. All stay far below 2^53, so a double is exact.
struct Counter {
  const char* name;
  double (*read)(const TrainState& state);
  void (*write)(TrainState& state, double value);
};
#define MEMNET_COUNTER(name, member, type)                                   \
  {                                                                          \
    name, [](const TrainState& s) { return static_cast<double>(s.member); }, \
        [](TrainState& s, double v) { s.member = static_cast<type>(v); }     \
  }
constexpr Counter kCounters[] = {
    MEMNET_COUNTER("updates", updates, std::uint64_t),
    MEMNET_COUNTER("sequences", sequences, std::uint64_t),
    MEMNET_COUNTER("row_updates", updates_since_row, std::uint64_t),
    MEMNET_COUNTER("row_gradient_norms", norms_since_row, double),
    MEMNET_COUNTER("row_sequences", since_row.sequences, double),
    MEMNET_COUNTER("row_scored", since_row.scored, double),
    MEMNET_COUNTER("row_nats", since_row.nats, double),
    MEMNET_COUNTER("row_wrong", since_row.wrong, double),
    MEMNET_COUNTER("row_wrong_sequences", since_row.wrong_sequences, double),
};
// Those of a curriculum that doubles; other states do not have them.
constexpr Counter kCurriculumCounters[] = {
    MEMNET_COUNTER("curriculum_longest", curriculum.longest, double),
    MEMNET_COUNTER("curriculum_sequences", curriculum.sequences, double),
    MEMNET_COUNTER("curriculum_scored", curriculum.scored, double),
    MEMNET_COUNTER("curriculum_nats", curriculum.nats, double),
};
// These stand behind the others where they are not 0, and may be negative.
constexpr Counter kRareCounters[] = {
    MEMNET_COUNTER("row_auxiliary", since_row.auxiliary, double),
    MEMNET_COUNTER("average_loss", average_loss, double),
};
#undef MEMNET_COUNTER

std::vector<Counter> counters_of(const TrainState& state) {
  std::vector<Counter> all(std::begin(kCounters), std::end(kCounters));
  if (state.curriculum.longest > 0)
    all.insert(all.end(), std::begin(kCurriculumCounters), std::end(kCurriculumCounters));
  return all;
}

}  // namespace

std::vector<std::pair<std::string, double>> TrainState::counters() const {
  std::vector<std::pair<std::string, double>> list;
  for (const Counter& counter : counters_of(*this)) list.emplace_back(counter.name, counter.read(*this));
  for (const Counter& counter : kRareCounters)
    if (counter.read(*this) != 0) list.emplace_back(counter.name, counter.read(*this));
  return list;
}

bool TrainState::set_counters(const std::vector<std::pair<std::string, double>>& counters) {
  std::vector<Counter> expected = counters_of(*this);
  const std::size_t usual = expected.size();
  for (const Counter& counter : kRareCounters)
    if (expected.size() < counters.size() && counters[expected.size()].first == counter.name)
      expected.push_back(counter);
  if (counters.size() != expected.size()) return false;
  for (std::size_t i = 0; i < counters.size(); ++i) {
    const double value = counters[i].second;
    const double least = i < usual ? 0 : -0x1p53;
    if (counters[i].first != expected[i].name || !(value >= least && value < 0x1p53)) return false;
  }
  for (const Counter& counter : kRareCounters) counter.write(*this, 0);
  for (std::size_t i = 0; i < counters.size(); ++i) expected[i].write(*this, counters[i].second);
  return true;
}

Trainer::Trainer(TrainOptions& options, const Task& task, const Model& model, Params& params, Threads& threads,
                 std::uint64_t seed)
    : options_(options),
      spec_(task.spec()),
      model_(model),
      params_(params),
      seed_(seed),
      runner_(task, model, params, threads, options.shard, seed),
      gradient_(params.values().size()),
      lengths_(static_cast<std::size_t>(options.batch)) {
  options_.optimizer->start(params.values().size());
  state.curriculum = options_.curriculum.start();
}

// The lengths of a batch have their own random stream, so that they do not depend on the contents of the sequences.
void Trainer::sample_lengths() {
  RandomStream stream(seed_, purposes::kLengths, state.updates);
  TaskSpec now = spec_;
  now.longest = options_.curriculum.longest(spec_, state.curriculum, state.sequences);
  const auto samples = static_cast<std::size_t>(options_.choices.samples());
  lengths_[0] = sample_length(now, stream);
  for (std::size_t i = 1; i < lengths_.size(); ++i) {
    const bool is_new = !options_.same_length && i % samples == 0;
    lengths_[i] = is_new ? sample_length(now, stream) : lengths_[i - 1];
  }
}

// Clips the gradient, whose size is given, with the limits that train.clip_by selects.
void Trainer::clip_gradient(const GradientSize& size) {
  if (options_.clip_by == "all") return clip(gradient_, size, options_.clip_norm, options_.clip_value);
  for (const Params::Entry& entry : params_.entries()) {
    const std::span<Scalar> matrix = std::span(gradient_).subspan(entry.offset, static_cast<std::size_t>(entry.size()));
    GradientSize own = measure(matrix);
    // The largest singular value is at most the norm.
    if (options_.clip_by == "singular_value" && own.norm > options_.clip_norm)
      own.norm = kernels::largest_singular_value(matrix.data(), entry.rows, entry.cols);
    clip(matrix, own, options_.clip_norm, options_.clip_value);
  }
}

double Trainer::choice_variance() {
  constexpr int kDraws = 16;
  std::ranges::fill(lengths_, spec_.longest);
  ChoiceRules rules = options_.choices.rules(seed_, state.updates, done(), state.average_loss);
  rules.way = Choosing::Way::drawn;
  rules.baseline.fits_predictions = false;
  std::vector<double> mean(gradient_.size());
  double squares = 0;
  for (int draw = 1; draw <= kDraws; ++draw) {
    rules.redraw = static_cast<std::uint64_t>(draw);
    runner_.set_choices(rules);
    runner_.compute_gradient(purposes::kVariance, 0, lengths_, gradient_);
    for (std::size_t i = 0; i < mean.size(); ++i) {
      const double g = static_cast<double>(gradient_[i]), before = g - mean[i];
      mean[i] += before / draw;
      squares += before * (g - mean[i]);
    }
  }
  return squares / (kDraws - 1);
}

AnswerCounts Trainer::step() {
  sample_lengths();
  model_.set_progress(params_, done());
  runner_.set_choices(options_.choices.rules(seed_, state.updates, done(), state.average_loss));
  const AnswerCounts counts = runner_.compute_gradient(purposes::kTrain, state.sequences, lengths_, gradient_);
  if (options_.sum)
    for (Scalar& g : gradient_) g *= static_cast<Scalar>(counts.scored);
  const GradientSize size = measure(gradient_);
  if (!std::isfinite(counts.nats) || !std::isfinite(size.norm)) {
    const std::string where = runner_.locate_nonfinite(purposes::kTrain, state.sequences, lengths_, Split::train);
    fail(ErrorKind::diverged,
         "diverged at sequence {} (update {}): {} is not finite; try a lower train.learning_rate, or train.clip_norm",
         state.sequences, state.updates + 1, where.empty() ? "the norm of the gradient" : where);
  }
  clip_gradient(size);
  const double rate = options_.schedule.rate(done());
  options_.optimizer->update(params_.values(), gradient_, rate, state.updates + 1);

  ++state.updates;
  state.sequences += lengths_.size();
  options_.curriculum.add(spec_, state.curriculum, counts.sequences, counts.scored, counts.nats);
  state.average_loss = options_.choices.next_average(state.average_loss, counts.loss());
  state.since_row += counts;
  state.norms_since_row += size.norm;
  ++state.updates_since_row;
  if (state.since_row.sequences >= options_.log_every || finished()) {
    state.series.push_back({static_cast<double>(state.sequences), state.since_row.loss(), state.since_row.errors(),
                            state.norms_since_row / static_cast<double>(state.updates_since_row), rate,
                            state.since_row.auxiliary_loss()});
    state.since_row = {};
    state.norms_since_row = 0;
    state.updates_since_row = 0;
  }
  return counts;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
