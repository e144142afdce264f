#include "memnet/addressing/head.hpp"

#include <algorithm>

#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

bool fits(const EmittedVector& vector, const AddressedHead::Setup& setup) {
  if (setup.emission == AddressedHead::Emission::state && vector.is_mapped) return false;
  return vector.segment.size == setup.inputs && vector.segment.activation == Activation::none;
}

}  // namespace

void AddressedHead::build(const Scope& scope, const Pipeline& pipeline, const Setup& setup) {
  pipeline_ = &pipeline;
  std::vector<double> start = pipeline.emission_start();
  if (setup.emission == Emission::joint) {
    start.insert(start.end(), setup.appended.begin(), setup.appended.end());
    if (!start.empty()) add_affine(scope, start, setup);
  } else {
    auto from = start.begin();
    for (std::size_t i = 0; i < pipeline.emitted().size(); ++i) {
      const EmittedVector& vector = pipeline.emitted()[i];
      const auto to = from + vector.segment.size;
      if (fits(vector, setup))
        sources_.push_back({.is_input = true, .weights = {}, .bias = {}});
      else
        add_affine(scope / pipeline.emitted_names()[i], {from, to}, setup);
      from = to;
    }
  }
  for (const Pipeline::Parameter& p : pipeline.parameters())
    parameters_.push_back(scope(p.name, p.rows, p.cols, p.init));
  for (const InitialState& kept : pipeline.state()) state_.push_back(declare_initial(scope, kept));
}

State AddressedHead::start(Tape& tape) const {
  const std::span<Var> state = tape.arena().allocate_array<Var>(state_.size());
  std::ranges::transform(state_, state.begin(), [&](Param p) { return tape[p]; });
  return state;
}

// Adds an affine map to as many numbers as `start` has.
void AddressedHead::add_affine(const Scope& scope, std::vector<double> start, const Setup& setup) {
  const int size = static_cast<int>(start.size());
  const Param weights = scope("weights", size, setup.inputs, Init::xavier(setup.gain));
  const Param bias = scope("bias", size, 1, Init::normal(0.01).with_offset(std::move(start)));
  sources_.push_back({.is_input = false, .weights = weights, .bias = bias});
}

Var AddressedHead::emit(Var x) const {
  if (sources_.empty()) return {};
  Tape& tape = x.tape();
  const std::span<Var> parts = tape.arena().allocate_array<Var>(sources_.size());
  std::ranges::transform(sources_, parts.begin(), [&](const Source& source) {
    return source.is_input ? x : affine(tape[source.weights], x, tape[source.bias]);
  });
  return parts.size() == 1 ? parts[0] : concat(parts);
}

std::span<const Var> AddressedHead::parameters(Tape& tape) const {
  const std::span<Var> parameters = tape.arena().allocate_array<Var>(parameters_.size());
  std::ranges::transform(parameters_, parameters.begin(), [&](Param p) { return tape[p]; });
  return parameters;
}

HeadInputs AddressedHead::with_parameters(HeadInputs inputs) const {
  inputs.parameters = parameters(inputs.memory.tape());
  return inputs;
}

std::span<const Var> AddressedHead::prepare(Var memory) const {
  return pipeline_->prepare(memory, parameters(memory.tape()));
}

Var AddressedHead::address(Var emission, const HeadInputs& inputs) const {
  return pipeline_->address(emission, with_parameters(inputs));
}

Var AddressedHead::scores(Var emission, const HeadInputs& inputs) const {
  return pipeline_->scores(emission, with_parameters(inputs));
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
