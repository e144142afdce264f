#include "memnet/models/label_smoothing.hpp"

#include <algorithm>

#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void LabelSmoothing::declare(const Options::Section& options) {
  options.add("label_smoothing", share_, 0, 0.99,
              "share of the training target that is spread over all words (Szegedy et al. 2016)");
}

void LabelSmoothing::add_loss(Var logits, const Batch& batch, std::size_t t) const {
  if (share_ == 0 || batch.mode != Mode::train) return;
  Tape& tape = logits.tape();
  const int V = logits.rows();
  const auto share = static_cast<Scalar>(share_);
  const Var weights = tape.constant(1, V, batch.size, 0);
  for (int b = 0; b < batch.size; ++b) {
    if (*batch.mask[t].value(b) == 0) continue;
    std::fill_n(weights.value(b), V, -share / static_cast<Scalar>(V));
    weights.value(b)[static_cast<int>(*batch.targets[t].value(b))] += share;
  }
  tape.add_loss("label_smoothing", dot_similarity(weights, logits));
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
