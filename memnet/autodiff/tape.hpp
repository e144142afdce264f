// Tape: reverse-mode automatic differentiation. It records values in the order in which they are computed, and the
// pullbacks that propagate gradients back.
//
// All primitives work on values of whole batches (var.hpp), so model code reads like the equations of the papers.
//
//   Tape tape;
//   Var x = tape.constant(matrix);
//   Var y = tanh(affine(W, x, b));        // records y's value and its pullback
//   tape.backward(loss);                  // calls the pullbacks from the last to the first
//
// Any computation on a tape may throw Interrupted (see base/interruption.hpp); the next thing to do with the tape is
// then reset().
//
// Values stay valid until reset(). The adjoint of a value (the gradient of the loss with respect to it) exists only
// while it is needed: see tape.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "memnet/autodiff/arena.hpp"
#include "memnet/autodiff/choices.hpp"
#include "memnet/autodiff/params.hpp"
#include "memnet/autodiff/profile.hpp"
#include "memnet/autodiff/sizes.hpp"
#include "memnet/autodiff/var.hpp"
#include "memnet/autodiff/weight_gradients.hpp"
#include "memnet/base/aligned.hpp"
#include "memnet/base/matrix.hpp"
#include "memnet/base/scalar.hpp"
#include "memnet/base/trace_label.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class Tape {
 public:
  Tape() = default;
  Tape(const Tape&) = delete;
  Tape& operator=(const Tape&) = delete;

  // Removes all values and keeps the memory. Vars from before are invalid.
  void reset();

  // Makes the parameters available as Vars. backward() adds their gradients to `gradient`, which has the layout of
  // params.values(). Without a gradient buffer, values are computed but no pullbacks are recorded.
  void bind(const Params& params, std::span<Scalar> gradient = {});
  Var operator[](Param p) const { return parameters_[static_cast<std::size_t>(p.index)]; }

  // Values that have no pullback.
  Var constant(int rows, int cols, int batch, Scalar fill);
  Var constant(const Matrix& example);
  // The numbers of x: backward() passes no gradient through this value to x.
  Var stop_gradient(Var x);
  // A value whose adjoint can be read after backward().
  Var leaf(int rows, int cols, int batch);

  // --- for primitives (see autodiff/op.hpp) ---
  // Adds a value. `value` points to its numbers if they exist already; otherwise they are allocated, uninitialized.
  Node* new_node(const char* op, int rows, int cols, int batch, bool needs_gradient, Scalar* value = nullptr);
  // Records the pullback of all values that were added since the last one. It owns what it captures: Vars and numbers.
  template <class Pullback>
  void record(Pullback pullback);
  // Gives the node an adjoint of zeros and returns it.
  Scalar* take_adjoint(Node& node);
  // Adds the adjoint of `from` to that of `to`, a value of the same shape. If `to` has none yet, it takes over that of
  // `from` without a copy; so do not use the adjoint of `from` any more. For pullbacks of large values, which turn the
  // adjoint of their result into that of an argument in place.
  void move_adjoint(Var from, Var to);
  void count_flops(double flops) {
    flops_ += flops;
    if (profile_ != nullptr) profile_->add_flops(flops);
  }
  // Returns whether pullbacks are recorded.
  bool recording() const { return recording_; }
  Arena& arena() { return *arena_in_use_; }
  // Temporary memory for use inside a single primitive or pullback. The next call returns the same memory, so do not
  // keep the pointer. There are as many numbers as the product of `sizes`.
  template <class... Sizes>
  Scalar* scratch(Sizes... sizes) {
    const std::size_t numbers = product_of(sizes...);
    if (scratch_.size() < numbers) scratch_.resize(numbers);
    return scratch_.data();
  }
  // Collects the gradients of weight matrices and biases; backward() flushes them.
  WeightGradients& weight_gradients() { return weight_gradients_; }

  // While it exists, the memory of a value is used again after two steps, so that a sequence of any length needs the
  // memory of two steps. If the tape records for gradients or traces values, all values stay valid until reset(), as
  // without it. Use a value only in the step that computes it and in the next one, except for what keep() returns.
  class StepByStep {
   public:
    explicit StepByStep(Tape& tape) : tape_(tape), active_(!tape.recording_ && !tape.tracing_) {}
    ~StepByStep() { tape_.arena_in_use_ = &tape_.arena_; }
    StepByStep(const StepByStep&) = delete;
    StepByStep& operator=(const StepByStep&) = delete;

    // Begins a step: values of the step before the last one become invalid.
    void next();
    // Returns the value, which stays valid until reset().
    Var keep(Var x);

   private:
    Tape& tape_;
    bool active_;
    std::size_t step_ = 0;
  };

  // Returns segment(inputs), where the function `segment` computes some values from others: a few steps of a cell, for
  // example. It works step by step, and returns the values that it keeps (StepByStep). All other values of the segment
  // are computed again when their pullbacks need them; so the tape holds those of one segment at a time. Values and
  // gradients have the same bits as without. The function is copied; it has to give the same values each time, and what
  // it points to has to stay valid until reset(). It draws the same random numbers each time, and what it adds to
  // terms() is there once. It is called at once, and never again, if the tape records no pullbacks, traces values or
  // checks numbers.
  template <class Function>
  std::span<const Var> recompute_later(std::span<const Var> inputs, Function segment);
  // The bytes of values that a model should keep at most; those beyond should be computed again.
  void set_budget(std::size_t bytes) { budget_ = bytes; }
  std::size_t budget() const { return budget_; }

  // Computes the gradient of scale * (the sum of the numbers of root) with respect to every value that needs a
  // gradient. Throws an Error of kind data if root depends on constants only.
  void backward(Var root, Scalar scale = 1);

  // --- what a model is trained by besides its answers ---
  // How choices are made from now on, until reset(); by default the most probable ones.
  void choose(const Choosing& how) { choosing_ = how; }
  const Choosing& choosing() const { return choosing_; }
  // Adds an auxiliary loss [1] of each example, which is weighted already: training minimizes it together with that of
  // the answers. It is traced under this name.
  void add_loss(std::string_view name, Var loss);
  // Adds a choice that passes no gradient: its cost [1], which is minus the log-probability of what was chosen. A model
  // that predicts what its answers from here on will cost, beyond what the trainer expects, gives the prediction [1].
  void add_choice(Var cost, Var prediction = {});

  // What was added since reset(), with the time step it belongs to. A prediction stands behind its choice.
  struct Term {
    enum class Kind { loss, choice, prediction };
    Kind kind;
    int step;
    Var value;
  };
  std::span<const Term> terms() const { return terms_; }

  // --- for messages and traces ---
  // The time step of the values that are added next.
  void set_step(int t) { step_ = t; }
  int step() const { return step_; }
  double flops() const { return flops_; }  // floating-point operations since reset()

  // A value that trace() was given, with the time step it belongs to.
  struct Traced : TraceLabel {
    int step;
    Var value;
    Var count;  // [1]: how many of the traced places or slots each example has; none: all
  };
  void enable_tracing(bool on) { tracing_ = on; }
  bool tracing() const { return tracing_; }
  // Adds the value to traced(), under this name, as one of the head of the innermost TraceScope. Does nothing unless
  // tracing is enabled.
  void trace(std::string_view name, TracedRole role, TracedAxis axis, Var value) {
    if (tracing_) traced_.push_back({{head_, std::string(name), kind_, role, axis}, step_, value, traced_count_});
  }
  std::span<const Traced> traced() const { return traced_; }
  // While it exists, traced values belong to this head. A scope within a scope makes "outer/inner".
  class TraceScope {
   public:
    // A scope of the same kind as the one around it, where examples have as many places.
    TraceScope(Tape& tape, std::string_view head) : TraceScope(tape, head, tape.kind_, tape.traced_count_) {}
    // A scope of this kind; `count`: see Traced.
    TraceScope(Tape& tape, std::string_view head, TracedKind kind, Var count = {})
        : tape_(tape), length_(tape.head_.size()), outer_(tape.kind_), outer_count_(tape.traced_count_) {
      if (!tape.tracing_) return;
      tape.head_.append(length_ == 0 ? "" : "/").append(head);
      tape.kind_ = kind;
      tape.traced_count_ = count;
    }
    ~TraceScope() {
      tape_.head_.resize(length_);
      tape_.kind_ = outer_;
      tape_.traced_count_ = outer_count_;
    }
    TraceScope(const TraceScope&) = delete;
    TraceScope& operator=(const TraceScope&) = delete;

   private:
    Tape& tape_;
    std::size_t length_;
    TracedKind outer_;
    Var outer_count_;
  };

  // Finds out where the first number that is not finite comes from. With check_finite(true), backward() examines all
  // values and all adjoints, which is slow; first_nonfinite() then describes the first one with such a number, or is
  // "".
  void check_finite(bool on) { checking_ = on; }
  const std::string& first_nonfinite() const { return first_nonfinite_; }

  // Measures from now on what primitives and pullbacks cost; nullptr: no more.
  void set_profile(Profile* profile) {
    profile_ = profile;
    weight_gradients_.set_profile(profile);
  }
  Profile* profile() const { return profile_; }

  std::size_t bytes_reserved() const;
  std::size_t bytes_used() const;  // by what was computed since reset()

 private:
  struct Record {
    void (*run)(void* closure);
    void* closure;
    std::size_t first_node, end_node;  // the values whose adjoints this pullback reads
  };
  // The free buffers for adjoints of one size. A model uses about a dozen sizes.
  struct FreeList {
    int numbers;
    std::vector<Scalar*> buffers;
  };

  // A function of recompute_later(), with its type hidden.
  struct Segment {
    std::span<const Var> (*call)(const void* function, std::span<const Var> inputs);
    const void* function;
    std::span<const Var> inputs, outputs;   // behind the outputs, the values of the terms that it added
    std::span<const RandomStream> streams;  // as they were before
  };
  std::span<const RandomStream> copy_of_streams();
  std::span<const Var> call_without_recording(Segment& segment);
  void pull_segment(const Segment& segment);
  // Calls the pullbacks from the last one to that with this index.
  void run_pullbacks(std::size_t first);

  // Returns the value, which stays valid until reset() also if it was computed step by step.
  Var keep(Var x);
  void add_term(Term::Kind kind, Var value) { terms_.push_back({kind, step_, keep(value)}); }
  // Returns the index of the list in pool_ for buffers of this size.
  int find_pool(int numbers);
  void give_back_adjoint(Node& node);
  void examine(const Node& node, const Scalar* numbers, const char* what);
  void examine_values_until(std::size_t end);

  Arena arena_{std::size_t{4} << 20};
  std::array<Arena, 2> step_arenas_;  // of StepByStep, in turn
  Arena* arena_in_use_ = &arena_;
  Arena adjoint_arena_;
  std::vector<FreeList> pool_;
  std::array<int, 251> last_pools_{};  // see find_pool()
  std::vector<Node*> nodes_;
  std::vector<Record> records_;
  std::vector<Var> parameters_;
  WeightGradients weight_gradients_;
  AlignedVector<Scalar> scratch_;
  std::size_t recorded_nodes_ = 0;  // the nodes before this one belong to an earlier pullback, or to none
  bool recording_ = true;
  int step_ = 0;
  double flops_ = 0;
  std::size_t budget_ = std::size_t{32} << 20;
  Profile* profile_ = nullptr;

  Choosing choosing_;
  std::vector<Term> terms_;

  bool tracing_ = false;
  std::string head_;
  TracedKind kind_ = TracedKind::model;
  Var traced_count_;
  std::vector<Traced> traced_;
  bool checking_ = false;
  std::size_t checked_nodes_ = 0;
  std::string first_nonfinite_;
};

inline Scalar* Var::adjoint(int b) const {
  Scalar* first = node_->adjoint != nullptr ? node_->adjoint : node_->tape->take_adjoint(*node_);
  return first + b * node_->stride;
}

template <class Pullback>
void Tape::record(Pullback pullback) {
  if (profile_ != nullptr) profile_->keep_pullback(records_.size());
  Pullback* closure = new (arena_.allocate<Pullback>(1)) Pullback(pullback);
  records_.push_back({[](void* p) { (*static_cast<Pullback*>(p))(); }, closure, recorded_nodes_, nodes_.size()});
  recorded_nodes_ = nodes_.size();
}

template <class Function>
std::span<const Var> Tape::recompute_later(std::span<const Var> inputs, Function function) {
  if (!recording_ || tracing_ || checking_) return function(inputs);
  const std::span<Var> kept = arena_.allocate_array<Var>(inputs.size());
  std::ranges::copy(inputs, kept.begin());
  Segment segment{[](const void* f, std::span<const Var> given) { return (*static_cast<const Function*>(f))(given); },
                  arena_.construct(function),
                  kept,
                  {},
                  copy_of_streams()};
  const std::span<const Var> outputs = call_without_recording(segment);
  Profile::begin_outside(profile_, Profile::kRest);
  record([this, segment] { pull_segment(segment); });
  return outputs;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
