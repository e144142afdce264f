// The columns that text takes in a terminal, for tables.
#pragma once

#include <string>
#include <string_view>

namespace memnet {

// Returns how many columns a text in UTF-8 takes: two for each wide character (Chinese, Japanese, Korean, emoji), none
// for a mark that is put on the character before it, and one for every other character and byte.
std::size_t columns_of(std::string_view text);

// Returns the beginning of a text that takes at most so many columns.
std::string cut_to_columns(std::string_view text, std::size_t most);

// Return the text with blanks behind or before it, so that it takes at least so many columns.
std::string filled_behind(std::string text, std::size_t columns);
std::string filled_before(const std::string& text, std::size_t columns);

}  // namespace memnet
