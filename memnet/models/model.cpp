#include "memnet/models/model.hpp"

#include <algorithm>

#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

std::span<const Var> answer_losses(std::span<const Var> logits, const Batch& batch) {
  constexpr Var (*kLosses[])(Var answer, Var target, Var mask) = {
#define MEMNET_TARGET_KIND(name, loss) loss,
#include "memnet/data/target_kind.def"
#undef MEMNET_TARGET_KIND
  };
  const auto loss = kLosses[static_cast<std::size_t>(batch.answers)];
  Tape& tape = logits[0].tape();
  const std::span<Var> losses = tape.arena().allocate_array<Var>(logits.size());
  for (std::size_t t = 0; t < logits.size(); ++t) {
    tape.set_step(static_cast<int>(t));
    losses[t] = loss(logits[t], batch.targets[t], batch.mask[t]);
  }
  return losses;
}

Var answer_loss(std::span<const Var> logits, const Batch& batch) { return sum(answer_losses(logits, batch)); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
