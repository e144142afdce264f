// Draws a slot, and gives the scores the gradient of a softmax in its place (Bengio, Leonard & Courville 2013).
//   z ~ p with p = softmax(scores);  dL/dp = dL/dz
// This gradient is biased: it is that of the soft weighting, at another point.
// Emission: none.
#include "memnet/addressing/choice.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class StraightThrough : public ChoiceStage {
 public:
  Slope slope() const override { return Slope::estimated; }

 private:
  Var choose(const StageInputs&, Var scores, Var noisy) const override {
    return straight_through(largest(noisy), softmax(scores));
  }
};

}  // namespace

std::unique_ptr<Stage> make_straight_through_stage(const std::string&) { return std::make_unique<StraightThrough>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
