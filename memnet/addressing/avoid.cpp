// Avoidance of slots that were chosen lately (D-NTM, Gulcehre et al. 2016): the least recently used slots are
// preferred.
//   scores = z - gamma v_(t-1), with gamma = sigmoid(.)
//   v      = d v_(t-1) + (1 - d) z, an average of the scores z of the stage before
// Emission: amount [1]. State: average [N].
//
// avoid:D takes the decay d = D; 0.1 without it, as in the paper. The authors' code takes 0.04, and multiplies by the
// key strength only afterwards: cosine:1,none | avoid:0.04 | strength | softmax.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Avoid : public AdjustStage {
 public:
  explicit Avoid(double decay) : decay_(static_cast<Scalar>(decay)) {}

  std::vector<EmittedVector> emission(int, int) const override {
    return {{"avoidance", {1, Activation::sigmoid}, TracedAxis::single}};
  }
  std::vector<InitialState> state(int slots, int) const override { return {{{"average", slots, 1, TracedAxis::slot}}}; }
  const char* trace_name() const override { return "scores"; }

  Var apply(const StageInputs& inputs) const override {
    const Var z = inputs.input, v = inputs.state[0], gamma = inputs.emitted[0];
    Tape& tape = z.tape();
    inputs.state_after[0] = interpolate(tape.constant(1, 1, 1, decay_), v, z);
    return add(z, matvec(v, hadamard(tape.constant(1, 1, 1, -1), gamma)));
  }

 private:
  Scalar decay_;
};

}  // namespace

std::unique_ptr<Stage> make_avoid_stage(const std::string& argument) {
  const std::optional<double> decay = argument.empty() ? 0.1 : parse_fraction(argument);
  return decay ? std::make_unique<Avoid>(*decay) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
