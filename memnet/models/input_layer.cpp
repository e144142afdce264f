#include "memnet/models/input_layer.hpp"

#include "memnet/base/error.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void InputLayer::declare(const Options::Section& options) {
  options.add("embedding", embedding_, 0, 10000,
              "size of the learned vector that stands for each word of the input; 0: words are one-hot columns");
}

void InputLayer::build(const Scope& scope, const TaskSpec& task) {
  width_ = task.inputs;
  if (embedding_ == 0) return;
  if (task.input_words == 0)
    fail(ErrorKind::usage,
         "model.embedding = {} is for inputs that are words, but those of this task are numbers; take 0", embedding_);
  width_ = embedding_;
  table_ = scope("embedding", embedding_, task.input_words, Init::normal(1));
}

Var InputLayer::apply(Tape& tape, const Batch& batch, std::size_t t) const {
  return embedding_ == 0 ? batch.inputs[t] : lookup(tape[table_], batch.words[t]);
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
