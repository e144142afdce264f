// Interrupts computations from outside, for example after a signal.
#pragma once

#include <atomic>
#include <exception>

namespace memnet {

// Thrown by a computation that was interrupted. It is not an Error: the same computation may be done again later.
class Interrupted : public std::exception {
 public:
  const char* what() const noexcept override { return "interrupted"; }
};

inline std::atomic<bool (*)()> interruption_check{nullptr};

// Sets the function that says whether computations are to be interrupted; nullptr: never. It is called for each
// primitive on a tape and for each sampled episode, so it must be fast, and several threads may call it at a time.
inline void interrupt_when(bool (*check)()) { interruption_check.store(check, std::memory_order_relaxed); }

// Throws Interrupted if computations are to be interrupted.
inline void throw_if_interrupted() {
  bool (*const check)() = interruption_check.load(std::memory_order_relaxed);
  if (check != nullptr && check()) throw Interrupted();
}

}  // namespace memnet
