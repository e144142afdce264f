// Euclidean score: slots near the key, in the plain sense of the word; with softmax, a Gaussian around the key.
//   scores_i = -beta |k - M_i|^2, with beta = softplus(.)
// Emission: key [W], key strength [1].
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Euclidean : public ScoreStage {
 public:
  std::vector<EmittedVector> emission(int, int width) const override { return {key(width), strength()}; }

  Var apply(const StageInputs& focus) const override {
    const Var k = focus.emitted[0], beta = focus.emitted[1];
    return euclidean_similarity(focus.memory, k, beta);
  }
};

}  // namespace

std::unique_ptr<Stage> make_euclidean_stage(const std::string&) { return std::make_unique<Euclidean>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
