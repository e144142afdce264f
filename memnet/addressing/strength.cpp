// A key strength as a stage of its own, for scores that have none, or that other stages change first.
//   scores = beta z, with beta = softplus(.), z the scores of the stage before
// Emission: strength [1].
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Strength : public AdjustStage {
 public:
  std::vector<EmittedVector> emission(int, int) const override {
    return {{"strength", {1, Activation::softplus}, TracedAxis::single}};
  }
  const char* trace_name() const override { return "scores"; }

  Var apply(const StageInputs& inputs) const override {
    const Var z = inputs.input, beta = inputs.emitted[0];
    return matvec(z, beta);
  }
};

}  // namespace

std::unique_ptr<Stage> make_strength_stage(const std::string&) { return std::make_unique<Strength>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
