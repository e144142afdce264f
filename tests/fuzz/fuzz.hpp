// What the targets of libFuzzer share. Each .cpp file of this folder is a target: it defines try_input(), which may
// throw an Error and nothing else, and must end soon, with little memory. corpus/NAME holds inputs to begin with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "memnet/base/error.hpp"

namespace memnet::fuzz {

void try_input(std::string_view input);

// Ends the process, and so reports the input, unless the condition holds.
inline void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace memnet::fuzz
