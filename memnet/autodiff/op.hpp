// Op: the start of every primitive. It checks the shapes of the arguments and creates the result.
#pragma once

#include <array>
#include <initializer_list>

#include "memnet/autodiff/sizes.hpp"
#include "memnet/autodiff/tape.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Binds letters to sizes across the arguments of one primitive. The letters are those of the paper and of the comment
// above the primitive, and error messages use them too: "erase: e is [16], but W is already 20".
//
//   Op op("read", {{"M", M, "NW"}, {"w", w, "N"}});
//   Var r = op.make("W");                 // a new value: [W] per example
//   ... compute r ...
//   op.pullback([=] { ... });             // recorded only if an argument needs a gradient
class Op {
 public:
  struct Argument {
    const char* name;
    Var value;
    const char* shape;  // one or two letters; "1" means exactly one, "*" any size
  };

  // Throws an Error of kind data, which names the argument, if the shapes or batch sizes do not match.
  Op(const char* name, std::initializer_list<Argument> arguments);
  // Does the same for any number of arguments that all have one shape.
  Op(const char* name, std::span<const Var> parts, const char* shape);
  // Does the same for both: arguments, and behind them any number of parts that all have one shape.
  Op(const char* name, std::initializer_list<Argument> arguments, std::span<const Var> parts, const char* shape);

  // Returns the size that a letter is bound to.
  int size(char letter) const;
  int batch() const { return batch_; }
  // Throws an Error of kind data, "name: what", if the condition is false.
  void require(bool condition, const char* what) const {
    if (!condition) refuse(what);
  }

  // Creates a result of this shape, with uninitialized numbers.
  Var make(const char* shape) const;
  // Creates a result [rows], for a number of rows that no letter is bound to.
  Var make_column(int rows) const;
  // Creates a result [rows, cols], for sizes that no letters are bound to.
  Var make_matrix(int rows, int cols) const;
  // Returns memory that stays valid until the tape is reset, for numbers that the pullback needs besides inputs and
  // outputs.
  // There are as many as the product of `sizes`.
  template <class... Sizes>
  Scalar* allocate(Sizes... sizes) const {
    return tape_->arena().allocate<Scalar>(product_of(sizes...));
  }
  // Returns a copy of a list of arguments that stays valid equally long.
  std::span<const Var> keep(std::span<const Var> parts) const;
  // Records the pullback: a function that adds to the adjoints of the arguments, given the adjoint of the result.
  template <class Pullback>
  void pullback(Pullback f) const {
    if (needs_gradient_ && tape_->recording()) tape_->record(f);
  }
  void count_flops(double flops) const { tape_->count_flops(flops); }

 private:
  void take(const Argument& argument);
  void bind(const Argument& argument, char letter, int size);
  [[noreturn]] void refuse(const char* what) const;

  struct Binding {
    char letter;
    int size;
  };
  const char* name_;
  Tape* tape_ = nullptr;
  int batch_ = 1;
  bool needs_gradient_ = false;
  std::array<Binding, 6> bindings_;
  int bound_ = 0;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
