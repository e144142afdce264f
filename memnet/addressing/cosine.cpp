// Content score of the NTM (eq. 5, 6): how well does each slot match a key?
//   scores_i = beta cos(k, M_i), with beta = softplus(.)
// Emission: key [W], key strength [1].
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Cosine : public ScoreStage {
 public:
  std::vector<EmittedVector> emission(int, int width) const override { return {key(width), strength()}; }

  Var apply(const StageInputs& focus) const override {
    const Var k = focus.emitted[0], beta = focus.emitted[1];
    return cosine_similarity(focus.memory, k, beta);
  }
};

}  // namespace

std::unique_ptr<Stage> make_cosine_stage(const std::string&) { return std::make_unique<Cosine>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
