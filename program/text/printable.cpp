#include "program/text/printable.hpp"

#include <algorithm>

#include "memnet/base/utf8.hpp"

namespace memnet {

std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    const std::string_view character = text.substr(0, length);
    if (length == 0 || is_control(character))
      shown += '?';
    else
      shown += character;
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return shown;
}

}  // namespace memnet
