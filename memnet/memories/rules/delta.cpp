// Delta rule (Schlag, Irie & Schmidhuber 2021; Yang et al. 2024): what is read with w gives way to the new value. Heads
// write one after another, as in DeltaProduct.
//   M = M + beta w (v - M^T w)^T, with beta = sigmoid(.) times the argument
// With features of length one and a strength of 1 the new value replaces the old one; up to 2 it may overshoot, which
// makes negative eigenvalues possible and parity learnable (Grazzi et al. 2025).
// Emission: strength [1], value [W].
#include "memnet/memories/rules/delta_step.hpp"
#include "memnet/memories/rules/write_rule.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Delta : public WriteRule {
 public:
  explicit Delta(Scalar largest) : largest_(largest) {}

  std::vector<EmittedVector> emission(int, int width) const override {
    return {{"strength", {1, Activation::sigmoid}, TracedAxis::single},
            {"value", {width}, TracedAxis::feature, TracedRole::written_vector}};
  }
  bool takes_features() const override { return true; }

  Var write(Var M, std::span<const Writing> heads, std::span<const State>) const override {
    for (const auto& [w, emitted] : heads) {
      const Var beta = largest_ == 1 ? emitted[0] : scale(M.tape().constant(1, 1, 1, largest_), emitted[0]);
      M = delta_step(M, w, emitted[1], beta);
    }
    return M;
  }

 private:
  Scalar largest_;
};

}  // namespace

std::unique_ptr<WriteRule> make_delta_rule(const std::string& argument) {
  if (argument.empty()) return std::make_unique<Delta>(Scalar(1));
  const std::optional<double> largest = parse_start(argument);
  return largest && *largest > 0 && *largest <= 2 ? std::make_unique<Delta>(static_cast<Scalar>(*largest)) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
