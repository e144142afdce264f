// Small pipelines for the laws of stages.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>

#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Returns the stage with the argument 2, or without one if it takes no number.
inline std::unique_ptr<Stage> small_stage(const StageEntry& entry) {
  std::unique_ptr<Stage> stage = entry.takes_argument() ? entry.make("2") : nullptr;
  return stage == nullptr ? entry.make("") : std::move(stage);
}

// Returns the shortest pipeline that this stage fits into.
inline std::string smallest_pipeline(const StageEntry& entry) {
  const std::unique_ptr<Stage> stage = small_stage(entry);
  const bool takes_2 = entry.takes_argument() && entry.make("2") != nullptr;
  std::string text = takes_2 ? fmt::format("{}:2", entry.name) : entry.name;
  if (stage->input() == StageValue::scores) text = "cosine | " + text;
  if (stage->input() == StageValue::weighting) text = "cosine | softmax | " + text;
  if (stage->output() == StageValue::scores) text += " | softmax";
  return text;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
