// What tasks make and models read: the one place where the two meet.
#pragma once

#include <span>
#include <vector>

#include "memnet/core/matrix.hpp"
#include "memnet/core/tape.hpp"

namespace memnet::inline MEMNET_PRECISION {

// One sequence to learn from. Time runs along the columns.
struct Episode {
  Matrix inputs;   // [inputs, T]
  Matrix targets;  // [outputs, T], bits; zero where nothing is asked
  Matrix mask;     // [1, T]: 1 where the answer is scored
  // What an all-knowing head needs. Items worth keeping are numbered from 1 as they are shown.
  Matrix shows = {};  // [1, T]: the number of the item that this step shows; 0 where it shows none
  Matrix asks = {};   // [1, T]: the number of the item that the answer is read off; 0 where no single item tells it

  int steps() const { return inputs.cols(); }
  void assign(int inputs_wide, int outputs_wide, int steps) {
    inputs.assign(inputs_wide, steps);
    targets.assign(outputs_wide, steps);
    mask.assign(1, steps);
    shows.assign(1, steps);
    asks.assign(1, steps);
  }
};

// Several episodes as values on a tape, one Var a time step. Shorter episodes are padded with zeros that are not scored.
struct Batch {
  std::span<Var> inputs;   // T values [inputs]
  std::span<Var> targets;  // T values [outputs]
  std::span<Var> mask;     // T values [1]
  std::span<Var> shows;    // T values [1]
  std::span<Var> asks;     // T values [1]
  int size = 0;            // examples

  int steps() const { return static_cast<int>(inputs.size()); }
};
Batch load(Tape& tape, std::span<const Episode> episodes);

// How many bits of the episode are scored.
int scored_answers(const Episode& episode);
// What it costs to answer with these probabilities [outputs, T]: negative log-likelihood, in nats.
double cost_of(const Matrix& answer, const Episode& episode);

}  // namespace memnet::inline MEMNET_PRECISION
