// Scores as they are: the feature map of linear attention without one.
// Emission: none.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Identity : public FeatureStage {
 public:
  Var apply(const StageInputs& inputs) const override { return inputs.input; }
};

}  // namespace

std::unique_ptr<Stage> make_identity_stage(const std::string&) { return std::make_unique<Identity>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
