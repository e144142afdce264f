// Cosine score of the NTM (eq. 5, 6): the angle between a key and each slot, times a key strength.
//   scores_i = beta cos(k, M_i), with beta = softplus(.)
// Emission: key [W], key strength [1].
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Cosine : public ScoreStage {
 public:
  std::vector<EmittedVector> emission(int, int width) const override { return {key(width), strength()}; }

  Var apply(const StageInputs& inputs) const override {
    const Var k = inputs.emitted[0], beta = inputs.emitted[1];
    return cosine_similarity(inputs.memory, k, beta);
  }
};

}  // namespace

std::unique_ptr<Stage> make_cosine_stage(const std::string&) { return std::make_unique<Cosine>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
