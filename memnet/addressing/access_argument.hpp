// The argument of stages and write rules that read the tracker `access`: a word, the decay of its usage, or both.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "memnet/addressing/stage.hpp"
#include "memnet/base/text.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

struct AccessArgument {
  std::string word;     // "" if there is none
  std::string tracker;  // "access", or "access:0.9" with a decay
};

// Returns the parts of "ranked,0.9", where `word` is "ranked"; nothing for another text.
inline std::optional<AccessArgument> parse_access_argument(const std::string& argument, const std::string& word) {
  AccessArgument parts{.word = "", .tracker = "access"};
  std::vector<std::string> texts = argument.empty() ? std::vector<std::string>{} : split_text(argument, ',');
  if (!texts.empty() && texts.front() == word) {
    parts.word = word;
    texts.erase(texts.begin());
  }
  if (texts.empty()) return parts;
  if (texts.size() > 1 || !parse_fraction(texts.front())) return std::nullopt;
  parts.tracker += ":" + texts.front();
  return parts;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
