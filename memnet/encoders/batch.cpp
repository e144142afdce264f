#include "memnet/encoders/batch.hpp"

#include <algorithm>

namespace memnet {
inline namespace MEMNET_PRECISION {

Batch make_batch(Tape& tape, std::span<const Episode> episodes, InputForm form) {
  Batch batch;
  batch.size = static_cast<int>(episodes.size());
  batch.episodes = episodes;
  batch.answers = episodes[0].answers;
  const bool contexts = form == InputForm::context;
  int steps = 0;
  for (const Episode& episode : episodes)
    steps = std::max(steps, contexts ? static_cast<int>(episode.context.answered_at.size()) : episode.steps());
  // Returns the column of an episode that holds step t; -1 after its end.
  const auto column = [&](const Episode& episode, int t) {
    if (!contexts) return t < episode.steps() ? t : -1;
    const auto i = static_cast<std::size_t>(t);
    return i < episode.context.answered_at.size() ? episode.context.answered_at[i] : -1;
  };
  // Makes a value of so many rows for each step; `copy` writes the part of an episode in a column.
  const auto fill_with = [&](std::span<Var>& values, int rows, auto copy) {
    values = tape.arena().allocate_array<Var>(static_cast<std::size_t>(steps));
    for (int t = 0; t < steps; ++t) {
      tape.set_step(t);
      const Var x = tape.constant(rows, 1, batch.size, 0);
      values[static_cast<std::size_t>(t)] = x;
      for (int b = 0; b < batch.size; ++b) {
        const Episode& episode = episodes[static_cast<std::size_t>(b)];
        if (const int from = column(episode, t); from >= 0) copy(episode, from, x.value(b));
      }
    }
  };
  const auto fill = [&](std::span<Var>& values, const Matrix Episode::*part) {
    fill_with(values, (episodes[0].*part).rows(), [part](const Episode& episode, int from, Scalar* to) {
      std::ranges::copy((episode.*part).column(from), to);
    });
  };
  const int input_words = episodes[0].input_words;
  if (!contexts)
    input_words > 0 ? fill_with(batch.inputs, input_words, write_one_hot) : fill(batch.inputs, &Episode::inputs);
  if (!contexts && input_words > 0) fill(batch.words, &Episode::inputs);
  fill(batch.targets, &Episode::targets);
  fill(batch.mask, &Episode::mask);
  if (contexts) return batch;
  fill(batch.item_shown, &Episode::item_shown);
  fill(batch.item_asked, &Episode::item_asked);
  return batch;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
