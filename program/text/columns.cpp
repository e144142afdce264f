#include "program/text/columns.hpp"

#include <algorithm>
#include <array>

#include "memnet/base/utf8.hpp"

namespace memnet {
namespace {

struct CodeRange {
  char32_t first, last;
};
// Wide and full width of Unicode Standard Annex 11, whole blocks at a time.
constexpr std::array<CodeRange, 12> kWide = {{{0x1100, 0x115f},
                                              {0x2e80, 0x303e},
                                              {0x3041, 0xa4cf},
                                              {0xa960, 0xa97c},
                                              {0xac00, 0xd7a3},
                                              {0xf900, 0xfaff},
                                              {0xfe10, 0xfe19},
                                              {0xfe30, 0xfe6f},
                                              {0xff01, 0xff60},
                                              {0xffe0, 0xffe6},
                                              {0x1f300, 0x1faff},
                                              {0x20000, 0x3fffd}}};
// Marks that combine with the character before them, joiners and selectors of variants.
constexpr std::array<CodeRange, 7> kNoWidth = {{{0x0300, 0x036f},
                                                {0x0483, 0x0489},
                                                {0x1ab0, 0x1aff},
                                                {0x1dc0, 0x1dff},
                                                {0x200b, 0x200d},
                                                {0x20d0, 0x20ff},
                                                {0xfe00, 0xfe0f}}};

bool is_in(char32_t code, const auto& ranges) {
  return std::ranges::any_of(ranges, [&](const CodeRange& range) { return range.first <= code && code <= range.last; });
}

std::string_view first_character(std::string_view text) {
  return text.substr(0, std::max<std::size_t>(character_length(text), 1));
}

std::size_t columns_of_character(std::string_view character) {
  constexpr std::array<unsigned char, 5> kBitsOfFirst = {0, 0x7f, 0x1f, 0x0f, 0x07};  // by the number of bytes
  char32_t code = static_cast<unsigned char>(character[0]) & kBitsOfFirst[character.size()];
  for (const char byte : character.substr(1)) code = code << 6 | (static_cast<unsigned char>(byte) & 0x3f);
  return is_in(code, kWide) ? 2 : is_in(code, kNoWidth) ? 0 : 1;
}

}  // namespace

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const std::string_view character = first_character(text);
    columns += columns_of_character(character);
    text.remove_prefix(character.size());
  }
  return columns;
}

std::string cut_to_columns(std::string_view text, std::size_t most) {
  std::size_t bytes = 0, columns = 0;
  while (bytes < text.size()) {
    const std::string_view character = first_character(text.substr(bytes));
    columns += columns_of_character(character);
    if (columns > most) break;
    bytes += character.size();
  }
  return std::string(text.substr(0, bytes));
}

std::string filled_behind(std::string text, std::size_t columns) {
  text.append(columns - std::min(columns, columns_of(text)), ' ');
  return text;
}

std::string filled_before(const std::string& text, std::size_t columns) {
  return std::string(columns - std::min(columns, columns_of(text)), ' ') + text;
}

}  // namespace memnet
