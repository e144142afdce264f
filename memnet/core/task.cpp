#include "memnet/core/task.hpp"

#include "memnet/core/draw.hpp"

namespace memnet::inline MEMNET_PRECISION {

std::string Task::draw(const Episode& episode, const Matrix& answer) const {
  return draw_rows("input", episode.inputs) + draw_rows("target", episode.targets, episode.mask) +
         draw_rows("answer", answer, episode.mask);
}

}  // namespace memnet::inline MEMNET_PRECISION
