// Lie access (Yang & Rush 2017, LANTM): a head has a position in the plane, where every slot has a place. The group of
// shifts acts on it, so that a step can be undone, and repeated from anywhere.
//   q = g k + (1 - g) q_(t-1) + s, with g = sigmoid(.)
//   scores_i = -|q - place_i|^2
// Emission: move s [2], gate [1], key k [2], the position to jump to. State: position q [2].
//
// The place of a slot is the last two numbers of its row: with model.addresses = 2 it is learned and stays, otherwise
// it is written like the rest of the row.
#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kPlane = 2;

class Lie : public ScoreStage {
 public:
  std::string unsupported_reason(int, int width) const override {
    return width > kPlane ? "" : "takes the last 2 numbers of a slot as its place, and needs a width of at least 3";
  }
  std::vector<EmittedVector> emission(int, int) const override {
    return {
        {"move", {kPlane}, TracedAxis::feature}, {"jump", {1, Activation::sigmoid}, TracedAxis::single}, key(kPlane)};
  }
  std::vector<InitialState> state(int, int) const override { return {{{"position", kPlane, 1, TracedAxis::feature}}}; }

  Var apply(const StageInputs& inputs) const override {
    const Var s = inputs.emitted[0], g = inputs.emitted[1], k = inputs.emitted[2];
    const Var q = add(interpolate(g, k, inputs.state[0]), s);
    inputs.state_after[0] = q;
    return euclidean_similarity(last_columns(inputs.memory, kPlane), q, q.tape().constant(1, 1, 1, 1));
  }
};

}  // namespace

std::unique_ptr<Stage> make_lie_stage(const std::string&) { return std::make_unique<Lie>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
