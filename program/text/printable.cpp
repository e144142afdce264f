#include "program/text/printable.hpp"

#include <algorithm>

namespace memnet {
namespace {

unsigned char byte(char c) { return static_cast<unsigned char>(c); }

// Returns the length of a character with this first byte, or 0 if none begins with it.
std::size_t length_by_first(unsigned char first) {
  return first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}

// Returns the length of the first character, or 0 if its bytes are not UTF-8 (RFC 3629).
std::size_t character_length(std::string_view text) {
  const unsigned char first = byte(text[0]);
  const std::size_t length = length_by_first(first);
  if (length == 0 || text.size() < length) return 0;
  if (!std::ranges::all_of(text.substr(1, length - 1), [](char c) { return (byte(c) & 0xc0) == 0x80; })) return 0;
  const unsigned char second = length > 1 ? byte(text[1]) : 0;
  const bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
  const bool surrogate = first == 0xed && second > 0x9f, beyond = first == 0xf4 && second > 0x8f;
  return overlong || surrogate || beyond ? 0 : length;
}

// C0 and C1 controls, and the embeddings, overrides and isolates of bidirectional text (U+202A..E, U+2066..9).
bool is_control(std::string_view character) {
  const unsigned char first = byte(character[0]);
  if (first < 0x20 || first == 0x7f) return true;
  if (character.size() == 2) return first == 0xc2 && byte(character[1]) < 0xa0;
  return (character >= "\u202a" && character <= "\u202e") || (character >= "\u2066" && character <= "\u2069");
}

}  // namespace

std::string printable(std::string_view text, std::string_view kept) {
  std::string shown;
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
    const bool stays = length == 1 && kept.find(character[0]) != kept.npos;
    if (length == 0 || (is_control(character) && !stays))
      shown += '?';
    else
      shown += character;
    text.remove_prefix(character.size());
  }
  return shown;
}

std::size_t unfinished_character(std::string_view text) {
  for (std::size_t size = 1; size < 4 && size <= text.size(); ++size) {
    const unsigned char first = byte(text[text.size() - size]);
    if ((first & 0xc0) != 0x80) return length_by_first(first) > size ? size : 0;
  }
  return 0;
}

}  // namespace memnet
