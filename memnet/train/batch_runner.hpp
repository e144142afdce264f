// Runs batches of episodes through a model, on several threads.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "memnet/base/aligned.hpp"
#include "memnet/data/task.hpp"
#include "memnet/models/model.hpp"
#include "memnet/train/threads.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// What is counted while episodes are answered. A bit counts as answered 1 where its logit is above 0.
struct AnswerCounts {
  double sequences = 0;
  double scored = 0;           // answers
  double nats = 0;             // negative log-likelihood
  double wrong = 0;            // answers
  double wrong_sequences = 0;  // with at least one wrong answer
  double oracle_nats = 0;      // of the oracle; counted while answering, not while learning

  AnswerCounts& operator+=(const AnswerCounts& other);
  double loss() const { return nats / scored; }        // nats per scored answer
  double errors() const { return wrong / sequences; }  // per sequence
  double error_rate() const { return wrong / scored; }
  double bits_per_sequence() const;                                 // cross-entropy
  double excess_bits() const;                                       // cross-entropy above the oracle's
  double exact() const { return 1 - wrong_sequences / sequences; }  // fraction without any error
};

// A batch is cut into shards of fixed size, whatever the number of threads; each shard has a gradient of its own, and
// they are added in the order of the shards. So one thread and sixteen give the same bits.
class BatchRunner {
 public:
  BatchRunner(const Task& task, const Model& model, const Params& params, Threads& threads, int shard_size,
              std::uint64_t seed);

  // Answers one episode for each of `lengths`; episode i is the (first + i)-th of its purpose (see sample_episode).
  AnswerCounts answer(std::string_view purpose, std::uint64_t first, std::span<const int> lengths,
                      Split split = Split::test);
  // The same with episodes to learn from, and `gradient` becomes that of the mean loss per scored answer.
  AnswerCounts learn(std::string_view purpose, std::uint64_t first, std::span<const int> lengths,
                     std::span<Scalar> gradient);

  // Runs the batch once more and says where the first number that is not finite came from ("" if all are finite).
  std::string locate_nonfinite(std::string_view purpose, std::uint64_t first, std::span<const int> lengths,
                               Split split);

  double flops() const { return flops_; }  // floating-point operations of the last batch
  std::size_t bytes_reserved() const;      // of all tapes

 private:
  // What one thread works with.
  struct Workspace {
    Tape tape;
    std::vector<Episode> episodes;
    std::vector<RandomStream> noise;
  };
  struct Shard {
    AnswerCounts tally;
    double flops = 0;
    AlignedVector<Scalar> gradient;
  };

  struct Episodes {
    std::string_view purpose;
    std::uint64_t first;
    std::span<const int> lengths;
    Split split;
  };

  std::size_t count_shards(std::span<const int> lengths) const;
  AnswerCounts run(const Episodes& episodes, std::span<Scalar> gradient);
  // Without a gradient it only answers.
  void run_shard(Shard& shard, Workspace& workspace, const Episodes& episodes, std::span<Scalar> gradient);

  const Task& task_;
  const Model& model_;
  const Params& params_;
  Threads& threads_;
  std::size_t shard_size_;
  std::uint64_t seed_;
  double flops_ = 0;
  std::vector<std::unique_ptr<Workspace>> workspaces_;
  std::vector<Shard> shards_;
};

// Wrong answers of example b in a scored step: bits, or the word that has the largest logit.
int wrong_answers(TargetKind kind, Var logits, Var target, int b);
// Counts the answers of a batch.
AnswerCounts count_answers(std::span<const Var> logits, Var loss, const Batch& batch);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
