// A softmax over time (attention with bounded memory control: Peng et al. 2022): the share of this step's score of a
// slot in all that it had so far. A slot that is overwritten with these gates holds a weighted mean of all values since
// the first step, each with the weight e^score.
//   gate = e^score / (e^z_(t-1) + e^score) = sigmoid(score - z_(t-1))
//   z    = log(e^z_(t-1) + e^score) = z_(t-1) + log(1 + e^(score - z_(t-1)))
// Emission: none. State: total z [N], at first 0: what a slot holds at first counts as a value with the score 0. In the
// paper it counts as nothing, and then a bias that is added to all scores of a slot has no effect.
//
// Example: a slot with the scores 0, 0 and log 3 in three steps has the gates 1/2, 1/3 and 1/2: its first content and
// the three values then have the weights 1/6, 1/6, 1/6 and 1/2.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class RunningSoftmax : public FeatureStage {
 public:
  std::vector<InitialState> state(int slots, int) const override { return {{{"total", slots, 1, TracedAxis::slot}}}; }
  bool gives_nonnegative(bool) const override { return true; }

  Var apply(const StageInputs& inputs) const override {
    const Var total = inputs.state[0], above = subtract(inputs.input, total);
    inputs.state_after[0] = add(total, softplus(above));
    return sigmoid(above);
  }
};

}  // namespace

std::unique_ptr<Stage> make_running_softmax_stage(const std::string&) { return std::make_unique<RunningSoftmax>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
