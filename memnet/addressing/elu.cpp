// Positive features for linear attention (Katharopoulos et al. 2020, eq. 7).
//   elu(x) + 1 = x + 1 where x > 0, e^x elsewhere
// Emission: none.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Elu : public FeatureStage {
 public:
  bool gives_nonnegative(bool) const override { return true; }

  Var apply(const StageInputs& inputs) const override { return elu_plus_one(inputs.input); }
};

}  // namespace

std::unique_ptr<Stage> make_elu_stage(const std::string&) { return std::make_unique<Elu>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
