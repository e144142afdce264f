// Adaptive computation time (Graves 2016): the cell is stepped until the outputs of a halting unit add up to one. With
// the outputs y_n and the states s_n of the inner steps n = 1, 2, ..
//   h_n = sigmoid(w.y_n + b)                     and 1 in the last inner step that is allowed
//   N = the first n with h_1 + .. + h_n >= 1 - 0.01
//   p_n = h_n for n < N, p_N = R = 1 - (h_1 + .. + h_(N-1))
//   y = sum_n p_n y_n, s = sum_n p_n s_n
// and the ponder cost N + R is an auxiliary loss. Every example of a batch has an N of its own. Inner steps go on until
// all examples have halted; those behind its N do not matter to an example.
#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "memnet/base/text.hpp"
#include "memnet/cells/wrappers/wrapper.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr Scalar kEpsilon = 0.01;

class Ponder : public Wrapper {
 public:
  Ponder(std::unique_ptr<Cell> cell, double cost_weight, int most_steps)
      : Wrapper(std::move(cell), most_steps), cost_weight_(static_cast<Scalar>(cost_weight)) {}

  void build(const Scope& scope, int inputs) override {
    Wrapper::build(scope, inputs);
    parts_ = state_parts();
    if (most_steps() == 1) return;  // it halts without being asked
    const Scope halting = scope / "halting";
    weights_ = halting("weights", 1, outputs(), Init::xavier());
    bias_ = halting("bias", 1, 1, Init::constant(1));
  }

  Step step(const StepInputs& now, State before) const override {
    Tape& tape = now.x.tape();
    Arena& arena = tape.arena();
    const auto most = static_cast<std::size_t>(most_steps());
    const std::span<Step> steps = arena.allocate_array<Step>(most);
    const std::span<Var> h = arena.allocate_array<Var>(most);
    std::size_t n = 0;
    do {
      steps[n] = inner_step(static_cast<int>(n), now, n == 0 ? before : steps[n - 1].state);
      h[n] = halting_unit(n, steps[n].output);
      ++n;
    } while (n < most && !all_halted(h.first(n), kEpsilon));  // shares that are no numbers never add up to one
    const Halting halting = halt(h.first(n), kEpsilon);
    const Tape::TraceScope scope(tape, "ponder", TracedKind::controller);
    tape.add_loss("cost", scale(tape.constant(1, 1, 1, cost_weight_), halting.cost));
    trace(halting.weights);
    return mean_of(steps.first(n), halting.weights);
  }

 private:
  Var halting_unit(std::size_t n, Var output) const {
    Tape& tape = output.tape();
    if (n + 1 == static_cast<std::size_t>(most_steps())) return tape.constant(1, 1, 1, 1);
    return sigmoid(affine(tape[weights_], output, tape[bias_]));
  }

  void trace(Var weights) const {
    Tape& tape = weights.tape();
    if (!tape.tracing()) return;
    const Var all = tape.constant(most_steps(), 1, weights.batch(), 0);  // a trace has as many in every step
    for (int b = 0; b < weights.batch(); ++b) std::copy_n(weights.value(b), weights.rows(), all.value(b));
    tape.trace("halting", TracedRole::halting, TracedAxis::inner_step, all);
  }

  Step mean_of(std::span<const Step> steps, Var weights) const {
    Arena& arena = weights.tape().arena();
    const std::span<Var> values = arena.allocate_array<Var>(steps.size()),
                         after = arena.allocate_array<Var>(parts_.size());
    std::ranges::transform(steps, values.begin(), &Step::output);
    const Var output = blend(weights, values);
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      std::ranges::transform(steps, values.begin(), [i](const Step& step) { return step.state[i]; });
      after[i] = parts_[i].set == StateSet::count ? of_last_step(weights, values) : blend(weights, values);
    }
    return {output, after};
  }

  // A mean of counts is no count; so this is the count of inner step N, which is the last one with a weight.
  static Var of_last_step(Var weights, std::span<const Var> values) {
    const Var last = weights.tape().constant(values[0].rows(), values[0].cols(), weights.batch(), 0);
    for (int b = 0; b < weights.batch(); ++b) {
      std::size_t n = values.size() - 1;
      while (weights.value(b)[n] == 0) --n;
      std::copy_n(values[n].value(b), last.size(), last.value(b));
    }
    return last;
  }

  Scalar cost_weight_;
  std::vector<StatePart> parts_;
  Param weights_, bias_;
};

}  // namespace

std::unique_ptr<Cell> make_ponder_wrapper(const std::string& argument, std::unique_ptr<Cell> cell) {
  const std::vector<std::string> parts = split_text(argument, ',');
  const std::optional<double> weight = parse_number<double>(parts[0]);
  const std::optional<int> most = parts.size() == 2 ? parse_inner_steps(parts[1]) : 100;
  const bool is_valid = parts.size() <= 2 && weight && std::isfinite(*weight) && *weight >= 0 && most;
  return is_valid ? std::make_unique<Ponder>(std::move(cell), *weight, *most) : nullptr;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
