// Episodes as values on a tape: what a model reads.
#pragma once

#include <span>

#include "memnet/autodiff/tape.hpp"
#include "memnet/base/random.hpp"
#include "memnet/data/episode.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Why a model reads a batch.
enum class Mode {
  evaluate,  // to answer it; nothing is random
  train,     // to learn from it; parts of a model may be random, such as the time noise of MemN2N
};

// Several episodes as values on a tape, one Var a step. Shorter episodes are padded with zeros that are not scored. For
// a model that reads stories a step is a question, and there are no inputs but the stories.
struct Batch {
  std::span<Var> inputs;              // T values [inputs]
  std::span<Var> targets;             // T values [outputs], or [1]: the number of a word
  std::span<Var> mask;                // T values [1]
  std::span<Var> item_shown;          // T values [1]
  std::span<Var> item_asked;          // T values [1]
  std::span<const Episode> episodes;  // where the stories are
  TargetKind answers = TargetKind::bits;
  Mode mode = Mode::evaluate;
  std::span<RandomStream> noise = {};  // of each example, in training: for the random parts of a model
  int size = 0;                        // examples

  int steps() const { return static_cast<int>(targets.size()); }
};
Batch make_batch(Tape& tape, std::span<const Episode> episodes, InputForm form = InputForm::sequence);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
