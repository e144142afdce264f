#include "memnet/core/episode.hpp"

#include <algorithm>
#include <cmath>

namespace memnet::inline MEMNET_PRECISION {

Batch load(Tape& tape, std::span<const Episode> episodes) {
  Batch batch;
  batch.size = static_cast<int>(episodes.size());
  int steps = 0;
  for (const Episode& episode : episodes) steps = std::max(steps, episode.steps());
  const auto fill = [&](std::span<Var>& values, const Matrix Episode::*part) {
    values = tape.arena().list<Var>(static_cast<std::size_t>(steps));
    for (int t = 0; t < steps; ++t) {
      tape.at_step(t);
      const int rows = (episodes[0].*part).rows();
      const Var x = tape.constant(rows, 1, batch.size, 0);
      values[static_cast<std::size_t>(t)] = x;
      for (int b = 0; b < batch.size; ++b) {
        const Matrix& source = episodes[static_cast<std::size_t>(b)].*part;
        if (t < source.cols()) std::ranges::copy(source.column(t), x.value(b));
      }
    }
  };
  fill(batch.inputs, &Episode::inputs);
  fill(batch.targets, &Episode::targets);
  fill(batch.mask, &Episode::mask);
  fill(batch.shows, &Episode::shows);
  fill(batch.asks, &Episode::asks);
  return batch;
}

int scored_answers(const Episode& episode) {
  int steps = 0;
  for (const Scalar m : episode.mask.numbers()) steps += m != 0 ? 1 : 0;
  return steps * episode.targets.rows();
}

double cost_of(const Matrix& answer, const Episode& episode) {
  double nats = 0;
  for (int t = 0; t < episode.steps(); ++t)
    for (int bit = 0; bit < answer.rows() && episode.mask(0, t) != 0; ++bit) {
      const double one = static_cast<double>(answer(bit, t));
      nats -= std::log(episode.targets(bit, t) == 1 ? one : 1 - one);
    }
  return nats;
}

}  // namespace memnet::inline MEMNET_PRECISION
