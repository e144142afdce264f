// LSTM layers. Gates of layer l: W_l [x; h_l] + b_l, in the order input, forget, cell, output.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "memnet/cells/cell.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Lstm : public Cell {
 public:
  void declare(const Options::Section& options) override {
    options.add("size", size_, 1, 100000, "number of units in each layer");
    options.add("layers", layers_, 1, 16, "number of layers; each reads the output of the one below");
    options.add("forget_bias", forget_bias_, -10, 10, "initial bias of the forget gates");
    options.add("weight_scale", weight_scale_, 0, 100,
                "scale of initial weights: they are sampled from U(-s, s), s = weight_scale / sqrt(inputs + size)");
  }

  void build(const Scope& scope, int inputs) override {
    for (int l = 0; l < layers_; ++l) {
      const Scope layer = layers_ == 1 ? scope : scope / std::to_string(l);
      const int fan_in = (l == 0 ? inputs : size_) + size_;
      std::vector<double> bias(4 * static_cast<std::size_t>(size_), 0.0);
      std::fill_n(bias.begin() + size_, size_, forget_bias_);
      layers_built_.push_back({
          .weights = layer("weights", 4 * size_, fan_in, Init::uniform(weight_scale_ / std::sqrt(fan_in))),
          .bias = layer("bias", 4 * size_, 1, Init::constant(0).with_offset(bias)),
          .h = start_is_given() ? Param() : layer("initial_hidden", size_, 1, Init::normal(0.05)),
          .c = start_is_given() ? Param() : layer("initial_cell", size_, 1, Init::normal(0.05)),
      });
    }
  }

  int outputs() const override { return size_; }

  std::vector<StatePart> state_parts() const override {
    std::vector<StatePart> parts;
    for (int l = 0; l < layers_; ++l)
      append_parts(parts, fmt::format("layer{}", l),
                   {{"h", size_, 1, TracedAxis::hidden, StateSet::bipolar}, {"c", size_, 1, TracedAxis::hidden}});
    return parts;
  }

  State start(Tape& tape) const override {
    const std::span<Var> state = tape.arena().allocate_array<Var>(2 * layers_built_.size());
    for (std::size_t l = 0; l < layers_built_.size(); ++l) {
      state[2 * l] = tape[layers_built_[l].h];
      state[2 * l + 1] = tape[layers_built_[l].c];
    }
    return state;
  }

  Var output_of(State state) const override { return state[state.size() - 2]; }

  Step step(const StepInputs& now, State before) const override {
    Var x = now.x;
    Tape& tape = x.tape();
    const std::span<Var> after = tape.arena().allocate_array<Var>(before.size());
    for (std::size_t l = 0; l < layers_built_.size(); ++l) {
      const Layer& layer = layers_built_[l];
      const Var h = before[2 * l], c = before[2 * l + 1];
      const Var gates = affine(tape[layer.weights], concat({x, h}), tape[layer.bias]);
      const LstmState next = lstm_cell(gates, c);
      after[2 * l] = x = next.h;
      after[2 * l + 1] = next.c;
    }
    return {x, after};
  }

 private:
  struct Layer {
    Param weights, bias, h, c;
  };
  int size_ = 100;
  int layers_ = 1;
  double forget_bias_ = 0;
  double weight_scale_ = 1;
  std::vector<Layer> layers_built_;
};

}  // namespace

std::unique_ptr<Cell> make_lstm_cell() { return std::make_unique<Lstm>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
