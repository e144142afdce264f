#include "memnet/models/recurrent.hpp"

#include "memnet/cells/cell.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Recurrent : public Model {
 public:
  explicit Recurrent(const std::string& cell) : controller_(make_cell(cell)) {}

  void declare(const Options::Section& options) override { controller_->declare(options / "controller"); }

  void build(Params& params, const TaskSpec& task) override {
    const Scope scope(params);
    controller_->build(scope / "controller", task.inputs);
    weights_ = scope("output/weights", task.outputs, controller_->outputs(), Init::xavier());
    bias_ = scope("output/bias", task.outputs, 1, Init::constant(0));
  }

  std::span<const Var> forward(Tape& tape, const Batch& batch) const override {
    const std::span<Var> logits = tape.arena().allocate_array<Var>(batch.inputs.size());
    Cell::State state = controller_->start(tape);
    for (std::size_t t = 0; t < logits.size(); ++t) {
      tape.set_step(static_cast<int>(t));
      const Cell::Step step = controller_->step(batch.inputs[t], state);
      logits[t] = affine(tape[weights_], step.output, tape[bias_]);
      state = step.state;
    }
    return logits;
  }

 private:
  std::unique_ptr<Cell> controller_;
  Param weights_, bias_;
};

}  // namespace

std::unique_ptr<Model> make_recurrent_model(const std::string& cell) { return std::make_unique<Recurrent>(cell); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
