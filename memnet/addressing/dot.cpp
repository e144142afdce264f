// Dot score (Luong et al. 2015, section 3.1): like cosine, but the lengths of key and slots count.
//   scores_i = k.M_i
// Emission: key [W]. There is no strength: a longer key gives a sharper weighting.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Dot : public ScoreStage {
 public:
  std::vector<EmittedVector> emission(int, int width) const override { return {key(width)}; }

  Var apply(const StageInputs& inputs) const override {
    const Var k = inputs.emitted[0];
    return dot_similarity(inputs.memory, k);
  }
};

}  // namespace

std::unique_ptr<Stage> make_dot_stage(const std::string&) { return std::make_unique<Dot>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
