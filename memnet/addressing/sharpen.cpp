// Sharpening (NTM eq. 9): makes large weights larger, against the blur of fractional shifts.
//   w_i = w_s,i^gamma / sum_j w_s,j^gamma, with gamma = 1 + softplus(.)
// Emission: sharpening [1].
//
// sharpen:B starts the number before the softplus near B.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Sharpen : public TransformStage {
 public:
  explicit Sharpen(double start) : start_(start) {}

  std::vector<EmittedVector> emission(int, int) const override {
    return {{"sharpening", {1, Activation::one_plus_softplus}, ""}};
  }
  std::vector<double> emission_start() const override { return {start_}; }
  const char* trace_name() const override { return "sharpened"; }

  Var apply(const StageInputs& inputs) const override {
    const Var gamma = inputs.emitted[0];
    return sharpen(inputs.input, gamma);
  }

 private:
  double start_;
};

}  // namespace

std::unique_ptr<Stage> make_sharpen_stage(const std::string& argument) {
  const std::optional<double> start = parse_start(argument);
  return start ? std::make_unique<Sharpen>(*start) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
