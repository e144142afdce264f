// An addressed head: a pipeline together with the parameters that it needs. Every model that attends to a memory is
// built from heads: the NTM's read and write heads and the hops of a memory network.
//
// The idea: a pipeline only declares which vectors it needs and which parameters it learns. The head computes those
// vectors from an input x, the controller's output or a query, and keeps the parameters. For
//   cosine | softmax | gate        with a memory of width 20
// the pipeline needs a key [20], a key strength [1] and a gate [1]. There are two ways to get them from x:
//   joint   xi = W x + b, [22]: one affine map for all of them. The NTM does this.
//   query   x itself is the key, since it is as wide as the memory and the key has no activation; strength and gate get
//           an affine map each. Memory networks do this, and so do attention over annotations and pointer networks.
// One step of a model is then
//   const Var xi = head.emit(x);
//   const Var w = head.address(xi, {.memory = M, .previous = w_before});
#pragma once

#include <string_view>
#include <vector>

#include "memnet/addressing/pipeline.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class AddressedHead {
 public:
  // How the emission is computed from the input x.
  enum class Emission {
    joint,  // one affine map of x
    query,  // x itself for every vector that it fits, an affine map of x for each of the others
    state,  // the same, but for vectors that are always mapped (EmittedVector): x is the state of a decoder
  };
  struct Setup {
    Emission emission = Emission::joint;
    int inputs = 0;   // size of x
    double gain = 1;  // of the initial weights: Init::xavier(gain)
    // Further numbers that the caller needs stand behind the emission; these are the values that they start near. Only
    // with Emission::joint.
    std::vector<double> appended = {};
  };

  // Declares the parameters of the head in `scope`: weights and biases that start near the emission_start() of the
  // pipeline, then the parameters of its stages. The pipeline has to outlive the head; several heads may share one.
  void build(const Scope& scope, const Pipeline& pipeline, const Setup& setup);

  // Returns the emission for x [inputs], before activation, followed by the appended numbers; none if both are empty.
  Var emit(Var x) const;

  // Returns what its stages compute of the memory alone: HeadInputs::prepared.
  std::span<const Var> prepare(Var memory) const;
  // Returns what its stages keep, before the first step.
  State start(Tape& tape) const;
  // Returns the weighting [N] for an emission without appended numbers. The head fills in inputs.parameters.
  Var address(Var emission, const HeadInputs& inputs) const;
  // Returns the scores [N] that address() would normalize.
  Var scores(Var emission, const HeadInputs& inputs) const;

 private:
  // Where a part of the emission comes from.
  struct Source {
    bool is_input;  // x itself
    Param weights, bias;
  };
  void add_affine(const Scope& scope, std::vector<double> start, const Setup& setup);
  std::span<const Var> parameters(Tape& tape) const;
  HeadInputs with_parameters(HeadInputs inputs) const;

  const Pipeline* pipeline_ = nullptr;
  std::vector<Source> sources_;    // in the order of the emission
  std::vector<Param> parameters_;  // of the stages
  std::vector<Param> state_;       // what the stages keep, before the first step
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
