// Position encodings of a Transformer.
//
// The idea: attention does not depend on the order of columns. So something is added to each column that depends on its
// place alone (sinusoidal: Vaswani et al. 2017, section 3.5; learned: a vector for each place), or to each score
// something that depends on the distance between key and query alone (relative: the form of T5, Raffel et al. 2020,
// section 2.1, with the same biases in all layers), or nothing.
#pragma once

#include <string>
#include <vector>

#include "memnet/autodiff/params.hpp"
#include "memnet/base/options.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class Positions {
 public:
  // If causal, a column attends to those before it and itself; otherwise to all.
  explicit Positions(bool causal) : causal_(causal) {}

  // Declares its options.
  void declare(const Options::Section& options);
  // Declares its parameters, for columns of this size and so many heads; learned ones for so many steps, or, of columns
  // that look both ways, for as many places as its option says.
  void build(const Scope& scope, int size, int heads, int steps);

  // Returns the columns 0 .. T - 1 with what is added to each.
  Var add_to(Var X) const;             // X [W,T] -> [W,T]
  Var add_to(Var x, Var steps) const;  // x [W], the column behind so many steps [1] -> [W]
  // Returns what is added to the scores of so many queries, of which the last one stands at the last key, as
  // relative_biases() does; nothing if nothing is added.
  Var biases(Tape& tape, int queries, int keys) const;

 private:
  Var at(Var steps) const;
  void write_sinusoids(Scalar* column, int place) const;

  bool causal_;
  std::string kind_ = "sinusoidal";
  int places_ = 128;
  int buckets_ = 32;
  int farthest_ = 128;

  int size_ = 0;
  std::vector<double> wave_lengths_;  // of sinusoidal ones, divided by 2 pi
  Param table_, bias_table_;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
