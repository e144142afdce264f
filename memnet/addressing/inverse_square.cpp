// Weights in proportion to 1 / d^2, where a score is minus a squared distance d^2 (Yang & Rush 2017, InvNorm).
// Emission: none.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class InverseSquare : public NormalizerStage {
 public:
  bool leaves_out() const override { return false; }
  Var apply(const StageInputs& inputs) const override { return inverse_square(inputs.input); }
};

}  // namespace

std::unique_ptr<Stage> make_inverse_square_stage(const std::string&) { return std::make_unique<InverseSquare>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
