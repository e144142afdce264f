#include "memnet/train/batch_runner.hpp"

#include <algorithm>
#include <numbers>

#include "memnet/core/error.hpp"

namespace memnet::inline MEMNET_PRECISION {

Tally& Tally::operator+=(const Tally& other) {
  sequences += other.sequences;
  scored_bits += other.scored_bits;
  nats += other.nats;
  wrong_bits += other.wrong_bits;
  wrong_sequences += other.wrong_sequences;
  return *this;
}

double Tally::bits_per_sequence() const { return nats / std::numbers::ln2 / sequences; }

Tally count_answers(std::span<const Var> logits, Var loss, const Batch& batch) {
  Tally tally;
  tally.sequences = batch.size;
  for (int b = 0; b < batch.size; ++b) {
    int wrong = 0;
    for (std::size_t t = 0; t < logits.size(); ++t) {
      if (*batch.mask[t].value(b) == 0) continue;
      const Scalar *z = logits[t].value(b), *y = batch.targets[t].value(b);
      const int bits = logits[t].rows();
      for (int j = 0; j < bits; ++j) wrong += (z[j] > 0) != (y[j] > Scalar(0.5)) ? 1 : 0;
      tally.scored_bits += bits;
    }
    tally.nats += static_cast<double>(*loss.value(b));
    tally.wrong_bits += wrong;
    tally.wrong_sequences += wrong > 0 ? 1 : 0;
  }
  return tally;
}

BatchRunner::BatchRunner(const Task& task, const Model& model, const Params& params, Threads& threads, int shard_size,
                         std::uint64_t seed)
    : task_(task), model_(model), params_(params), threads_(threads), shard_size_(static_cast<std::size_t>(shard_size)),
      seed_(seed) {
  for (int t = 0; t < threads.count(); ++t) desks_.push_back(std::make_unique<Desk>());
}

Tally BatchRunner::answer(std::string_view purpose, std::uint64_t first, std::span<const int> lengths) {
  return run(purpose, first, lengths, false);
}

Tally BatchRunner::learn(std::string_view purpose, std::uint64_t first, std::span<const int> lengths,
                         std::span<Scalar> gradient) {
  const Tally tally = run(purpose, first, lengths, true);
  const std::size_t shards = (lengths.size() + shard_size_ - 1) / shard_size_, n = gradient.size();
  const Scalar scale = static_cast<Scalar>(1 / tally.scored_bits);
  Scalar* sum = gradient.data();
  for (std::size_t s = 0; s < shards; ++s) {
    const Scalar* part = shards_[s].gradient.data();
    const Scalar keep = s == 0 ? Scalar(0) : Scalar(1);
#pragma omp simd
    for (std::size_t i = 0; i < n; ++i) sum[i] = keep * sum[i] + scale * part[i];
  }
  return tally;
}

Tally BatchRunner::run(std::string_view purpose, std::uint64_t first, std::span<const int> lengths,
                       bool with_gradient) {
  const std::size_t shards = (lengths.size() + shard_size_ - 1) / shard_size_;
  if (shards_.size() < shards) shards_.resize(shards);
  threads_.run(static_cast<int>(shards), [&](int piece, int thread) {
    const std::size_t s = static_cast<std::size_t>(piece), from = s * shard_size_;
    run_shard(shards_[s], *desks_[static_cast<std::size_t>(thread)], purpose, first + from,
              lengths.subspan(from, std::min(shard_size_, lengths.size() - from)), with_gradient);
  });
  Tally tally;
  flops_ = 0;
  for (std::size_t s = 0; s < shards; ++s) {
    tally += shards_[s].tally;
    flops_ += shards_[s].flops;
  }
  return tally;
}

void BatchRunner::run_shard(Shard& shard, Desk& desk, std::string_view purpose, std::uint64_t first,
                            std::span<const int> lengths, bool with_gradient) {
  if (desk.episodes.size() < lengths.size()) desk.episodes.resize(lengths.size());
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    Stream stream(seed_, purpose, first + i);
    task_.sample(stream, lengths[i], desk.episodes[i]);
  }
  desk.tape.reset();
  if (with_gradient) {
    shard.gradient.assign(params_.values().size(), 0);
    desk.tape.bind(params_, shard.gradient);
  } else {
    desk.tape.bind(params_);
  }
  const Batch batch = load(desk.tape, std::span(desk.episodes).first(lengths.size()));
  const std::span<const Var> logits = model_.forward(desk.tape, batch);
  const Var loss = sequence_loss(logits, batch);
  if (with_gradient) desk.tape.backward(loss);
  shard.tally = count_answers(logits, loss, batch);
  shard.flops = desk.tape.flops();
}

std::string BatchRunner::find_bad_number(std::string_view purpose, std::uint64_t first, std::span<const int> lengths) {
  Shard shard;
  Desk desk;
  for (std::size_t from = 0; from < lengths.size(); from += shard_size_) {
    desk.tape.watch(true);
    run_shard(shard, desk, purpose, first + from, lengths.subspan(from, std::min(shard_size_, lengths.size() - from)),
              true);
    if (!desk.tape.first_bad_number().empty()) return desk.tape.first_bad_number();
  }
  return "";
}

std::size_t BatchRunner::bytes_reserved() const {
  std::size_t sum = 0;
  for (const auto& desk : desks_) sum += desk->tape.bytes_reserved();
  return sum;
}

}  // namespace memnet::inline MEMNET_PRECISION
