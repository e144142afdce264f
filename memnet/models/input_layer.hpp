// What a model reads in a step: numbers as they are; words as one-hot columns, or as embeddings that are learned.
#pragma once

#include "memnet/autodiff/params.hpp"
#include "memnet/autodiff/tape.hpp"
#include "memnet/base/options.hpp"
#include "memnet/data/task.hpp"
#include "memnet/encoders/batch.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class InputLayer {
 public:
  // Declares the option `embedding`.
  void declare(const Options::Section& options);
  // Declares the embedding of words, if there is one. Throws an Error of kind usage if there are no words to embed.
  void build(const Scope& scope, const TaskSpec& task);
  // Returns the size of what apply() returns. Requires build().
  int width() const { return width_; }

  // Returns the input of step t, [width] for each example.
  Var apply(Tape& tape, const Batch& batch, std::size_t t) const;

 private:
  int embedding_ = 0;
  int width_ = 0;
  Param table_;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
