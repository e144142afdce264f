// Optimisers: from a gradient to an update. All work on the flat buffers of Params.
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

  virtual void declare(const Options::Section& options) = 0;

  // What it remembers between updates: named buffers as long as the parameters. Part of the training state.
  struct Memory {
    const char* name;
    AlignedVector<Scalar> numbers;
  };
  std::span<Memory> memory() { return memory_; }
  std::span<const Memory> memory() const { return memory_; }
  // Starts with an empty memory for this many parameters.
  void start(std::size_t parameters) {
    for (Memory& m : memory_) m.numbers.assign(parameters, 0);
  }

  // Changes the parameters along the gradient; `update` counts from 1.
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

struct OptimizerEntry {
  const char* name;
  const char* meaning;
  std::unique_ptr<Optimizer> (*make)();
};
std::span<const OptimizerEntry> all_optimizers();
std::unique_ptr<Optimizer> make_optimizer(const std::string& name);

// --- what happens to a gradient before the optimiser sees it ---

struct GradientSize {
  double norm;     // the square root of the sum of squares
  double largest;  // of all numbers, without their signs
};
GradientSize measure(std::span<const Scalar> gradient);
// Scales the gradient down to a norm of at most `most_norm`, then cuts every number to [-most_value, most_value]; a
// limit of 0 is none.
void clip(std::span<Scalar> gradient, const GradientSize& size, double most_norm, double most_value);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
