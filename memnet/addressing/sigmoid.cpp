// A gate for each slot (Zhang et al. 2024): slots are chosen independently, any number of them at once.
//   1 / (1 + e^-x)
// Emission: none.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Sigmoid : public FeatureStage {
 public:
  bool gives_nonnegative(bool) const override { return true; }

  Var apply(const StageInputs& inputs) const override { return sigmoid(inputs.input); }
};

}  // namespace

std::unique_ptr<Stage> make_sigmoid_stage(const std::string&) { return std::make_unique<Sigmoid>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
