#include "memnet/train/trainer.hpp"

#include <cmath>

#include "memnet/core/error.hpp"
#include "memnet/core/kernels.hpp"

namespace memnet::inline MEMNET_PRECISION {

void TrainOptions::declare(const Options::Section& options) {
  options.add("sequences", sequences, 1, 2000000000, "training stops after this many sequences");
  options.add("batch", batch, 1, 100000, "sequences in an update");
  options.add("shard", shard, 1, 100000, "sequences that are computed together; a batch is cut into such shards");
  options.add("same_length", same_length, "all sequences of a batch have one length (no: each has its own)");
  options.add("clip_norm", clip_norm, 0, 1e30, "gradients longer than this are scaled down to it; 0 never");
  options.add("clip_value", clip_value, 0, 1e30, "every number of a gradient is cut to this size; 0 never");
  options.add("log_every", log_every, 1, 1000000000, "sequences between two rows of the training series");
  std::vector<std::string> names;
  for (const OptimizerEntry& entry : all_optimizers()) names.emplace_back(entry.name);
  options.add("optimizer", optimizer_name, names, "how gradients become updates");
  optimizer = make_optimizer(optimizer_name);
  optimizer->declare(options / "optimizer");
  schedule.declare(options);
}

Trainer::Trainer(TrainOptions& options, const Task& task, const Model& model, Params& params, Threads& threads,
                 std::uint64_t seed)
    : options_(options), spec_(task.spec()), params_(params), seed_(seed),
      runner_(task, model, params, threads, options.shard, seed), gradient_(params.values().size()),
      lengths_(static_cast<std::size_t>(options.batch)) {
  options_.optimizer->start(params.values().size());
}

// The lengths of a batch have a stream of their own, so that they do not depend on what the sequences hold.
void Trainer::draw_lengths() {
  Stream stream(seed_, "lengths", state.updates);
  lengths_[0] = draw_length(spec_, stream);
  for (std::size_t i = 1; i < lengths_.size(); ++i)
    lengths_[i] = options_.same_length ? lengths_[0] : draw_length(spec_, stream);
}

Tally Trainer::step() {
  draw_lengths();
  const Tally tally = runner_.learn("train", state.sequences, lengths_, gradient_);
  const double length = norm(gradient_);
  if (!std::isfinite(tally.nats) || !std::isfinite(length)) {
    const std::string where = runner_.find_bad_number("train", state.sequences, lengths_);
    fail(ErrorKind::diverged,
         "diverged at sequence {} (update {}): {} is not finite; try a lower train.learning_rate, or train.clip_norm",
         state.sequences, state.updates + 1, where.empty() ? "the norm of the gradient" : where);
  }
  clip_norm(gradient_, length, options_.clip_norm);
  clip_value(gradient_, options_.clip_value);
  const double rate =
      options_.schedule.rate(static_cast<double>(state.sequences), static_cast<double>(options_.sequences));
  options_.optimizer->update(params_.values(), gradient_, rate, state.updates + 1);

  ++state.updates;
  state.sequences += lengths_.size();
  state.since_row += tally;
  state.norms_since_row += length;
  ++state.updates_since_row;
  if (state.since_row.sequences >= options_.log_every || finished()) {
    state.series.push_back({static_cast<double>(state.sequences), state.since_row.loss(), state.since_row.bit_errors(),
                            state.norms_since_row / static_cast<double>(state.updates_since_row), rate});
    state.since_row = {};
    state.norms_since_row = 0;
    state.updates_since_row = 0;
  }
  return tally;
}

}  // namespace memnet::inline MEMNET_PRECISION
