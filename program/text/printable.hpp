// Makes text of unknown origin safe for a terminal.
#pragma once

#include <string>
#include <string_view>

namespace memnet {

// Returns the text with "\t" for a TAB, and with '?' for every other control character, for every character that
// changes the direction of writing, and for every byte that is not UTF-8: names and messages in a file can neither
// control the terminal nor show other letters than they have. The control characters in `kept` stay.
std::string printable(std::string_view text, std::string_view kept = "");

// Returns the number of bytes at the end of a text that are the beginning of a character whose end is missing.
std::size_t unfinished_character(std::string_view text);

}  // namespace memnet
