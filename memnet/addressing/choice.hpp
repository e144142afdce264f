// Hard attention: stages in the place of a normalizer that choose one slot, so that the weighting is 1 at this slot and
// 0 elsewhere. A choice has no slope, so each of these stages has another way to train the scores; where it draws
// slots, probabilities are p = softmax(scores).
//
// Away from training the most probable slot is chosen, and training may replace choices by the weighting p: see
// Choosing.
#pragma once

#include <optional>
#include <string>

#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class ChoiceStage : public NormalizerStage {
 public:
  std::string unsupported_reason(int slots, int width) const override;
  bool breaks_symmetry() const override { return true; }  // the first of equal slots is chosen
  const char* trace_name() const override { return "choice"; }
  Var apply(const StageInputs& inputs) const final;

 private:
  // Returns the weighting for scores, and for the same scores with Gumbel noise, whose largest one is a draw from
  // softmax(scores).
  virtual Var choose(const StageInputs& inputs, Var scores, Var noisy) const = 0;
};

// Returns [N]: 1 at the most probable slot. Traces its probability.
Var most_probable(Var scores);

// The temperature of a softmax, which may change during training from the first value to the second in equal ratios.
struct Temperature {
  double first, last;

  double at(double progress) const;
  // Returns softmax(x / temperature).
  Var softmax_of(Var x) const;
};
// Returns the temperature in an argument: "0.5", or "1,0.1" for one that falls from 1 to 0.1; nothing for other text.
std::optional<Temperature> parse_temperature(const std::string& argument);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
