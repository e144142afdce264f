// Draws a slot, and gives the scores the gradient of a Gumbel-softmax with the same noise (Jang, Gu & Poole 2017).
//   z = the slot where y is largest, with y = softmax((scores + g) / tau);  dL/dy = dL/dz
// Emission: none.
#include "memnet/addressing/choice.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class StraightThroughGumbel : public ChoiceStage {
 public:
  explicit StraightThroughGumbel(Temperature tau) : tau_(tau) {}

  Slope slope() const override { return Slope::estimated; }

 private:
  Var choose(const StageInputs&, Var, Var noisy) const override {
    return straight_through(largest(noisy), tau_.softmax_of(noisy));
  }

  Temperature tau_;
};

}  // namespace

std::unique_ptr<Stage> make_straight_through_gumbel_stage(const std::string& argument) {
  const std::optional<Temperature> tau = parse_temperature(argument);
  return tau ? std::make_unique<StraightThroughGumbel>(*tau) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
