// Euclidean score: minus the squared distance between key and slot. With softmax, a Gaussian around the key.
//   scores_i = -beta |k - M_i|^2, with beta = softplus(.)
// Emission: key [W], key strength [1].
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Euclidean : public ScoreStage {
 public:
  std::vector<EmittedVector> emission(int, int width) const override { return {key(width), strength()}; }

  Var apply(const StageInputs& inputs) const override {
    const Var k = inputs.emitted[0], beta = inputs.emitted[1];
    return euclidean_similarity(inputs.memory, k, beta);
  }
};

}  // namespace

std::unique_ptr<Stage> make_euclidean_stage(const std::string&) { return std::make_unique<Euclidean>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
