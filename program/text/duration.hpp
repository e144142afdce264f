// Times for people.
#pragma once

#include <string>

namespace memnet {

// "42 s", "3 min 07 s", "2 h 05 min"
std::string duration(double seconds);

}  // namespace memnet
