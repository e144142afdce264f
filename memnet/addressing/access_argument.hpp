// The argument of stages and write rules that read the tracker `access`: a word, the decay of its usage, or both.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "memnet/addressing/stage.hpp"
#include "memnet/base/text.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

inline constexpr double kAccessDecay = 0.95;  // of usage, if none is given (Santoro et al. 2016)

struct AccessArgument {
  std::string word;     // "" if there is none
  std::string tracker;  // "access", or "access:0.9" with another decay than usual
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
  const std::optional<double> decay = parse_fraction(texts.front());
  if (texts.size() > 1 || !decay) return std::nullopt;
  if (*decay != kAccessDecay) parts.tracker += fmt::format(":{}", *decay);  // one spelling for equal trackers
  return parts;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
