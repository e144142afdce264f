#include "memnet/train/batch_runner.hpp"

#include <algorithm>
#include <functional>
#include <numbers>

#include "memnet/base/error.hpp"
#include "memnet/data/purposes.hpp"
#include "memnet/models/decoding.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

AnswerCounts& AnswerCounts::operator+=(const AnswerCounts& other) {
  sequences += other.sequences;
  scored += other.scored;
  nats += other.nats;
  wrong += other.wrong;
  wrong_sequences += other.wrong_sequences;
  before_error += other.before_error;
  forced_wrong += other.forced_wrong;
  oracle_nats += other.oracle_nats;
  auxiliary += other.auxiliary;
  return *this;
}

double AnswerCounts::bits_per_sequence() const { return nats / std::numbers::ln2 / sequences; }

double AnswerCounts::excess_bits() const { return (nats - oracle_nats) / std::numbers::ln2 / sequences; }

int wrong_answers(TargetKind kind, double tolerance, Var logits, Var target, int b) {
  const auto example = [b](Var x) { return std::span<const Scalar>(x.value(b), static_cast<std::size_t>(x.rows())); };
  return entry_of(kind).wrong(example(logits), example(target), AnswerForm::logits, tolerance);
}

AnswerCounts count_answers(std::span<const Var> logits, Var loss, const Batch& batch, double tolerance, int b) {
  AnswerCounts counts;
  counts.sequences = 1;
  int wrong = 0, steps = 0, right_steps = 0;
  for (std::size_t t = 0; t < logits.size(); ++t) {
    if (*batch.mask[t].value(b) == 0) continue;
    wrong += wrong_answers(batch.answers, tolerance, logits[t], batch.targets[t], b);
    counts.scored += batch.targets[t].rows();  // several bits or numbers, or one word
    ++steps;
    right_steps += wrong == 0 ? 1 : 0;
  }
  counts.before_error = steps > 0 ? static_cast<double>(right_steps) / steps : 1;
  counts.nats = static_cast<double>(*loss.value(b));
  counts.wrong = wrong;
  counts.wrong_sequences = wrong > 0 ? 1 : 0;
  return counts;
}

BatchRunner::BatchRunner(const Task& task, const Model& model, const Params& params, Threads& threads, int shard_size,
                         std::uint64_t seed)
    : task_(task),
      model_(model),
      params_(params),
      threads_(threads),
      shard_size_(static_cast<std::size_t>(shard_size)),
      subtasks_(std::max<std::size_t>(task.subtask_names().size(), 1)),
      tolerance_(task.spec().tolerance),
      seed_(seed) {
  for (int t = 0; t < threads.count(); ++t) workspaces_.push_back(std::make_unique<Workspace>());
}

AnswerCounts BatchRunner::evaluate(std::string_view purpose, std::uint64_t first, std::span<const int> lengths,
                                   Split split) {
  return run({purpose, first, lengths, split}, {});
}

std::vector<AnswerCounts> BatchRunner::counts_by_subtask() const {
  std::vector<AnswerCounts> counts(subtasks_);
  for (std::size_t s = 0; s < shards_; ++s)
    for (std::size_t i = 0; i < subtasks_; ++i) counts[i] += results_[s].by_subtask[i];
  return counts;
}

AnswerCounts BatchRunner::compute_gradient(std::string_view purpose, std::uint64_t first, std::span<const int> lengths,
                                           std::span<Scalar> gradient) {
  const AnswerCounts counts = run({purpose, first, lengths, Split::train}, gradient);
  const std::size_t shards = count_shards(lengths);
  if (shards == 1) return counts;
  // Each shard has the gradient of its own mean loss; it is weighted by the shard's share of the scored answers.
  std::ranges::fill(gradient, Scalar(0));
  for (std::size_t s = 0; s < shards; ++s) {
    const Scalar share = static_cast<Scalar>(results_[s].counts.scored / counts.scored);
    const Scalar* part = results_[s].gradient.data();
    Scalar* sum = gradient.data();
    const std::size_t n = gradient.size();
#pragma omp simd
    for (std::size_t i = 0; i < n; ++i) sum[i] += share * part[i];
  }
  return counts;
}

std::size_t BatchRunner::count_shards(std::span<const int> lengths) const {
  return (lengths.size() + shard_size_ - 1) / shard_size_;
}

AnswerCounts BatchRunner::run(const EpisodeRange& range, std::span<Scalar> gradient) {
  const std::size_t shards = count_shards(range.lengths);
  if (results_.size() < shards) results_.resize(shards);
  shards_ = shards;
  const auto work = [&](int piece, int thread) {
    const std::size_t s = static_cast<std::size_t>(piece), from = s * shard_size_;
    const std::size_t count = std::min(shard_size_, range.lengths.size() - from);
    ShardResult& result = results_[s];
    // A single shard writes to the caller's gradient; several shards have one each, which are added later.
    std::span<Scalar> own = gradient;
    if (shards > 1 && !gradient.empty()) {
      result.gradient.resize(gradient.size());
      own = result.gradient;
    }
    run_shard({range.purpose, range.first + from, range.lengths.subspan(from, count), range.split},
              *workspaces_[static_cast<std::size_t>(thread)], result, own);
  };
  threads_.run(static_cast<int>(shards), std::ref(work));  // by reference: a std::function with a copy would allocate
  AnswerCounts counts;
  flops_ = 0;
  for (std::size_t s = 0; s < shards; ++s) {
    counts += results_[s].counts;
    flops_ += results_[s].flops;
  }
  return counts;
}

void BatchRunner::run_shard(const EpisodeRange& range, Workspace& workspace, ShardResult& result,
                            std::span<Scalar> gradient) {
  Profile* const profile = workspace.tape.profile();
  Profile::begin_outside(profile, Profile::kEpisodes);
  const std::size_t count = range.lengths.size();
  if (workspace.episodes.size() < count) workspace.episodes.resize(count);
  workspace.noise.clear();
  workspace.choices.clear();
  const bool learns = !gradient.empty();
  const auto samples = static_cast<std::uint64_t>(learns ? choices_.baseline.samples : 1);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t index = range.first + i;
    sample_episode(task_, {seed_, range.purpose, index / samples, range.lengths[i], range.split}, model_.input_form(),
                   workspace.episodes[i]);
    if (learns) workspace.noise.emplace_back(seed_, purposes::kNoise, index);
    if (learns)
      workspace.choices.emplace_back(seed_, purposes::kChoices, index + (choices_.redraw << 48));
    else
      workspace.choices.emplace_back(seed_, purposes::kTestChoices, index);
  }
  std::ranges::fill(gradient, Scalar(0));
  workspace.tape.reset();
  workspace.tape.bind(params_, gradient);
  if (learns)
    workspace.tape.choose({choices_.way, workspace.choices, choices_.progress, choices_.entropy_bonus});
  else if (draws_in_evaluations_)
    workspace.tape.choose({Choosing::Way::drawn, workspace.choices});
  Batch batch = make_batch(workspace.tape, std::span(workspace.episodes).first(count), model_.input_form());
  batch.mode = learns ? Mode::train : Mode::evaluate;
  batch.noise = workspace.noise;
  Profile::begin_outside(profile, Profile::kRest);
  const std::span<const Var> logits = model_.forward(workspace.tape, batch);
  const std::span<const Var> losses = answer_losses(logits, batch);
  const Var loss = sum(losses);
  Profile::begin_outside(profile, Profile::kRest);
  const std::span<AnswerCounts> examples = workspace.tape.arena().allocate_array<AnswerCounts>(count);
  for (std::size_t i = 0; i < count; ++i)
    examples[i] = count_answers(logits, loss, batch, tolerance_, static_cast<int>(i));
  if (const Decoder* decoder = model_.decoder(); decoder != nullptr && !learns)
    count_written(*decoder, batch, workspace, examples);
  result.counts = {};
  result.by_subtask.assign(subtasks_, {});
  for (std::size_t i = 0; i < count; ++i) {
    result.counts += examples[i];
    result.by_subtask[static_cast<std::size_t>(batch.episodes[i].subtask)] += examples[i];
  }
  if (learns) {
    const Objective objective = make_objective(losses, loss, batch, choices_.baseline);
    result.counts.auxiliary = objective.auxiliary;
    workspace.tape.backward(objective.value, static_cast<Scalar>(1 / result.counts.scored));
  } else if (!task_.has_certain_answers()) {  // a certain answer has no loss
    for (const Episode& episode : batch.episodes)
      result.counts.oracle_nats += negative_log_likelihood(task_.oracle(episode), episode);
  }
  result.flops = workspace.tape.flops();
}

// An answer is right up to the first step in which another word, or the end, is expected. A greedy search needs no more
// steps than the right answer has to decide that; in a beam, a longer beginning can still fall behind a shorter answer.
void BatchRunner::count_written(const Decoder& decoder, const Batch& batch, Workspace& workspace,
                                std::span<AnswerCounts> examples) const {
  workspace.most_steps.clear();
  for (const Episode& episode : batch.episodes) {
    const int steps = static_cast<int>(episode.context.answered_at.size());
    const bool has_length = search_.width == 1 || search_.length_is_told || !decoder.has_end();
    workspace.most_steps.push_back(has_length ? steps : 2 * steps + 10);
  }
  const std::span<const Answer> answers = decode(decoder, workspace.tape, batch, workspace.most_steps, search_);
  for (std::size_t b = 0; b < answers.size(); ++b) {
    const auto& [words, has_ended, nats] = answers[b];
    const std::vector<int>& steps = batch.episodes[b].context.answered_at;
    int wrong = 0, right_steps = 0;
    for (std::size_t t = 0; t < steps.size(); ++t) {
      const int written = t < words.size() ? words[t] : t == words.size() && has_ended ? 0 : -1;
      wrong += written == static_cast<int>(batch.episodes[b].targets(0, steps[t])) ? 0 : 1;
      right_steps += wrong == 0 ? 1 : 0;
    }
    AnswerCounts& counts = examples[b];
    counts.forced_wrong = counts.wrong;
    counts.wrong = wrong;
    counts.wrong_sequences = wrong > 0 ? 1 : 0;
    counts.before_error = static_cast<double>(right_steps) / static_cast<double>(steps.size());
  }
}

std::string BatchRunner::locate_nonfinite(std::string_view purpose, std::uint64_t first, std::span<const int> lengths,
                                          Split split) {
  ShardResult result;
  Workspace workspace;
  result.gradient.resize(params_.values().size());
  workspace.tape.check_finite(true);
  for (std::size_t from = 0; from < lengths.size(); from += shard_size_) {
    const std::size_t count = std::min(shard_size_, lengths.size() - from);
    run_shard({purpose, first + from, lengths.subspan(from, count), split}, workspace, result, result.gradient);
    if (!workspace.tape.first_nonfinite().empty()) return workspace.tape.first_nonfinite();
  }
  return "";
}

std::size_t BatchRunner::bytes_reserved() const {
  std::size_t sum = 0;
  for (const auto& workspace : workspaces_) sum += workspace->tape.bytes_reserved();
  return sum;
}

std::size_t BatchRunner::bytes_used() const {
  std::size_t sum = 0;
  for (const auto& workspace : workspaces_) sum += workspace->tape.bytes_used();
  return sum;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
