// Interpolation (NTM eq. 7): stay where the head was, or go where the content says?
//   w_g = g w_c + (1 - g) w_(t-1), with g = sigmoid(.)
// Emission: gate [1].
//
// gate:B lets the number under the sigmoid start at B. With -6 a head first moves by shifts alone, and only learns to
// look things up where that is not enough; without, most heads learn to look up what a shift would have found, and are
// lost among more slots than they were trained with.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Gate : public TransformStage {
 public:
  explicit Gate(double start) : start_(start) {}

  std::vector<EmittedVector> emission(int, int) const override {
    return {{"gate", {1, Activation::sigmoid}, TracedAxis::single}};
  }
  std::vector<double> emission_start() const override { return {start_}; }
  const char* trace_name() const override { return "gated"; }
  bool uses_previous() const override { return true; }

  Var apply(const StageInputs& focus) const override {
    const Var g = focus.emitted[0];
    return interpolate(g, focus.signal, focus.previous);
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
