// The simplest recurrent network (Elman 1990): h = f(W [x; h'] + b), where f is tanh or the logistic sigmoid.
#include "memnet/cells/cell.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Rnn : public Cell {
 public:
  void declare(const Options::Section& options) override {
    options.add("size", size_, 1, 100000, "number of units");
    options.add("activation", activation_, {"tanh", "sigmoid"}, "function that is applied to every unit");
    options.add("bias", has_bias_, "whether units have a bias");
    options.add(
        "recurrence", is_recurrent_,
        "whether units read the units of the step before; if not, only a memory carries anything from step to step");
  }

  void build(const Scope& scope, int inputs) override {
    weights_ = scope("weights", size_, inputs + (is_recurrent_ ? size_ : 0), Init::xavier());
    if (has_bias_) bias_ = scope("bias", size_, 1, Init::constant(0));
    if (is_recurrent_ && !start_is_given()) h_ = scope("initial_hidden", size_, 1, Init::normal(0.05));
  }

  int outputs() const override { return size_; }

  std::vector<StatePart> state_parts() const override {
    if (!is_recurrent_) return {};
    return {{"h", size_, 1, TracedAxis::hidden, activation_ == "tanh" ? StateSet::bipolar : StateSet::unit}};
  }

  State start(Tape& tape) const override {
    const std::span<Var> state = tape.arena().allocate_array<Var>(is_recurrent_ ? 1 : 0);
    if (is_recurrent_) state[0] = tape[h_];
    return state;
  }

  Var output_of(State state) const override { return is_recurrent_ ? state[0] : Var(); }

  Step step(const StepInputs& now, State before) const override {
    Tape& tape = now.x.tape();
    const Var x = is_recurrent_ ? concat({now.x, before[0]}) : now.x;
    const Var sum = has_bias_ ? affine(tape[weights_], x, tape[bias_]) : matvec(tape[weights_], x);
    const Var h = activation_ == "tanh" ? tanh(sum) : sigmoid(sum);
    if (!is_recurrent_) return {h, before};
    const std::span<Var> after = tape.arena().allocate_array<Var>(1);
    after[0] = h;
    return {h, after};
  }

 private:
  int size_ = 100;
  std::string activation_ = "tanh";
  bool has_bias_ = true;
  bool is_recurrent_ = true;
  Param weights_, bias_, h_;
};

}  // namespace

std::unique_ptr<Cell> make_rnn_cell() { return std::make_unique<Rnn>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
