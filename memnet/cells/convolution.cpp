// A convolution over time as a controller: h = tanh(W [x_t; x_{t-1}; ...; x_{t-K+1}] + b). It sees the last K
// inputs and nothing older, so it can tie a value to the key before it, but only a memory keeps what came earlier.
// Models with linear memories have such short convolutions before them (Mamba 2023, Gated DeltaNet 2025).
#include <fmt/format.h>

#include <algorithm>

#include "memnet/cells/cell.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Convolution : public Cell {
 public:
  void declare(const Options::Section& options) override {
    options.add("size", size_, 1, 100000, "number of units");
    options.add("inputs", seen_, 1, 1000, "number of inputs that a unit sees: the present one and those before it");
  }

  void build(const Scope& scope, int inputs) override {
    weights_ = scope("weights", size_, seen_ * inputs, Init::xavier());
    bias_ = scope("bias", size_, 1, Init::constant(0));
    for (int i = 1; i < seen_; ++i) {
      parts_.push_back({fmt::format("input{}", i), inputs, 1, TracedAxis::feature});
      if (!start_is_given()) start_.push_back(declare_initial(scope, {parts_.back()}));
    }
  }

  int outputs() const override { return size_; }

  std::vector<StatePart> state_parts() const override { return parts_; }

  State start(Tape& tape) const override {
    const std::span<Var> state = tape.arena().allocate_array<Var>(start_.size());
    std::ranges::transform(start_, state.begin(), [&](Param initial) { return tape[initial]; });
    return state;
  }

  Step step(const StepInputs& now, State before) const override {
    Tape& tape = now.x.tape();
    const std::span<Var> seen = tape.arena().allocate_array<Var>(before.size() + 1);
    seen[0] = now.x;
    std::ranges::copy(before, seen.begin() + 1);
    return {tanh(affine(tape[weights_], concat(seen), tape[bias_])), seen.first(before.size())};
  }

 private:
  int size_ = 100;
  int seen_ = 2;
  Param weights_, bias_;
  std::vector<StatePart> parts_;
  std::vector<Param> start_;
};

}  // namespace

std::unique_ptr<Cell> make_convolution_cell() { return std::make_unique<Convolution>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
