#include "program/text/lists.hpp"

#include <cctype>

#include "memnet/base/text.hpp"

namespace memnet {

std::vector<std::string> split_list(const std::string& text) {
  std::vector<std::string> pieces;
  std::string piece;
  const auto finish = [&] {
    if (const std::string_view trim = trimmed(piece); !trim.empty()) pieces.emplace_back(trim);
    piece.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t next = text.find_first_not_of(" \t", i + 1);
    const bool letter_follows = next != text.npos && std::isalpha(static_cast<unsigned char>(text[next])) != 0;
    const std::size_t stage = piece.rfind('|') == piece.npos ? 0 : piece.rfind('|');
    const bool in_argument = piece.find(':', stage) != piece.npos && !letter_follows;
    if (text[i] == ';' || (text[i] == ',' && !in_argument))
      finish();
    else
      piece += text[i];
  }
  finish();
  return pieces;
}

}  // namespace memnet
