// Batches: the episodes that a model reads, as values on a tape.
#pragma once

#include <span>

#include "memnet/autodiff/tape.hpp"
#include "memnet/base/random.hpp"
#include "memnet/data/episode.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// The purpose for which a model reads a batch.
enum class Mode {
  evaluate,  // its answers are scored; nothing is random
  train,     // it is trained on the batch; parts of a model may be random, such as the time noise of MemN2N
};

// Several episodes as values on a tape, with one Var for each step. Shorter episodes are padded with zeros that are not
// scored. For a model that reads contexts, a step is one of the answers, and the contexts are the only inputs.
struct Batch {
  std::span<Var> inputs;      // T values [inputs]; of a word: 1 in its channel, 0 in all others
  std::span<Var> words;       // T values [1]: the same words as numbers, 0 for none; empty if inputs are no words
  std::span<Var> targets;     // T values [outputs], or [1]: the number of a word; for the loss only
  std::span<Var> mask;        // T values [1]: 1 where the answer is scored
  std::span<Var> item_shown;  // T values [1]: number of the item that is shown, 0 for none; for oracle heads
  std::span<Var> item_asked;  // T values [1]: number of the item that gives the answer, 0 for none
  std::span<const Episode> episodes;  // with the contexts
  TargetKind answers = TargetKind::bits;
  Mode mode = Mode::evaluate;
  std::span<RandomStream> noise = {};  // one for each example during training, for random choices of a model
  int size = 0;                        // number of examples

  int steps() const { return static_cast<int>(targets.size()); }
};
// Returns the episodes as a batch on the tape, in this form.
Batch make_batch(Tape& tape, std::span<const Episode> episodes, InputForm form = InputForm::sequence);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
