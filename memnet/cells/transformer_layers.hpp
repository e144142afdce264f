// The layers of a Transformer (Vaswani et al. 2017, section 3): what its encoder, its decoder and the step model share.
//
// The idea: a layer has two or three parts f, each with a way around it,
//   x + f(norm(x))       pre: and a norm behind the last layer (Xiong et al. 2020)
//   norm(x + f(x))       post, as in the paper
// namely attention of several heads among the columns of X [W,T] (each head projects to queries, keys and values of its
// own); in a decoder, attention to the annotations of an encoder; and, for each column alone, W_2 relu(W_1 x + b_1) +
// b_2. A bias of keys would add the same number to all scores of a query, which changes no weight, so there is none.
//
// The order of columns is encoded by positions.hpp.
//
// Example: of "b a c", both ways, every column looks at all three words. A causal one looks at itself and those before,
// so it can be computed for all steps at once, or step by step: then the state is the keys and values of the steps so
// far, the last one in the last column. Both give the same numbers up to rounding.
#pragma once

#include <string>
#include <vector>

#include "memnet/addressing/state.hpp"
#include "memnet/base/options.hpp"
#include "memnet/cells/positions.hpp"
#include "memnet/memories/memory.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class TransformerLayers {
 public:
  enum class Direction { both_ways, causal };
  explicit TransformerLayers(Direction direction) : causal_(direction == Direction::causal), positions_(causal_) {}

  // Declares its options.
  void declare(const Options::Section& options);
  // Has every layer look at annotations of this width too. Call before build().
  void annotate(int width) { annotation_width_ = width; }
  // Declares its parameters, for inputs of this size. Throws an Error of kind usage if the options contradict each
  // other.
  void build(const Scope& scope, int inputs);
  // Returns the size of a column, W.
  int size() const { return size_; }

  // Returns what all steps need of the annotations: how many there are, and their keys and values for each layer; and
  // how many values that are, 0 without annotations.
  std::span<const Var> prepare(const Annotations& annotations) const;
  std::size_t prepared_values() const { return annotation_width_ > 0 ? 1 + 2 * layers_.size() : 0; }

  // Returns the columns [W,T] for those of X [inputs,T], computed at once: both ways with the number of columns of each
  // example, length [1]; `prepared` is what prepare() returned, if there are annotations.
  Var run(Var X, Var length, std::span<const Var> prepared = {}) const;

  // The causal form step by step: as a cell.
  std::vector<StatePart> state_parts() const;
  State start(Tape& tape) const;
  struct Step {
    Var output;  // [W]
    State state;
  };
  Step step(Var x, State before, std::span<const Var> prepared) const;

 private:
  struct Map {
    Param weights, bias;
    Var operator()(Var x) const;
  };
  struct Norm {
    Param gain, bias;
  };
  struct Heads {
    Map query, value, output;
    Param key_weights;
    Norm norm;
  };
  struct Layer {
    Heads self, cross;
    Map inner, outer;
    Norm norm;
  };
  struct Keys {
    Var K, V;
  };

  Map build_map(const Scope& scope, int outputs, int inputs) const;
  Norm build_norm(const Scope& scope) const;
  Heads build_heads(const Scope& scope, int keys_from) const;
  Var normalize(Var x, const Norm& norm) const;
  Keys keys_of(const Heads& heads, Var x) const;
  Var enter(Var x) const;
  Var leave(Var x) const;
  template <class Part>
  Var around(Var x, const Norm& norm, Part part) const;
  template <class LookAtSelf>
  Var through(std::size_t l, Var x, std::span<const Var> prepared, LookAtSelf look_at_self) const;
  Var run_layer(std::size_t l, Var x, Var range, Var biases, std::span<const Var> prepared) const;
  bool keeps_all(Var x) const;

  Look look_at(Var range, Var biases) const;
  void trace_self(std::size_t l, Var Q, Var K, const Look& look) const;
  void trace_cross(std::size_t l, Var Q, Var K, const Look& look) const;
  void trace_step(std::size_t l, Var Q, Var K, const Look& look, Var steps) const;

  bool causal_;
  int size_ = 64;
  int layers_count_ = 2;
  int heads_ = 4;
  int feed_forward_ = 0;
  std::string norm_ = "pre";
  int steps_ = 128;
  Positions positions_;
  int annotation_width_ = 0;

  bool maps_inputs_ = false;
  Map input_;
  Norm last_norm_;
  std::vector<Layer> layers_;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
