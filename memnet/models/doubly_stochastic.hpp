// Doubly stochastic attention (Xu et al. 2015, eq. 14): an auxiliary loss for places that the words of an answer do not
// look at once in all,
//   weight  sum over places i of (1 - sum over steps t of alpha_ti)^2
// Example: of an answer of four words to an image of four places, each word may look at a place of its own. An answer
// that is much shorter than there are places cannot look at all of them, so there the loss spreads the attention.
#pragma once

#include <span>

#include "memnet/base/options.hpp"
#include "memnet/memories/memory.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class DoublyStochastic {
 public:
  // Declares the option `doubly_stochastic`, the weight.
  void declare(const Options::Section& options);
  bool is_on() const { return weight_ > 0; }

  // Adds the loss to the tape, for the weightings [N] of all steps over these annotations; those of steps with a mask
  // [1] of 0 do not count. Requires at least one step.
  void add_loss(std::span<const Var> weightings, std::span<const Var> mask, const Annotations& annotations) const;

 private:
  double weight_ = 0;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
