// Text of unknown origin, for a terminal.
#pragma once

#include <string>
#include <string_view>

namespace memnet {

// The text with '?' for every control character and every byte that is no UTF-8, so that names and messages in a file
// from elsewhere are shown and not obeyed.
std::string printable(std::string_view text);

}  // namespace memnet
