#include "program/text/printable.hpp"

#include <algorithm>

#include "memnet/base/utf8.hpp"

namespace memnet {

std::string printable(std::string_view text, std::string_view kept) {
  std::string shown;
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
    const bool stays = length == 1 && kept.find(character[0]) != kept.npos;
    if (character == "\t" && !stays)
      shown += "\\t";
    else if (length == 0 || (is_control(character) && !stays))
      shown += '?';
    else
      shown += character;
    text.remove_prefix(character.size());
  }
  return shown;
}

std::size_t unfinished_character(std::string_view text) {
  for (std::size_t size = 1; size < 4 && size <= text.size(); ++size) {
    const auto first = static_cast<unsigned char>(text[text.size() - size]);
    if ((first & 0xc0) != 0x80) return length_by_first(first) > size ? size : 0;
  }
  return 0;
}

}  // namespace memnet
