// Hopfield score (Ramsauer et al. 2021): a key moves towards the slots that it resembles, K - 1 times, before it scores
// them; with a softmax behind it, what is read is the result of K updates of a modern Hopfield network.
//   k = M^T softmax(beta M k), K - 1 times; scores = beta M k
// Emission: key [W], strength [1].
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Hopfield : public ScoreStage {
 public:
  explicit Hopfield(int updates) : updates_(updates) {}

  std::vector<EmittedVector> emission(int, int width) const override { return {key(width), strength()}; }

  Var apply(const StageInputs& inputs) const override {
    const Var M = inputs.memory, beta = inputs.emitted[1], mask = inputs.empty_slot_mask;
    Var k = inputs.emitted[0];
    Var scores = scale(beta, dot_similarity(M, k));
    for (int i = 1; i < updates_; ++i) {
      k = read(M, softmax(mask ? add(scores, mask) : scores));
      scores = scale(beta, dot_similarity(M, k));
    }
    return scores;
  }

 private:
  int updates_;
};

}  // namespace

std::unique_ptr<Stage> make_hopfield_stage(const std::string& argument) {
  const std::optional<int> updates = parse_count(argument);
  return updates ? std::make_unique<Hopfield>(*updates) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
