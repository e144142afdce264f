// Small pipelines for the laws of stages.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>

#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Returns an argument that the stage takes: 2, or none, or the first word of its description, or a pipeline.
inline std::string small_argument(const StageEntry& entry) {
  const std::string description = entry.argument;
  for (const std::string& argument : {entry.takes_argument() ? std::string("2") : std::string(), std::string(),
                                      description.substr(0, description.find_first_of(", "))})
    if (!entry.takes_pipeline() && entry.make(argument) != nullptr) return argument;
  return "(previous)";
}

// Returns the shortest pipeline that this stage fits into.
inline std::string smallest_pipeline(const StageEntry& entry) {
  const std::string argument = small_argument(entry);
  const std::unique_ptr<Stage> stage = entry.make(argument);
  const bool with_colon = !argument.empty() && !entry.takes_pipeline();
  std::string text = fmt::format("{}{}{}", entry.name, with_colon ? ":" : "", argument);
  if (stage->input() == StageValue::scores) text = "cosine | " + text;
  if (stage->input() == StageValue::weighting) text = "cosine | softmax | " + text;
  if (stage->input() == StageValue::features)
    text = (stage->needs_nonnegative() ? "location | elu | " : "location | ") + text;
  if (stage->output() == StageValue::scores) text += " | softmax";
  return text;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
