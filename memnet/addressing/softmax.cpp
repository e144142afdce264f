// The usual normalizer (NTM eq. 5): w_c = softmax(scores).
// Emission: none.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Softmax : public NormalizerStage {
 public:
  Var apply(const StageInputs& inputs) const override { return softmax(inputs.input); }
};

}  // namespace

std::unique_ptr<Stage> make_softmax_stage(const std::string&) { return std::make_unique<Softmax>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
