// Small pipelines for the laws of stages.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>

#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Returns the shortest pipeline that the stage fits into; an argument is 2.
inline std::string smallest_pipeline(const StageEntry& entry) {
  const std::unique_ptr<Stage> stage = entry.make(entry.takes_argument() ? "2" : "");
  std::string text = entry.takes_argument() ? fmt::format("{}:2", entry.name) : entry.name;
  if (stage->input() == StageValue::scores) text = "cosine | " + text;
  if (stage->input() == StageValue::weighting) text = "cosine | softmax | " + text;
  if (stage->input() == StageValue::features)
    text = (stage->needs_nonnegative() ? "location | elu | " : "location | ") + text;
  if (stage->output() == StageValue::scores) text += " | softmax";
  return text;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
