// Label smoothing (Szegedy et al. 2016): in training, a share of the target is spread over all words, so that a decoder
// does not grow ever surer of the right one.
#pragma once

#include "memnet/base/options.hpp"
#include "memnet/encoders/batch.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class LabelSmoothing {
 public:
  void declare(const Options::Section& options);
  // In training, adds what it adds to the loss of the words y of step t: with the share E, instead of -log p_y it is
  //   -(1 - E) log p_y - E / V sum_v log p_v = -log p_y + E (z_y - mean of z)     for the logits z [V]
  void add_loss(Var logits, const Batch& batch, std::size_t t) const;

 private:
  double share_ = 0;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
