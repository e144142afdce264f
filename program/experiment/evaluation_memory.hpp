// The memory of a network in evaluations, which may have another number of slots than in training
// (evaluate.memory_slots).
#pragma once

#include <memory>
#include <span>
#include <string>

#include "program/experiment/experiment.hpp"

namespace memnet {

// A network with the learned numbers of an experiment, and its own number of memory slots.
struct ResizedNetwork {
  std::unique_ptr<Model> model;
  Params params;
};

class EvaluationMemory {
 public:
  // Throws an Error of kind usage if evaluate.memory_slots is a number, and the network cannot have another number of
  // slots.
  explicit EvaluationMemory(const Experiment& experiment);

  // Returns how many slots evaluations of a length have. `filled` is how many the network fills at most. Returns 0 for
  // a network without a memory.
  int slots_at(int length, int filled) const;
  bool is_resized(int slots) const { return slots != trained_; }
  // Returns the network with so many slots, as it is trained now. What is not learned is extended by the rule that made
  // it: the initial memory, and the initial weighting of heads.
  ResizedNetwork resized(int slots) const;

 private:
  const Experiment& experiment_;
  int trained_ = 0;           // slots; 0: the network has no memory
  int given_ = 0;             // the number in evaluate.memory_slots, if it is one
  std::string unchangeable_;  // why nothing but the trained number is possible; "" if another one is
};

}  // namespace memnet
