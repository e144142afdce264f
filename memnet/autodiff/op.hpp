// How a primitive begins: names, shapes, batch.
#pragma once

#include <array>
#include <initializer_list>

#include "memnet/autodiff/tape.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Binds letters to sizes across the arguments of one primitive. The letters in the comment above the primitive are the
// letters in this check, so the comment cannot drift, and a mistake is answered in the letters of the paper:
// "erase: e is [16], but W is already 20".
//
//   Op op("read", {{"M", M, "NW"}, {"w", w, "N"}});
//   Var r = op.make("W");                 // a new value: [W] per example
//   ... compute r ...
//   op.pullback([=] { ... });             // kept only where an argument wants a gradient
class Op {
 public:
  struct Argument {
    const char* name;
    Var value;
    const char* shape;  // one or two letters; "1" is exactly one, "*" is anything
  };

  Op(const char* name, std::initializer_list<Argument> arguments);
  // Any number of arguments that all have this shape.
  Op(const char* name, std::span<const Var> parts, const char* shape);

  int size(char letter) const;
  int batch() const { return batch_; }
  void require(bool condition, const char* what) const {  // throws "name: what"
    if (!condition) refuse(what);
  }

  Var make(const char* shape) const;
  Var make_column(int rows) const;  // where no letter says how many rows
  // Room that lives as long as the values of this step: what the pullback needs besides inputs and outputs.
  Scalar* allocate(int numbers) const { return tape_->arena().allocate<Scalar>(static_cast<std::size_t>(numbers)); }
  // A copy of a list of arguments that lives as long.
  std::span<const Var> keep(std::span<const Var> parts) const;
  template <class Pullback>
  void pullback(Pullback f) const {
    if (wants_gradient_) tape_->record(f);
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
  bool wants_gradient_ = false;
  std::array<Binding, 6> bindings_;
  int bound_ = 0;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
