#include "memnet/addressing/stage.hpp"

#include <algorithm>
#include <cmath>

#include "memnet/base/text.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

std::optional<double> parse_start(const std::string& argument) {
  if (argument.empty()) return 0.0;
  const std::optional<double> start = parse_number<double>(argument);
  return start && std::isfinite(*start) ? start : std::nullopt;
}

std::optional<int> parse_count(const std::string& argument) {
  constexpr int kMost = 1000000;  // sizes computed from it do not overflow
  const std::optional<int> count = parse_number<int>(argument);
  return count && *count >= 1 && *count <= kMost ? count : std::nullopt;
}

std::optional<double> parse_fraction(const std::string& argument) {
  const std::optional<double> fraction = parse_number<double>(argument);
  return fraction && *fraction >= 0 && *fraction < 1 ? fraction : std::nullopt;
}

std::optional<std::vector<bool>> parse_words(const std::string& argument, std::initializer_list<const char*> words) {
  std::vector<bool> given(words.size(), false);
  if (argument.empty()) return given;
  for (const std::string& part : split_text(argument, ',')) {
    const auto word = std::ranges::find(words, part);
    if (word == words.end()) return std::nullopt;
    given[static_cast<std::size_t>(word - words.begin())] = true;
  }
  return given;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
