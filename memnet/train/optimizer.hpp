// Optimizers turn a gradient into an update of the parameters. All work on the flat buffers of Params.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "memnet/base/aligned.hpp"
#include "memnet/base/options.hpp"
#include "memnet/base/scalar.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class Optimizer {
 public:
  virtual ~Optimizer() = default;

  // Declares the options of the optimizer.
  virtual void declare(const Options::Section& options) = 0;

  // What the optimizer keeps between updates: named buffers of the same size as the parameters. They are part of the
  // training state.
  struct Memory {
    const char* name;
    AlignedVector<Scalar> numbers;
  };
  std::span<Memory> memory() { return memory_; }
  std::span<const Memory> memory() const { return memory_; }
  // Sets its memory to zeros for this many parameters.
  void start(std::size_t parameters) {
    for (Memory& m : memory_) m.numbers.assign(parameters, 0);
  }

  // Updates the parameters, given the gradient and the number of the update, from 1.
  virtual void update(std::span<Scalar> parameters, std::span<const Scalar> gradient, double learning_rate,
                      std::uint64_t update) = 0;

 protected:
  explicit Optimizer(std::initializer_list<const char*> names) {
    for (const char* name : names) memory_.push_back({name, {}});
  }
  Scalar* remembered(std::size_t i) { return memory_[i].numbers.data(); }

 private:
  std::vector<Memory> memory_;
};

// One line of the table of optimizers.
struct OptimizerEntry {
  const char* name;
  const char* meaning;
  std::unique_ptr<Optimizer> (*make)();
};
std::span<const OptimizerEntry> all_optimizers();
// Returns a new optimizer. Throws an Error of kind usage, which suggests the nearest name, if there is none.
std::unique_ptr<Optimizer> make_optimizer(const std::string& name);

// --- clipping, before the optimizer ---

struct GradientSize {
  double norm;     // Euclidean norm
  double largest;  // the largest absolute value
};
// Returns the size of a gradient.
GradientSize measure(std::span<const Scalar> gradient);
// Scales the gradient down to a norm of at most `max_norm`, then clips every number to [-max_value, max_value]. A limit
// of 0 means no limit.
void clip(std::span<Scalar> gradient, const GradientSize& size, double max_norm, double max_value);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
