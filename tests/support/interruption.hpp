// Interrupts computations at a given point.
#pragma once

#include <atomic>

#include "memnet/base/interruption.hpp"

namespace memnet {

// While it exists, computations of this process are interrupted after this many checks.
class InterruptAfter {
 public:
  explicit InterruptAfter(long checks) {
    left() = checks;
    interrupt_when([] { return left()-- <= 0; });
  }
  ~InterruptAfter() { interrupt_when(nullptr); }
  InterruptAfter(const InterruptAfter&) = delete;
  InterruptAfter& operator=(const InterruptAfter&) = delete;

 private:
  static std::atomic<long>& left() {
    static std::atomic<long> checks;
    return checks;
  }
};

}  // namespace memnet
