// A window that walks along the slots (location attention: Dubois et al. 2020; one-step and free windows: Ray Chowdhury
// & Caragea 2023): with softmax, a Gaussian around a center that moves by an emitted step from where it was.
//   c = c_(t-1) + step;  scores_i = -beta (i - c)^2, a Gaussian with the deviation sigma = 1 / sqrt(2 beta)
// Emission: move [1], the step; narrowness [1] unless the width is fixed. State: center c [1], at first slot 0.
//
//   window:step     step = sigmoid(.), from 0 to 1: the head walks up and never back
//   window:both     step = tanh(.), from -1 to 1
//   window:free     any step
//   window:step,S   sigma is fixed at S slots; without it, sigma is emitted, 0.27 to 5 slots: beta = 0.02 + 6.86 s(.)
// Example: with sigma = 0.27 the slot at the center has weight 0.998, so steps of 1 visit one slot after another.
#include "memnet/addressing/stage.hpp"
#include "memnet/base/text.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class WindowStage : public ScoreStage {
 public:
  WindowStage(Activation step, double sigma) : step_(step), sigma_(sigma) {}

  std::vector<EmittedVector> emission(int, int) const override {
    std::vector<EmittedVector> all{{"move", {1, step_}, TracedAxis::single}};
    if (sigma_ == 0) all.push_back({"narrowness", {1, Activation::sigmoid}, TracedAxis::single});
    return all;
  }
  std::vector<InitialState> state(int, int) const override { return {{{"center", 1, 1, TracedAxis::single}}}; }
  bool breaks_symmetry() const override { return true; }

  Var apply(const StageInputs& inputs) const override {
    Tape& tape = inputs.memory.tape();
    const auto number = [&](double x) { return tape.constant(1, 1, 1, static_cast<Scalar>(x)); };
    const Var c = add(inputs.state[0], inputs.emitted[0]);
    inputs.state_after[0] = c;
    const Var beta = sigma_ > 0 ? number(1 / (2 * sigma_ * sigma_))
                                : affine(number(kNarrowest - kWidest), inputs.emitted[1], number(kWidest));
    const Var slots = tape.constant(inputs.memory.rows(), 1, 1, 0);
    for (int i = 0; i < slots.rows(); ++i) slots.value()[i] = static_cast<Scalar>(i);
    return euclidean_similarity(slots, c, beta);
  }

 private:
  static constexpr double kWidest = 0.02, kNarrowest = 6.88;  // beta

  Activation step_;
  double sigma_;  // 0: emitted
};

}  // namespace

std::unique_ptr<Stage> make_window_stage(const std::string& argument) {
  const std::vector<std::string> words = split_text(argument, ',');
  const std::optional<Activation> step = words[0] == "step"   ? std::optional(Activation::sigmoid)
                                         : words[0] == "both" ? std::optional(Activation::tanh)
                                         : words[0] == "free" ? std::optional(Activation::none)
                                                              : std::nullopt;
  if (!step || words.size() > 2) return nullptr;
  if (words.size() == 1) return std::make_unique<WindowStage>(*step, 0);
  const std::optional<double> sigma = parse_number<double>(words[1]);
  return sigma && *sigma >= 0.01 && *sigma <= 1e6 ? std::make_unique<WindowStage>(*step, *sigma) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
