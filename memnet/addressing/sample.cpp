// Draws a slot, and trains the scores by what it costs (REINFORCE: Williams 1992; for attention: Xu et al. 2015).
//   z ~ softmax(scores);  the gradient is (L - b) times that of log p_z, with L the loss of the answers from this step
//   on and b the baseline (models/objective.hpp)
// Its mean is the exact gradient of the mean loss, whatever the baseline; a good one lowers the variance.
// Emission: none; with `sample:learned` prediction [1], of L beyond the baseline of the trainer, which is part of b.
#include <algorithm>

#include "memnet/addressing/choice.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Sample : public ChoiceStage {
 public:
  explicit Sample(bool predicts) : predicts_(predicts) {}

  std::vector<EmittedVector> emission(int, int) const override {
    if (!predicts_) return {};
    return {{"prediction", {1}, TracedAxis::single}};
  }
  Slope slope() const override { return Slope::scored; }

 private:
  Var choose(const StageInputs& inputs, Var scores, Var noisy) const override {
    Tape& tape = scores.tape();
    const Var z = tape.constant(1, 1, noisy.batch(), 0);
    for (int b = 0; b < noisy.batch(); ++b) {
      const Scalar* numbers = noisy.value(b);
      *z.value(b) = static_cast<Scalar>(std::max_element(numbers, numbers + noisy.rows()) - numbers);
    }
    tape.add_choice(categorical_loss(scores, z, tape.constant(1, 1, 1, 1)), predicts_ ? inputs.emitted[0] : Var());
    return largest(noisy);
  }

  bool predicts_;
};

}  // namespace

std::unique_ptr<Stage> make_sample_stage(const std::string& argument) {
  return argument.empty() || argument == "learned" ? std::make_unique<Sample>(!argument.empty()) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
