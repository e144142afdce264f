#include "memnet/cells/positions.hpp"

#include <cmath>

namespace memnet {
inline namespace MEMNET_PRECISION {

void Positions::declare(const Options::Section& options) {
  options.add("positions", kind_, {"sinusoidal", "learned", "relative", "none"},
              "position encoding: sines or a learned vector are added to each column; relative: scores have a learned "
              "bias for the distance of key and query (T5); none");
  if (kind_ == "learned" && !causal_)
    options.add("places", places_, 1, 1000000, "number of places with a learned vector; places beyond have none");
  if (kind_ != "relative") return;
  options.add("buckets", buckets_, 2, 100000,
              "number of biases of a head: half for small distances, one each, the others for more and more distances");
  options.add("farthest", farthest_, 1, 1000000, "distance from which on all have the same bias");
}

void Positions::build(const Scope& scope, int size, int heads, int steps) {
  size_ = size;
  if (causal_) places_ = steps;
  for (int i = 0; i < size_; i += 2) wave_lengths_.push_back(std::pow(10000.0, static_cast<double>(i) / size_));
  if (kind_ == "learned") table_ = scope("positions", size_, places_, Init::normal(1));
  if (kind_ == "relative") bias_table_ = scope("distance_biases", buckets_, heads, Init::constant(0));
}

// The sines of section 3.5: number 2i of a column is sin(place / 10000^(2i / W)), number 2i + 1 the cosine.
void Positions::write_sinusoids(Scalar* column, int place) const {
  for (int i = 0; i < size_; ++i) {
    const double angle = place / wave_lengths_[static_cast<std::size_t>(i / 2)];
    column[i] = static_cast<Scalar>(i % 2 == 0 ? std::sin(angle) : std::cos(angle));
  }
}

// Returns what is added to the column behind so many steps [1].
Var Positions::at(Var steps) const {
  Tape& tape = steps.tape();
  if (kind_ == "sinusoidal") {
    const Var column = tape.constant(size_, 1, steps.batch(), 0);
    for (int b = 0; b < steps.batch(); ++b) write_sinusoids(column.value(b), static_cast<int>(*steps.value(b)));
    return column;
  }
  const Var number = tape.constant(1, 1, steps.batch(), 0);  // from 1; 0 is none
  for (int b = 0; b < steps.batch(); ++b)
    *number.value(b) = *steps.value(b) < static_cast<Scalar>(places_) ? *steps.value(b) + 1 : Scalar(0);
  return lookup(tape[table_], number);
}

Var Positions::add_to(Var x, Var steps) const {
  return kind_ == "sinusoidal" || kind_ == "learned" ? add(x, at(steps)) : x;
}

Var Positions::add_to(Var X) const {
  Tape& tape = X.tape();
  const int T = X.cols();
  if (kind_ == "sinusoidal") {
    const Var all = tape.constant(size_, T, 1, 0);
    for (int t = 0; t < T; ++t) write_sinusoids(all.value() + static_cast<long>(t) * size_, t);
    return add(X, all);
  }
  if (kind_ != "learned") return X;
  const std::span<Var> columns = tape.arena().allocate_array<Var>(static_cast<std::size_t>(T));
  for (int t = 0; t < T; ++t) columns[static_cast<std::size_t>(t)] = at(tape.constant(1, 1, 1, static_cast<Scalar>(t)));
  return add(X, side_by_side(columns));
}

Var Positions::biases(Tape& tape, int queries, int keys) const {
  if (kind_ != "relative") return Var();
  return relative_biases(tape[bias_table_],
                         {.queries = queries, .keys = keys, .both_ways = !causal_, .farthest = farthest_});
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
