// State: the values that one step of a network passes to the next. Everything with a state lists what it is made of, so
// that traces, initial states, its size in bytes and its laws need no second code.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "memnet/autodiff/params.hpp"
#include "memnet/autodiff/tape.hpp"
#include "memnet/base/trace_label.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// A state is never changed: a step returns a new one.
using State = std::span<const Var>;

// The set that the numbers of a part stay in after any step. From `nonnegative` to `simplex` each contains the next.
enum class StateSet {
  real,         // all numbers
  bipolar,      // from -1 to 1
  nonnegative,  // 0 and above
  unit,         // from 0 to 1
  subsimplex,   // nonnegative, with a sum of at most 1
  simplex,      // nonnegative, with sum 1
  links,        // [N,N], nonnegative: every row and column is in subsimplex, the diagonal is 0
  count,        // whole numbers from 0
};

// A part of a state: its name, its shape, what its rows are indexed by, and the set that its numbers stay in.
struct StatePart {
  std::string name;  // such as "read0/weighting"
  int rows = 1, cols = 1;
  TracedAxis axis = TracedAxis::single;
  StateSet set = StateSet::real;
};

// A part of a state together with its value before the first step.
struct InitialState {
  StatePart part;
  Init start = Init::constant(0);
  bool learned = false;
};

// Declares the value before the first step: a parameter if it is learned, otherwise a buffer. That of "avoid/average"
// is "avoid/initial_average".
inline Param declare_initial(const Scope& scope, const InitialState& state) {
  const auto& [name, rows, cols, axis, set] = state.part;
  std::string initial = name;
  initial.insert(name.rfind('/') + 1, "initial_");
  return state.learned ? scope(initial, rows, cols, state.start) : scope.buffer(initial, rows, cols, state.start);
}

// Appends parts, with `owner` and a slash before their names.
inline void append_parts(std::vector<StatePart>& all, const std::string& owner, std::vector<StatePart> parts) {
  for (StatePart& part : parts) {
    part.name = owner + "/" + part.name;
    all.push_back(std::move(part));
  }
}

// Returns how many numbers a state has.
inline std::size_t numbers_in(std::span<const StatePart> parts) {
  std::size_t numbers = 0;
  for (const StatePart& part : parts)
    numbers += static_cast<std::size_t>(part.rows) * static_cast<std::size_t>(part.cols);
  return numbers;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
