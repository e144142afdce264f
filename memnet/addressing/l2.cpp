// Features of length one (Schlag et al. 2021; Yang et al. 2024): a delta rule with strength 1 then replaces exactly
// what is stored under a key.
//   x / |x|
// Emission: none.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class L2 : public FeatureStage {
 public:
  Var apply(const StageInputs& inputs) const override { return unit_vector(inputs.input); }
};

}  // namespace

std::unique_ptr<Stage> make_l2_stage(const std::string&) { return std::make_unique<L2>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
