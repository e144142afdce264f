// Optimisers: from a gradient to an update. All work on the flat buffers of Params.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "memnet/core/aligned.hpp"
#include "memnet/core/options.hpp"
#include "memnet/core/scalar.hpp"

namespace memnet::inline MEMNET_PRECISION {

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

// The square root of the sum of squares.
double norm(std::span<const Scalar> gradient);
// Scales the gradient down to this norm where it is longer (0: never).
void clip_norm(std::span<Scalar> gradient, double norm, double limit);
// Cuts every number to [-limit, limit] (0: never).
void clip_value(std::span<Scalar> gradient, double limit);

}  // namespace memnet::inline MEMNET_PRECISION
