#include "program/text/printable.hpp"

#include <algorithm>

namespace memnet {
namespace {

unsigned char byte(char c) { return static_cast<unsigned char>(c); }

// Returns the length of the first character, or 0 if its bytes are not UTF-8 (RFC 3629).
std::size_t character_length(std::string_view text) {
  const unsigned char first = byte(text[0]);
  const std::size_t length = first < 0x80   ? 1
                             : first < 0xc2 ? 0
                             : first < 0xe0 ? 2
                             : first < 0xf0 ? 3
                             : first < 0xf5 ? 4
                                            : 0;
  if (length == 0 || text.size() < length) return 0;
  if (!std::ranges::all_of(text.substr(1, length - 1), [](char c) { return (byte(c) & 0xc0) == 0x80; })) return 0;
  const unsigned char second = length > 1 ? byte(text[1]) : 0;
  const bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
  const bool surrogate = first == 0xed && second > 0x9f, beyond = first == 0xf4 && second > 0x8f;
  return overlong || surrogate || beyond ? 0 : length;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    const unsigned char first = byte(text[0]);
    const bool control = first < 0x20 || first == 0x7f || (first == 0xc2 && length == 2 && byte(text[1]) < 0xa0);
    if (length == 0 || control)
      shown += '?';
    else
      shown += text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return shown;
}

}  // namespace memnet
