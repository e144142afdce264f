// GRU layers. Gates of layer l: W_l [x; h_l] + b_l, in the order reset, update. There are two forms:
//   reset = after    Candidate: [W_x x + b_x; W_h h_l + b_h]; the reset gate multiplies the product W_h h_l + b_h, and
//                    h = (1 - z) n + z h. Most libraries have it, since one product serves both gates and candidate.
//   reset = before   n = tanh(W_x x + W_h (r h_l) + b_x) and h = (1 - z) h + z n, as it is printed (Cho et al. 2014,
//                    eq. 8; Bahdanau et al. 2015, appendix A.1.1)
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
    options.add(
        "reset", reset_, {"after", "before"},
        "where reset gates act: after the product with the state, as in most libraries, or before it, as in the "
        "paper, where the update gate has the opposite sense too");
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
          .hidden_bias = resets_before() ? Param() : layer("candidate_hidden_bias", size_, 1, Init::constant(0)),
          .h = start_is_given() ? Param() : layer("initial_hidden", size_, 1, Init::normal(0.05)),
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

  Var output_of(State state) const override { return state.back(); }

  Step step(const StepInputs& now, State before) const override {
    Var x = now.x;
    Tape& tape = x.tape();
    const std::span<Var> after = tape.arena().allocate_array<Var>(before.size());
    for (std::size_t l = 0; l < after.size(); ++l) {
      const Layer& layer = layers_built_[l];
      const Var h = before[l];
      const Var gates = affine(tape[layer.gates], concat({x, h}), tape[layer.gate_bias]);
      if (resets_before()) {
        after[l] = x = step_as_printed(layer, gates, x, h);
        continue;
      }
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
  bool resets_before() const { return reset_ == "before"; }

  Var step_as_printed(const Layer& layer, Var gates, Var x, Var h) const {
    Tape& tape = x.tape();
    const Segment parts[] = {{size_, Activation::sigmoid}, {size_, Activation::sigmoid}};
    const std::span<const Var> active = split(gates, parts);
    const Var r = active[0], z = active[1];
    const Var n = tanh(add(affine(tape[layer.from_input], x, tape[layer.input_bias]),
                           matvec(tape[layer.from_hidden], hadamard(r, h))));
    return add(h, hadamard(z, subtract(n, h)));
  }

  int size_ = 100;
  int layers_ = 1;
  double weight_scale_ = 1;
  std::string reset_ = "after";
  std::vector<Layer> layers_built_;
};

}  // namespace

std::unique_ptr<Cell> make_gru_cell() { return std::make_unique<Gru>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
