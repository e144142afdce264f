// A Var is a value on a tape: [rows, cols] for each example of a batch.
//
// Layout: each example is column-major, and the examples follow each other. A value with a batch of 1 (a parameter, a
// constant) broadcasts to any batch, and its gradient is the sum over that batch.
#pragma once

#include "memnet/base/scalar.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class Tape;

// One value on the tape.
struct Node {
  Tape* tape;
  Scalar* value;
  Scalar* adjoint;  // nullptr until a pullback adds to it
  int rows, cols, batch;
  int stride;           // distance from one example to the next: rows * cols, or 0 if the batch is 1
  int step;             // the time step, for messages and traces
  bool keeps_adjoint;   // the adjoint stays valid after backward(): for parameters and leaves
  int pool;             // index of the list of free buffers for its adjoint
  bool needs_gradient;  // false for constants and for values that depend on constants only
  const char* op;       // the primitive that computed it
};

// A handle to a value on a tape. It is a pointer, so copies are cheap.
class Var {
 public:
  Var() = default;
  explicit Var(Node* node) : node_(node) {}

  int rows() const { return node_->rows; }
  int cols() const { return node_->cols; }
  int size() const { return node_->rows * node_->cols; }
  int batch() const { return node_->batch; }
  int numbers() const { return size() * batch(); }  // of all examples
  bool needs_gradient() const { return node_->needs_gradient; }

  // Example b of the value, and of its adjoint. With a batch of 1 it is the same for every b.
  Scalar* value(int b = 0) const { return node_->value + b * node_->stride; }
  inline Scalar* adjoint(int b = 0) const;

  Scalar operator()(int row, int col = 0, int b = 0) const { return value(b)[col * rows() + row]; }
  explicit operator bool() const { return node_ != nullptr; }
  Tape& tape() const { return *node_->tape; }
  Node& node() const { return *node_; }

 private:
  Node* node_ = nullptr;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
