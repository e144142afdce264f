// A causal Transformer as a cell (Vaswani et al. 2017; as a language model, Radford et al. 2018): every step appends
// its keys and values to those of the steps before, and its heads read them. So it is the memory that is only appended
// to, read with content, in every layer; its state is the keys and values of model.controller.steps steps.
//
// As the decoder of an encoder-decoder every layer looks at the annotations too.
#include "memnet/cells/cell.hpp"
#include "memnet/cells/transformer_layers.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Transformer : public Cell {
 public:
  void declare(const Options::Section& options) override { layers_.declare(options); }
  void build(const Scope& scope, int inputs) override { layers_.build(scope, inputs); }
  int outputs() const override { return layers_.size(); }
  std::vector<StatePart> state_parts() const override { return layers_.state_parts(); }
  State start(Tape& tape) const override { return layers_.start(tape); }

  bool annotate(int width) override {
    layers_.annotate(width);
    return true;
  }
  std::span<const Var> prepare(const Annotations& annotations) const override { return layers_.prepare(annotations); }
  std::size_t prepared_values() const override { return layers_.prepared_values(); }

  Step step(const StepInputs& now, State before) const override {
    const TransformerLayers::Step step = layers_.step(now.x, before, now.prepared);
    return {step.output, step.state};
  }

  bool runs() const override { return true; }
  std::span<const Var> run(std::span<const Var> x, std::span<const Var> prepared) const override {
    return columns_of(layers_.run(side_by_side(x), Var(), prepared));
  }

 private:
  TransformerLayers layers_{TransformerLayers::Direction::causal};
};

}  // namespace

std::unique_ptr<Cell> make_transformer_cell() { return std::make_unique<Transformer>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
