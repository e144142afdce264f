// Text for a terminal.
#include <algorithm>

#include "program/text/printable.hpp"
#include "tests/fuzz/fuzz.hpp"

void memnet::fuzz::try_input(std::string_view input) {
  const std::string shown = printable(input);
  const auto tabs = static_cast<std::size_t>(std::ranges::count(input, '\t'));  // each becomes two characters
  require(printable(shown) == shown && shown.size() <= input.size() + tabs);
  require(std::ranges::none_of(shown, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }));
}
