// The model of any system that is stepped: a cell between the input of a step and an output layer,
//   y_t = W_y output_t + b
// The cell is `machine`: a controller with a memory beside it. Without a memory it is a recurrent baseline. With a
// wrapper around it, it has several inner steps in every step.
//
// The steps of a long sequence, or of a large memory, are computed in segments whose values are not kept: see
// Tape::recompute_later(). A cell that can compute all steps at once does so.
#include <algorithm>
#include <cmath>

#include "memnet/cells/machine.hpp"
#include "memnet/cells/wrappers/wrapper.hpp"
#include "memnet/models/input_layer.hpp"
#include "memnet/models/model.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class MachineModel : public Model {
 public:
  void build(Params& params, const TaskSpec& task) override {
    const Scope scope(params);
    input_.build(scope, task);
    cell_->build(scope, input_.width());
    state_numbers_ = numbers_in(cell_->state_parts());
    weights_ = scope("output/weights", task.outputs, cell_->outputs(), Init::xavier());
    bias_ = scope("output/bias", task.outputs, 1, Init::constant(0));
  }

  std::span<const Var> forward(Tape& tape, const Batch& batch) const override {
    const std::size_t T = batch.inputs.size(), length = segment_length(tape, batch);
    const std::span<Var> logits = tape.arena().allocate_array<Var>(T);
    if (cell_->runs()) {
      run_at_once(batch, logits);
      return logits;
    }
    State state = cell_->start(tape);
    for (std::size_t first = 0; first < T; first += length) {
      const std::size_t count = std::min(length, T - first);
      const auto steps = [this, batch, first, count](State before) { return run(batch, first, count, before); };
      const std::span<const Var> outputs = length < T ? tape.recompute_later(state, steps) : steps(state);
      std::ranges::copy(outputs.first(count), logits.begin() + static_cast<std::ptrdiff_t>(first));
      state = outputs.subspan(count);
    }
    return logits;
  }

  bool needs_oracle() const override { return cell_->needs_oracle(); }
  Slope slope() const override { return cell_->slope(); }
  int slots() const override { return cell_->slots(); }
  int slots_filled(const Episode& episode) const override { return cell_->slots_filled(episode); }
  std::size_t state_numbers() const override { return state_numbers_; }

 private:
  void declare_options(const Options::Section& options) override {
    options.add("cell", wrapper_, canonical_wrapper,
                "what steps the controller and its memory several times in every step: none, repeat:K or ponder:TAU");
    cell_ = wrapped(wrapper_, make_machine_cell());
    cell_->declare(options);
    input_.declare(options);
  }

  // Returns how many steps a segment has: all of them if the values fit into the tape's budget, by the estimate that a
  // step keeps about twice its state. Otherwise as many as take the least memory: T / length states between the
  // segments, and the values of one segment.
  std::size_t segment_length(const Tape& tape, const Batch& batch) const {
    const double T = static_cast<double>(batch.inputs.size());
    const double bytes = sizeof(Scalar) * static_cast<double>(state_numbers_) * batch.size;
    return static_cast<std::size_t>(2 * T * bytes <= static_cast<double>(tape.budget()) ? T
                                                                                        : std::ceil(std::sqrt(T / 2)));
  }

  // Computes all steps at once.
  void run_at_once(const Batch& batch, std::span<Var> logits) const {
    Tape& tape = batch.inputs[0].tape();
    const std::span<Var> x = tape.arena().allocate_array<Var>(logits.size());
    for (std::size_t t = 0; t < x.size(); ++t) x[t] = input_.apply(tape, batch, t);
    std::ranges::transform(cell_->run(x, {}), logits.begin(),
                           [&](Var output) { return affine(tape[weights_], output, tape[bias_]); });
  }

  // Runs `count` steps from the first on. Returns the logits of each, and behind them the state after the last.
  std::span<const Var> run(const Batch& batch, std::size_t first, std::size_t count, State state) const {
    Tape& tape = batch.inputs[first].tape();
    const std::span<Var> outputs = tape.arena().allocate_array<Var>(count + state.size());
    Tape::StepByStep steps(tape);
    for (std::size_t t = first; t < first + count; ++t) {
      tape.set_step(static_cast<int>(t));
      steps.next();
      const Cell::Step step =
          cell_->step({input_.apply(tape, batch, t), batch.item_shown[t], batch.item_asked[t]}, state);
      outputs[t - first] = steps.keep(affine(tape[weights_], step.output, tape[bias_]));
      state = step.state;
    }
    std::ranges::transform(state, outputs.begin() + static_cast<std::ptrdiff_t>(count),
                           [&](Var x) { return steps.keep(x); });
    return outputs;
  }

  InputLayer input_;
  std::string wrapper_ = "none";
  std::unique_ptr<Cell> cell_;
  std::size_t state_numbers_ = 0;
  Param weights_, bias_;
};

}  // namespace

std::unique_ptr<Model> make_machine_model() { return std::make_unique<MachineModel>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
