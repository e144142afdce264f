// The tape: values in the order in which they were computed, and the pullbacks that carry gradients back.
//
// A Var is a value on a tape: [rows, cols] per example, and a batch of examples behind it that every primitive carries
// along silently, so model code reads like the papers. Layout: each example is column-major, examples follow each
// other. A batch of 1 (a parameter, a constant) broadcasts against any batch, and its gradient sums over that batch.
//
//   Tape tape;
//   Var x = tape.constant(matrix);
//   Var y = tanh(affine(W, x, b));        // records y's value and its pullback
//   tape.backward(loss);                  // walks the pullbacks from the last to the first
//
// Values live in an arena until reset(). Adjoints (the gradient of the loss by a value) exist only while somebody
// needs them: the first pullback that adds to one takes a zeroed buffer from a pool, and once the value's own pullback
// has run the buffer goes back. So the adjoints of a long sequence fit in a few buffers that stay in the cache, and a
// step that has been run before allocates nothing.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "memnet/autodiff/arena.hpp"
#include "memnet/autodiff/params.hpp"
#include "memnet/autodiff/weight_gradients.hpp"
#include "memnet/base/aligned.hpp"
#include "memnet/base/matrix.hpp"
#include "memnet/base/scalar.hpp"
#include "memnet/base/trace_label.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class Tape;

// What the tape keeps of one value.
struct Node {
  Tape* tape;
  Scalar* value;
  Scalar* adjoint;  // nullptr until a pullback adds to it
  int rows, cols, batch;
  int stride;           // from one example to the next: rows * cols, or 0 where batch is 1
  int step;             // the time step it belongs to, for messages and traces
  bool keeps_adjoint;   // the caller owns the adjoint, or wants to look at it after backward()
  int pool;             // which list of free buffers its adjoint comes from
  bool wants_gradient;  // false for constants and everything computed from constants alone
  const char* op;
};

// A handle to a value on a tape; as cheap to copy as a pointer.
class Var {
 public:
  Var() = default;
  explicit Var(Node* node) : node_(node) {}

  int rows() const { return node_->rows; }
  int cols() const { return node_->cols; }
  int size() const { return node_->rows * node_->cols; }
  int batch() const { return node_->batch; }
  int numbers() const { return size() * batch(); }  // over all examples
  bool wants_gradient() const { return node_->wants_gradient; }

  // Example b of the value, and of its adjoint. A batch of 1 gives the same example for every b.
  Scalar* value(int b = 0) const { return node_->value + b * node_->stride; }
  inline Scalar* adjoint(int b = 0) const;

  Scalar operator()(int row, int col = 0, int b = 0) const { return value(b)[col * rows() + row]; }
  explicit operator bool() const { return node_ != nullptr; }
  Tape& tape() const { return *node_->tape; }
  Node& node() const { return *node_; }

 private:
  Node* node_ = nullptr;
};

class Tape {
 public:
  Tape() = default;
  Tape(const Tape&) = delete;
  Tape& operator=(const Tape&) = delete;

  // Forgets every value and keeps the memory.
  void reset();

  // Makes the parameters available as Vars; their gradients are added to `gradient` (laid out like params.values()).
  // Without a gradient buffer nothing is recorded: the tape only computes.
  void bind(const Params& params, std::span<Scalar> gradient = {});
  Var operator[](Param p) const { return parameters_[static_cast<std::size_t>(p.index)]; }

  // Values that come from outside.
  Var constant(int rows, int cols, int batch, Scalar fill);
  Var constant(const Matrix& example);
  // A value whose adjoint can be read after backward().
  Var leaf(int rows, int cols, int batch);

  // --- for primitives (see core/op.hpp) ---
  // `value` is where the numbers already lie; without it they get room in the arena.
  Node* new_node(const char* op, int rows, int cols, int batch, bool wants_gradient, Scalar* value = nullptr);
  template <class Pullback>
  void record(Pullback pullback);
  Scalar* take_adjoint(Node& node);
  void count_flops(double flops) { flops_ += flops; }
  Arena& arena() { return arena_; }
  // Room for the inside of one value or one pullback: whoever asks next gets the same.
  Scalar* scratch(int numbers) {
    if (scratch_.size() < static_cast<std::size_t>(numbers)) scratch_.resize(static_cast<std::size_t>(numbers));
    return scratch_.data();
  }
  // Adds dy x^T to the gradient of a weight matrix (and dy to that of its bias), now or later in backward().
  WeightGradients& weight_gradients() { return weight_gradients_; }

  // Carries d(scale * sum of root) back to every value that wants a gradient.
  void backward(Var root, Scalar scale = 1);

  // --- where we are, for messages and traces ---
  void set_step(int t) { step_ = t; }
  int step() const { return step_; }
  double flops() const { return flops_; }  // floating-point operations since reset()

  // A value that trace() was given, with the time step it belongs to.
  struct Traced : TraceLabel {
    int step;
    Var value;
  };
  void enable_tracing(bool on) { tracing_ = on; }
  // Adds the value to traced(), under this name, as one of the head of the innermost TraceScope. Does nothing unless
  // tracing is enabled.
  void trace(std::string_view name, TracedRole role, TracedAxis axis, Var value) {
    if (tracing_) traced_.push_back({{head_, std::string(name), kind_, role, axis}, step_, value});
  }
  std::span<const Traced> traced() const { return traced_; }
  // While it lives, traced values belong to this head. A scope within a scope makes "outer/inner".
  class TraceScope {
   public:
    TraceScope(Tape& tape, std::string_view head, TracedKind kind)
        : tape_(tape), length_(tape.head_.size()), outer_(tape.kind_) {
      if (!tape.tracing_) return;
      tape.head_.append(length_ == 0 ? "" : "/").append(head);
      tape.kind_ = kind;
    }
    ~TraceScope() {
      tape_.head_.resize(length_);
      tape_.kind_ = outer_;
    }
    TraceScope(const TraceScope&) = delete;
    TraceScope& operator=(const TraceScope&) = delete;

   private:
    Tape& tape_;
    std::size_t length_;
    TracedKind outer_;
  };

  // Where the first number that is not finite came from; slow, for the moment after something went wrong. With
  // check_finite(true), every value and every adjoint is examined as it is made, and the first bad one is remembered.
  void check_finite(bool on) { watching_ = on; }
  const std::string& first_nonfinite() const { return first_nonfinite_; }

  std::size_t bytes_reserved() const { return arena_.bytes_reserved() + adjoint_arena_.bytes_reserved(); }

 private:
  struct Record {
    void (*run)(void* closure);
    void* closure;
    std::size_t first_node, end_node;  // the values this pullback starts from
  };
  // The pool has a list of free buffers for each size; a model uses a dozen sizes.
  struct FreeList {
    int numbers;
    std::vector<Scalar*> buffers;
  };

  int find_pool(int numbers);
  void give_back_adjoint(Node& node);
  void examine(const Node& node, const Scalar* numbers, const char* what);
  void examine_values_until(std::size_t end);

  Arena arena_{std::size_t{4} << 20};
  Arena adjoint_arena_{std::size_t{1} << 20};
  std::vector<FreeList> pool_;
  std::array<int, 251> pool_places_{};
  std::vector<Node*> nodes_;
  std::vector<Record> records_;
  std::vector<Var> parameters_;
  WeightGradients weight_gradients_;
  AlignedVector<Scalar> scratch_;
  std::size_t recorded_nodes_ = 0;  // nodes before this belong to an earlier pullback, or to none
  bool recording_ = true;
  int step_ = 0;
  double flops_ = 0;

  bool tracing_ = false;
  std::string head_;
  TracedKind kind_ = TracedKind::model;
  std::vector<Traced> traced_;
  bool watching_ = false;
  std::size_t watched_nodes_ = 0;
  std::string first_nonfinite_;
};

inline Scalar* Var::adjoint(int b) const {
  Scalar* first = node_->adjoint != nullptr ? node_->adjoint : node_->tape->take_adjoint(*node_);
  return first + b * node_->stride;
}

// Stores a pullback, which belongs to all values made since the last one. It owns what it captures: Vars and numbers.
template <class Pullback>
void Tape::record(Pullback pullback) {
  Pullback* closure = new (arena_.allocate<Pullback>(1)) Pullback(pullback);
  records_.push_back({[](void* p) { (*static_cast<Pullback*>(p))(); }, closure, recorded_nodes_, nodes_.size()});
  recorded_nodes_ = nodes_.size();
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
