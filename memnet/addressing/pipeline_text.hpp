// The text of addressing schemes: the name of a scheme, or stages joined by '|', such as
//   cosine | topk:4 | mix(window:step | softmax)
// A stage is a name, with an argument behind a colon or a pipeline in parentheses if it takes one.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "memnet/addressing/stage.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// A named pipeline.
struct SchemeEntry {
  const char* name;
  const char* pipeline;
  const char* meaning;
};
std::span<const SchemeEntry> all_schemes();

// Returns an addressing as options and names of runs spell it: the name of the scheme, if one has exactly these stages
// and arguments; otherwise "cosine | topk:4", whatever the blanks and the spelling of numbers. Arguments that are left
// out stay left out, so "gate" and "gate:0" remain two texts. Text that is no pipeline is not refused here.
std::string canonical_addressing(const std::string& text);

// A stage as it is written: "topk:4" has the name "topk" and the argument "4".
struct StageWord {
  std::string text;
  std::string name;
  std::string argument;  // "" if there is none; of a pipeline in parentheses, the parentheses too
};
// Returns the stages of a pipeline.
std::vector<StageWord> split_stages(std::string_view pipeline);
// Returns a new stage. Throws an Error of kind usage that starts with `where` for an unknown name, and for a missing or
// invalid argument.
std::unique_ptr<Stage> make_stage(const StageWord& word, const std::string& where);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
