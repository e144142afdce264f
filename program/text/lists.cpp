#include "program/text/lists.hpp"

#include <cctype>

namespace memnet {

std::vector<std::string> split_list(const std::string& text) {
  std::vector<std::string> pieces;
  std::string piece;
  const auto finish = [&] {
    const std::size_t first = piece.find_first_not_of(" \t");
    if (first != piece.npos) pieces.push_back(piece.substr(first, piece.find_last_not_of(" \t") - first + 1));
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
