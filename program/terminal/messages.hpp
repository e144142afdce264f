// Messages on stderr.
#pragma once

#include <cstdio>
#include <string_view>

namespace memnet {

// Writes to stderr, as far as that is possible. Training goes on when the terminal is gone.
inline void write_message(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

}  // namespace memnet
