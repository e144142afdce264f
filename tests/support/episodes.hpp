// Small episodes, for the tests of episodes, stories and batches.
#pragma once

#include <vector>

#include "memnet/data/episode.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Returns an episode of two channels: the numbers first, first + 1, ..., and the same numbers below zero. The targets
// are 0, 1, 0, 1, ...; all steps but the first are scored.
inline Episode counting_episode(int steps, Scalar first) {
  Episode episode;
  episode.assign(2, 1, steps);
  for (int t = 0; t < steps; ++t) {
    episode.inputs(0, t) = first + static_cast<Scalar>(t);
    episode.inputs(1, t) = -episode.inputs(0, t);
    episode.targets(0, t) = static_cast<Scalar>(t % 2);
    episode.mask(0, t) = t > 0 ? 1 : 0;
  }
  return episode;
}

using NestedVector = std::vector<std::vector<int>>;

inline RaggedArray ragged(const NestedVector& lists) {
  RaggedArray array;
  for (const std::vector<int>& list : lists) array.add_list(list);
  return array;
}

// Returns a story with three words: two sentences, a question that is answered by the second one, and a question that
// needs both.
inline Episode small_story() {
  Episode episode;
  episode.assign_context(2);
  episode.context.sentences = ragged({{1, 2}, {3}});
  episode.context.questions = ragged({{2}, {3, 3}});
  episode.context.supports = ragged({{1}, {0, 1}});
  episode.context.answered_at = {0, 1};
  episode.targets(0, 0) = 2;
  episode.targets(0, 1) = 1;
  episode.mask(0, 0) = episode.mask(0, 1) = 1;
  return episode;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
