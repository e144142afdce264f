// GRU layers. Gates of layer l: W_l [x; h_l] + b_l, in the order reset, update.
// Candidate: [W_x x + b_x; W_h h_l + b_h].
#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "memnet/cells/cell.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Gru : public Cell {
 public:
  void declare(const Options::Section& options) override {
    options.add("size", size_, 1, 100000, "number of units in each layer");
    options.add("layers", layers_, 1, 16, "number of layers; each reads the output of the one below");
    options.add("weight_scale", weight_scale_, 0, 100,
                "scale of initial weights: they are sampled from U(-s, s), s = weight_scale / sqrt(inputs + size)");
  }

  void build(const Scope& scope, int inputs) override {
    for (int l = 0; l < layers_; ++l) {
      const Scope layer = layers_ == 1 ? scope : scope / std::to_string(l);
      const int wide = l == 0 ? inputs : size_;
      const Init init = Init::uniform(weight_scale_ / std::sqrt(wide + size_));
      layers_built_.push_back({
          .gates = layer("gate_weights", 2 * size_, wide + size_, init),
          .gate_bias = layer("gate_bias", 2 * size_, 1, Init::constant(0)),
          .from_input = layer("candidate_input_weights", size_, wide, init),
          .input_bias = layer("candidate_input_bias", size_, 1, Init::constant(0)),
          .from_hidden = layer("candidate_hidden_weights", size_, size_, init),
          .hidden_bias = layer("candidate_hidden_bias", size_, 1, Init::constant(0)),
          .h = layer("initial_hidden", size_, 1, Init::normal(0.05)),
      });
    }
  }

  int outputs() const override { return size_; }

  std::vector<StatePart> state_parts() const override {
    std::vector<StatePart> parts;
    for (int l = 0; l < layers_; ++l)
      append_parts(parts, fmt::format("layer{}", l), {{"h", size_, 1, TracedAxis::hidden}});
    return parts;
  }

  State start(Tape& tape) const override {
    const std::span<Var> state = tape.arena().allocate_array<Var>(layers_built_.size());
    for (std::size_t l = 0; l < state.size(); ++l) state[l] = tape[layers_built_[l].h];
    return state;
  }

  Step step(const StepInputs& now, State before) const override {
    Var x = now.x;
    Tape& tape = x.tape();
    const std::span<Var> after = tape.arena().allocate_array<Var>(before.size());
    for (std::size_t l = 0; l < after.size(); ++l) {
      const Layer& layer = layers_built_[l];
      const Var h = before[l];
      const Var gates = affine(tape[layer.gates], concat({x, h}), tape[layer.gate_bias]);
      const Var candidate = concat({affine(tape[layer.from_input], x, tape[layer.input_bias]),
                                    affine(tape[layer.from_hidden], h, tape[layer.hidden_bias])});
      after[l] = x = gru_cell(gates, candidate, h);
    }
    return {x, after};
  }

 private:
  struct Layer {
    Param gates, gate_bias, from_input, input_bias, from_hidden, hidden_bias, h;
  };
  int size_ = 100;
  int layers_ = 1;
  double weight_scale_ = 1;
  std::vector<Layer> layers_built_;
};

}  // namespace

std::unique_ptr<Cell> make_gru_cell() { return std::make_unique<Gru>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
