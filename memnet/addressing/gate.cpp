// Interpolation (NTM eq. 7): mixes the new weighting with that of the step before.
//   w_g = g w_c + (1 - g) w_(t-1), with g = sigmoid(.)
// Emission: gate [1].
//
// gate:B starts the number before the sigmoid near B. With -6, g starts near 0: a head first moves by shifts alone, and
// learns to address by content only where shifts are not enough. Without it, most heads learn to find by content what a
// shift would have found, and fail with memories that are larger than in training.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Gate : public TransformStage {
 public:
  explicit Gate(double start) : start_(start) {}

  std::vector<EmittedVector> emission(int, int) const override {
    return {{"gate", {1, Activation::sigmoid}, TracedAxis::single, TracedRole::gate}};
  }
  std::vector<double> emission_start() const override { return {start_}; }
  const char* trace_name() const override { return "gated"; }
  bool uses_previous() const override { return true; }

  Var apply(const StageInputs& inputs) const override {
    const Var g = inputs.emitted[0];
    return interpolate(g, inputs.input, inputs.previous);
  }

 private:
  double start_;
};

}  // namespace

std::unique_ptr<Stage> make_gate_stage(const std::string& argument) {
  const std::optional<double> start = parse_start(argument);
  return start ? std::make_unique<Gate>(*start) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
