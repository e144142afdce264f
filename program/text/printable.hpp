// Makes text of unknown origin safe for a terminal.
#pragma once

#include <string>
#include <string_view>

namespace memnet {

// Returns the text with '?' for every control character and every byte that is not UTF-8, so that names and messages in
// a file cannot control the terminal.
std::string printable(std::string_view text);

}  // namespace memnet
