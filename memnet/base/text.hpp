// Small helpers for text.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace memnet {

// Returns the number that the whole text is; nothing if the text is not one number.
template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const char* end = text.data() + text.size();
  const auto [stop, problem] = std::from_chars(text.data(), end, number);
  return problem == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

// Returns the text without spaces, tabs and carriage returns at its ends.
inline std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlank);
  return first == text.npos ? "" : text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// Returns the trimmed parts of a text: "a, b" at ',' is {"a", "b"}; an empty text has one part, which is empty.
inline std::vector<std::string> split_text(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(separator, from), text.size());
    parts.emplace_back(trimmed(text.substr(from, to - from)));
    from = to + 1;
  }
  return parts;
}

// Does the same with separators that do not stand in parentheses: "a | f(b | c)" at '|' is {"a", "f(b | c)"}.
inline std::vector<std::string> split_outside_parentheses(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::size_t from = 0, depth = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size()) {
      if (text[i] == '(') ++depth;
      if (text[i] == ')' && depth > 0) --depth;
      if (text[i] != separator || depth > 0) continue;
    }
    parts.emplace_back(trimmed(text.substr(from, i - from)));
    from = i + 1;
  }
  return parts;
}

// A name with an argument behind a colon, such as "repeat:2".
struct NamedArgument {
  std::string name, argument;  // the argument is empty if there is none
};
inline NamedArgument split_argument(std::string_view text) {
  const std::size_t colon = std::min(text.find(':'), text.size()), behind = std::min(colon + 1, text.size());
  return {std::string(trimmed(text.substr(0, colon))), std::string(trimmed(text.substr(behind)))};
}

// Appends an item to a list that is kept as one text: "a" and "b" make "a, b".
inline void append_item(std::string& list, std::string_view item, std::string_view separator = ", ") {
  if (!list.empty()) list += separator;
  list += item;
}

// The FNV-1a hash of a name. Its values are part of random streams.
constexpr std::uint32_t hash32(std::string_view text) {
  std::uint32_t hash = 2166136261u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash;
}

}  // namespace memnet
