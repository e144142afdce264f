// A feed-forward controller: h = tanh(W x + b). It has no state, so only the external memory keeps anything from step
// to step.
#include "memnet/cells/cell.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class FeedForward : public Cell {
 public:
  void declare(const Options::Section& options) override {
    options.add("size", size_, 1, 100000, "number of units in the hidden layer");
  }

  void build(const Scope& scope, int inputs) override {
    weights_ = scope("weights", size_, inputs, Init::xavier());
    bias_ = scope("bias", size_, 1, Init::constant(0));
  }

  int outputs() const override { return size_; }

  std::vector<StatePart> state_parts() const override { return {}; }

  State start(Tape&) const override { return {}; }

  Step step(const StepInputs& now, State before) const override {
    Tape& tape = now.x.tape();
    return {tanh(affine(tape[weights_], now.x, tape[bias_])), before};
  }

 private:
  int size_ = 100;
  Param weights_, bias_;
};

}  // namespace

std::unique_ptr<Cell> make_feed_forward_cell() { return std::make_unique<FeedForward>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
