// Rows with strengths (Grefenstette, Hermann, Suleyman & Blunsom 2015): the memory of stack, queue and deque.
//
// The idea: row i holds a value V_i and its strength s_i from 0 to 1, how much of it is there. In every step, for each
// place where the controller acts on the memory, its output h gives how much to pop, u, how much to push, d, and the
// value to push, v. Then
//   s = pop(s, u), at all places one after the other       takes away the strength u
//   a new row with the value v and the strength d          for each place
//   r = V^T w, w = front(s)                                reads what lies in front, strength 1 in all
// Example: a stack whose rows have the strengths 0.7 and 0.5, the last on top. Popping 0.6 leaves 0.6 and 0; pushing v
// with d = 0.9 gives 0.6, 0, 0.9; so 0.9 v and 0.1 of the first value are read.
//
// Every step fills a row at every place, whatever d is, so that rows stand in the order of the steps. The memory keeps
// the rows of `capacity` steps: in a longer episode the oldest row is lost in every step. Evaluations beyond the
// trained lengths have rows for all their steps (evaluate.memory_slots).
#pragma once

#include <string>
#include <vector>

#include "memnet/memories/memory.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class Strengths : public Memory {
 public:
  void declare(const Options::Section& options) override;
  void build(const Scope& scope, int controller, bool feedback) override;
  int reads() const override { return static_cast<int>(places_.size()); }
  int read_size() const override { return width_; }
  std::vector<StatePart> state_parts() const override;
  Step start(Tape& tape, const Annotations* annotations) const override;
  Step step(Var h, State before, const StepInputs& now) const override;
  int slots() const override { return capacity_; }
  int slots_filled(const Episode& episode) const override { return episode.steps(); }

 protected:
  // Where the controller acts on the memory. Every place fills a block of `capacity` rows of its own.
  struct Place {
    const char* name;
    int block;        // number of its block, from 0
    End filled_from;  // the end of the block where its first row is
    End front;        // the end of all rows from which it pops and reads
  };
  // Takes the places in the order in which they pop.
  explicit Strengths(std::vector<Place> places) : places_(std::move(places)) {}

 private:
  int rows() const { return capacity_ * reads(); }
  Rows rows_of(const Place& place) const;

  std::vector<Place> places_;
  int capacity_ = 128;
  int width_ = 20;
  std::vector<Param> weights_, biases_;  // of each place: from h to push, pop and value
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
