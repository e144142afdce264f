// The model of any system that is stepped: a cell between the input of a step and an output layer,
//   y_t = W_y output_t + b
// The cell is `machine`: a controller with a memory beside it. Without a memory it is a recurrent baseline.
#include "memnet/cells/machine.hpp"
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
    weights_ = scope("output/weights", task.outputs, cell_->outputs(), Init::xavier());
    bias_ = scope("output/bias", task.outputs, 1, Init::constant(0));
  }

  std::span<const Var> forward(Tape& tape, const Batch& batch) const override {
    const std::span<Var> logits = tape.arena().allocate_array<Var>(batch.inputs.size());
    State state = cell_->start(tape);
    Tape::StepByStep steps(tape);
    for (std::size_t t = 0; t < logits.size(); ++t) {
      tape.set_step(static_cast<int>(t));
      steps.next();
      const Cell::Step step =
          cell_->step({input_.apply(tape, batch, t), batch.item_shown[t], batch.item_asked[t]}, state);
      logits[t] = steps.keep(affine(tape[weights_], step.output, tape[bias_]));
      state = step.state;
    }
    return logits;
  }

  bool needs_oracle() const override { return cell_->needs_oracle(); }
  int slots() const override { return cell_->slots(); }
  int slots_filled(const Episode& episode) const override { return cell_->slots_filled(episode); }
  std::size_t state_numbers() const override { return numbers_in(cell_->state_parts()); }

 private:
  void declare_options(const Options::Section& options) override {
    cell_->declare(options);
    input_.declare(options);
  }

  InputLayer input_;
  std::unique_ptr<Cell> cell_ = make_machine_cell();
  Param weights_, bias_;
};

}  // namespace

std::unique_ptr<Model> make_machine_model() { return std::make_unique<MachineModel>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
