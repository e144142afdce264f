#include "memnet/base/utf8.hpp"

#include <fmt/format.h>

namespace memnet {

std::string problem_of_text(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] >= ' ' && text[i] <= '~') {  // most characters are of ASCII
      ++i;
      continue;
    }
    const std::size_t length = character_length(text.substr(i));
    if (length == 0)
      return fmt::format(
          "holds the byte 0x{:02x}, which is not UTF-8; save the text as UTF-8, or convert it with iconv",
          static_cast<unsigned char>(text[i]));
    if (is_control(text.substr(i, length)) && text[i] != '\t')
      return fmt::format("holds the control character 0x{:02x}; remove it",
                         static_cast<unsigned char>(text[i + length - 1]));
    i += length;
  }
  return "";
}

}  // namespace memnet
