// Scaled dot score (Vaswani et al. 2017, eq. 1): the dot score, scaled so that it does not grow with the width.
//   scores_i = k.M_i / sqrt(W)
// Emission: key [W].
#include <cmath>

#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class ScaledDot : public ScoreStage {
 public:
  std::vector<EmittedVector> emission(int, int width) const override { return {key(width)}; }

  Var apply(const StageInputs& inputs) const override {
    const Var k = inputs.emitted[0];
    return dot_similarity(inputs.memory, k, 1 / std::sqrt(static_cast<Scalar>(k.rows())));
  }
};

}  // namespace

std::unique_ptr<Stage> make_scaled_dot_stage(const std::string&) { return std::make_unique<ScaledDot>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
