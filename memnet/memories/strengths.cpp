#include "memnet/memories/strengths.hpp"

#include <algorithm>

namespace memnet {
inline namespace MEMNET_PRECISION {

void Strengths::declare(const Options::Section& options) {
  options.add("capacity", capacity_, 1, 1000000,
              "number of steps whose pushes are kept; in longer episodes the oldest push is lost in every step");
  options.add("width", width_, 1, 100000, "width of a stored vector, W");
}

void Strengths::build(const Scope& scope, int controller, bool /*feedback*/) {
  for (const Place& place : places_) {
    weights_.push_back((scope / place.name)("weights", 2 + width_, controller, Init::xavier()));
    biases_.push_back((scope / place.name)("bias", 2 + width_, 1, Init::constant(0)));
  }
}

Rows Strengths::rows_of(const Place& place) const {
  const int first = place.block * capacity_, last = first + capacity_ - 1;
  return place.filled_from == End::first ? Rows{first, last} : Rows{last, first};
}

std::vector<StatePart> Strengths::state_parts() const {
  return {{"values", rows(), width_, TracedAxis::slot, StateSet::bipolar},
          {"strengths", rows(), 1, TracedAxis::slot, StateSet::unit},
          {"steps", 1, 1, TracedAxis::single, StateSet::count}};
}

// Nothing is there, so nothing is read.
Memory::Step Strengths::start(Tape& tape, const Annotations*) const {
  const std::span<Var> reads = tape.arena().allocate_array<Var>(places_.size());
  std::ranges::fill(reads, tape.constant(width_, 1, 1, 0));
  const std::span<Var> state = tape.arena().allocate_array<Var>(3);
  state[0] = tape.constant(rows(), width_, 1, 0);
  state[1] = tape.constant(rows(), 1, 1, 0);
  state[2] = tape.constant(1, 1, 1, 0);
  return {.reads = reads, .state = state};
}

Memory::Step Strengths::step(Var h, State before, const StepInputs&) const {
  Tape& tape = h.tape();
  Var V = before[0], s = before[1];
  const Var steps = before[2];
  struct Emitted {
    Var push, pop, value;
  };
  const std::span<Emitted> emitted = tape.arena().allocate_array<Emitted>(places_.size());
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const Segment parts[] = {{2, Activation::sigmoid}, {width_}}, actions[] = {{1}, {1}};
    const std::span<const Var> xi = split(affine(tape[weights_[i]], h, tape[biases_[i]]), parts),
                               shares = split(xi[0], actions);
    emitted[i] = {.push = shares[0], .pop = shares[1], .value = tanh(xi[1])};
    const Tape::TraceScope scope(tape, places_[i].name, TracedKind::memory);
    tape.trace("push_and_pop", TracedRole::action, TracedAxis::action, xi[0]);
    tape.trace("value", TracedRole::written_vector, TracedAxis::feature, emitted[i].value);
  }
  for (std::size_t i = 0; i < places_.size(); ++i) s = pop(s, emitted[i].pop, places_[i].front);
  for (std::size_t i = 0; i < places_.size(); ++i) {
    s = push(s, emitted[i].push, steps, rows_of(places_[i]));
    V = push(V, emitted[i].value, steps, rows_of(places_[i]));
  }
  const std::span<Var> reads = tape.arena().allocate_array<Var>(places_.size());
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const Var w = front(s, places_[i].front);
    reads[i] = read(V, w);
    const Tape::TraceScope scope(tape, places_[i].name, TracedKind::memory);
    tape.trace("weighting", TracedRole::weighting, TracedAxis::slot, w);
    tape.trace("read", TracedRole::read_vector, TracedAxis::feature, reads[i]);
  }
  const Tape::TraceScope scope(tape, "memory", TracedKind::memory);
  tape.trace("strengths", TracedRole::state, TracedAxis::slot, s);

  const std::span<Var> state = tape.arena().allocate_array<Var>(3);
  state[0] = V;
  state[1] = s;
  state[2] = tape.constant(1, 1, steps.batch(), 0);
  for (int b = 0; b < steps.batch(); ++b) *state[2].value(b) = *steps.value(b) + 1;
  return {.reads = reads, .state = state};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
