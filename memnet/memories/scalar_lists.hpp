// Lists of numbers that move as a whole (Joulin & Mikolov 2015): the memory of soft_stack and soft_list.
//
// The idea: each of S lists is a row of cells with a head on one of them. In every step the output h of the controller
// gives for each list how much of every action to take, a = softmax(A h), and a number to write, v = sigmoid(D h); the
// list becomes the mean of what these actions would make of it, weighted by a. The numbers in the first cells from the
// head on are read.
// Example, a stack whose head is the first cell: [0.7 0.2 -1] after pushing 0.9 is [0.9 0.7 0.2], after popping it is
// [0.2 -1 -1]; with a = [0.5 0.5] it becomes [0.55 -0.15 -0.4].
//
// Empty cells are -1, as are those beyond both ends: of what is moved out of the `capacity` cells nothing is kept.
#pragma once

#include <string>
#include <vector>

#include "memnet/memories/memory.hpp"
#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class ScalarLists : public Memory {
 public:
  void declare(const Options::Section& options) override;
  void build(const Scope& scope, int controller, bool feedback) override;
  int reads() const override { return lists_; }
  int read_size() const override { return depth_; }
  std::vector<StatePart> state_parts() const override;
  Step start(Tape& tape, const Annotations* annotations) const override;
  Step step(Var h, State before, const StepInputs& now) const override;
  int slots() const override { return capacity_; }
  int slots_filled(const Episode& episode) const override { return kind_.sides * episode.steps(); }

 protected:
  // What a list is.
  struct Kind {
    std::string name;  // "stack": the lists are stack0, stack1, ..., and their number is the option model.stacks
    int sides;         // 1: the head is the first cell; 2: it is in the middle
    std::vector<CellAction> actions;
  };
  explicit ScalarLists(Kind kind) : kind_(std::move(kind)) {}

 private:
  std::string name_of(int list) const { return kind_.name + std::to_string(list); }
  int head() const { return kind_.sides == 1 ? 0 : capacity_ / 2; }

  Kind kind_;
  int lists_ = 2;
  int capacity_ = 100;
  int depth_ = 2;
  bool no_op_ = false;
  Param weights_, bias_;
  std::vector<Segment> emission_;  // of each list: its actions, the number to write
  std::vector<Segment> cells_;     // those before the ones that are read, if any; those; the rest, if any
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
