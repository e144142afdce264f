#include "memnet/models/model.hpp"

#include "memnet/math/kernels.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void to_probabilities(TargetKind answers, std::span<Scalar> logits) {
  const int n = static_cast<int>(logits.size());
  Scalar* z = logits.data();
  if (answers == TargetKind::bits) return kernels::sigmoid(z, z, n);
  const Scalar largest = kernels::maximum(z, n);
  for (Scalar& number : logits) number -= largest;
  kernels::exp(z, z, n);
  const Scalar sum = kernels::sum(z, n);
  for (Scalar& number : logits) number /= sum;
}

Var answer_loss(std::span<const Var> logits, const Batch& batch) {
  Tape& tape = logits[0].tape();
  const std::span<Var> losses = tape.arena().allocate_array<Var>(logits.size());
  for (std::size_t t = 0; t < logits.size(); ++t) {
    tape.set_step(static_cast<int>(t));
    losses[t] = batch.answers == TargetKind::word ? categorical_loss(logits[t], batch.targets[t], batch.mask[t])
                                                  : bernoulli_loss(logits[t], batch.targets[t], batch.mask[t]);
  }
  return sum(losses);
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
