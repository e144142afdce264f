// Durations as text.
#pragma once

#include <string>

namespace memnet {

// Returns a duration in words: "42 s", "3 min 07 s", "2 h 05 min"; "?" if it is not finite.
std::string duration(double seconds);

}  // namespace memnet
