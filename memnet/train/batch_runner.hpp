// Runs batches of episodes through a model, on several threads: to evaluate the model, or to compute a gradient.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "memnet/base/aligned.hpp"
#include "memnet/data/task.hpp"
#include "memnet/models/decoding.hpp"
#include "memnet/models/model.hpp"
#include "memnet/train/choice_options.hpp"
#include "memnet/train/threads.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// What is counted over the answers to some episodes.
struct AnswerCounts {
  double sequences = 0;
  double scored = 0;           // answers that are scored
  double nats = 0;             // cost of the scored answers
  double wrong = 0;            // scored answers that are wrong
  double wrong_sequences = 0;  // sequences with at least one wrong answer
  double before_error = 0;     // the sum over sequences of the share of scored steps before the first wrong one
  double forced_wrong = 0;     // wrong answers under teacher forcing; 0 unless the model writes answers
  double oracle_nats = 0;      // cost of the oracle's answers; 0 when a gradient is computed
  double auxiliary = 0;        // auxiliary losses in nats; 0 unless a gradient is computed

  AnswerCounts& operator+=(const AnswerCounts& other);
  double loss() const { return nats / scored; }  // nats per scored answer
  double auxiliary_loss() const { return auxiliary / scored; }
  double errors() const { return wrong / sequences; }  // per sequence
  double error_rate() const { return wrong / scored; }
  double bits_per_sequence() const;                                 // cross-entropy
  double excess_bits() const;                                       // cross-entropy above that of the oracle
  double exact() const { return 1 - wrong_sequences / sequences; }  // fraction without any error
  double share_before_error() const { return before_error / sequences; }
  double forced_errors() const { return forced_wrong / sequences; }  // per sequence
};

// A batch is cut into shards of a fixed size, independent of the number of threads. Each shard has its own gradient,
// and these are added in the order of the shards. So the result is the same, bit for bit, with any number of threads.
// All that runs the model may throw Interrupted (see base/interruption.hpp); the runner can be used again afterwards.
class BatchRunner {
 public:
  BatchRunner(const Task& task, const Model& model, const Params& params, Threads& threads, int shard_size,
              std::uint64_t seed);

  // Evaluates the model on one episode for each of `lengths`; episode i has the index first + i (see EpisodeRequest).
  // Returns the counts. Of a model that writes answers (Model::decoder()), the nats are those under teacher forcing,
  // and what is wrong is counted in the answers that it writes.
  AnswerCounts evaluate(std::string_view purpose, std::uint64_t first, std::span<const int> lengths,
                        Split split = Split::test);
  // Returns the counts of the last batch apart by Episode::subtask, for each subtask of the task (one if it names
  // none).
  std::vector<AnswerCounts> counts_by_subtask() const;
  // Runs the model on training episodes and sets `gradient` to the gradient of the mean objective per scored answer,
  // which is the loss unless the model adds to it (see make_objective()). Returns the counts.
  AnswerCounts compute_gradient(std::string_view purpose, std::uint64_t first, std::span<const int> lengths,
                                std::span<Scalar> gradient);

  // Set how hard choices are made and trained in compute_gradient(), and whether they are drawn in evaluate();
  // otherwise the most probable ones are made there.
  void set_choices(const ChoiceRules& rules) { choices_ = rules; }
  void draw_in_evaluations(bool on) { draws_in_evaluations_ = on; }
  // Sets how answers that are written in evaluate() are searched.
  void set_search(const Search& search) { search_ = search; }

  // Runs the batch again and describes where the first number that is not finite came from. Returns "" if all are
  // finite.
  std::string locate_nonfinite(std::string_view purpose, std::uint64_t first, std::span<const int> lengths,
                               Split split);

  double flops() const { return flops_; }  // floating-point operations of the last batch
  std::size_t bytes_reserved() const;      // of all tapes
  std::size_t bytes_used() const;          // of all tapes, by the shards that they computed last
  // Measures from now on where time goes; nullptr: no more. Requires a single thread.
  void set_profile(Profile* profile) { workspaces_.front()->tape.set_profile(profile); }

 private:
  // The memory of one thread, reused from batch to batch.
  struct Workspace {
    Tape tape;
    std::vector<Episode> episodes;
    std::vector<RandomStream> noise, choices;
    std::vector<int> most_steps;  // of answers that are written
  };
  struct ShardResult {
    AnswerCounts counts;
    std::vector<AnswerCounts> by_subtask;
    double flops = 0;
    AlignedVector<Scalar> gradient;
  };

  // The episodes first, first + 1, ... of a purpose: one for each length.
  struct EpisodeRange {
    std::string_view purpose;
    std::uint64_t first;
    std::span<const int> lengths;
    Split split;
  };

  std::size_t count_shards(std::span<const int> lengths) const;
  // Both compute a gradient only if a buffer for it is given.
  AnswerCounts run(const EpisodeRange& range, std::span<Scalar> gradient);
  void run_shard(const EpisodeRange& range, Workspace& workspace, ShardResult& result, std::span<Scalar> gradient);
  // Replaces what is wrong in the counts of each example by what is wrong in the answers that the model writes.
  void count_written(const Decoder& decoder, const Batch& batch, Workspace& workspace,
                     std::span<AnswerCounts> examples) const;

  const Task& task_;
  const Model& model_;
  const Params& params_;
  Threads& threads_;
  std::size_t shard_size_, subtasks_;
  double tolerance_;  // of numbers in answers
  std::uint64_t seed_;
  double flops_ = 0;
  ChoiceRules choices_;
  bool draws_in_evaluations_ = false;
  Search search_;
  std::vector<std::unique_ptr<Workspace>> workspaces_;  // of each thread
  std::vector<ShardResult> results_;                    // of each shard
  std::size_t shards_ = 0;                              // of the last batch
};

// Returns the number of wrong answers of example b in a scored step (TargetKindEntry::wrong).
int wrong_answers(TargetKind kind, double tolerance, Var logits, Var target, int b);
// Returns the counts of example b of a batch, given the model's logits and the loss of each example.
AnswerCounts count_answers(std::span<const Var> logits, Var loss, const Batch& batch, double tolerance, int b);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
