// Local attention (Luong et al. 2015, section 3.2): a softmax over the slots of a window, which has no weight outside.
//   local:monotonic   p = t, the number of the step from 0, but not behind the last slot: the window moves along
//   local:predicted   p = S s(v.tanh(W h + b)), from 0 to S, the number of slots; the weights are then multiplied by
//                     exp(-(i - p)^2 / (2 sigma^2)), sigma = D / 2                            (equations 9 and 10)
// The window has the slots i with |i - c| <= D, where c is the whole number below p; slots are numbered from 0. As in
// the paper, weights of `predicted` are not normalized again, and only the Gaussian passes a gradient to p.
// Emission: of predicted, aim [A], which is tanh(W h + b). Parameters: of predicted, weights [A], which is v. State: of
// monotonic, step [1].
//
// local:predicted,D,A sets the half width of the window, by default 10, and the size A of the hidden layer, by default
// the width of the memory.
#include <algorithm>

#include "memnet/addressing/stage.hpp"
#include "memnet/base/text.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Local : public NormalizerStage {
 public:
  Local(bool predicted, int half_width, int hidden) : predicted_(predicted), half_width_(half_width), hidden_(hidden) {}

  void fit(int slots, int) override { slots_ = slots; }
  std::vector<EmittedVector> emission(int, int width) const override {
    if (!predicted_) return {};
    return {{"aim", {hidden(width), Activation::tanh}, TracedAxis::hidden}};
  }
  std::vector<StageParameter> parameters(int, int width) const override {
    if (!predicted_) return {};
    return {{"weights", hidden(width), 1, Init::xavier()}};
  }
  std::vector<InitialState> state(int, int) const override {
    if (predicted_) return {};
    return {{{"step", 1, 1, TracedAxis::single, StateSet::count}}};
  }
  StateSet weighting_set() const override { return predicted_ ? StateSet::subsimplex : StateSet::simplex; }
  bool breaks_symmetry() const override { return predicted_ || half_width_ < slots_ - 1; }

  Var apply(const StageInputs& inputs) const override {
    Tape& tape = inputs.memory.tape();
    const int N = inputs.input.rows();
    const Var length = inputs.length ? inputs.length : tape.constant(1, 1, 1, static_cast<Scalar>(N));
    if (!predicted_) {
      const Var step = inputs.state[0];
      inputs.state_after[0] = add(step, tape.constant(1, 1, 1, 1));
      // Half a slot further on, so that no rounding of the step moves the window.
      return window_softmax(inputs.input, add(step, tape.constant(1, 1, 1, Scalar(0.5))), length, half_width_);
    }
    const Var p = scale(length, sigmoid(matvec_transposed(inputs.parameters[0], inputs.emitted[0])));
    tape.trace("predicted", TracedRole::parameter, TracedAxis::single, p);
    const Var slots = tape.constant(N, 1, 1, 0);
    for (int i = 0; i < N; ++i) slots.value()[i] = static_cast<Scalar>(i);
    const Var beta = tape.constant(1, 1, 1, static_cast<Scalar>(2.0 / half_width_ / half_width_));
    // For x <= 0, elu(x) + 1 is e^x.
    const Var gaussian = elu_plus_one(euclidean_similarity(slots, p, beta));
    return hadamard(window_softmax(inputs.input, p, length, half_width_), gaussian);
  }

 private:
  int hidden(int width) const { return hidden_ > 0 ? hidden_ : width; }

  bool predicted_;
  int half_width_;  // D
  int hidden_;      // 0: the width of the memory
  int slots_ = 0;
};

}  // namespace

std::unique_ptr<Stage> make_local_stage(const std::string& argument) {
  const std::vector<std::string> words = split_text(argument, ',');
  const bool predicted = words[0] == "predicted";
  if ((!predicted && words[0] != "monotonic") || words.size() > (predicted ? 3 : 2)) return nullptr;
  const std::optional<int> half_width = words.size() > 1 ? parse_count(words[1]) : 10,
                           hidden = words.size() > 2 ? parse_count(words[2]) : 0;
  return half_width && hidden ? std::make_unique<Local>(predicted, *half_width, *hidden) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
