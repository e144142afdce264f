// The build of this program, as far as the bits of results depend on it.
#pragma once

#include <span>
#include <string>

#include "memnet/io/run_record.hpp"

namespace memnet {

// Raised with every change after which the same run gives other bits. scripts/same_bits fails for a change that gives
// other bits and leaves it as it is.
inline constexpr int kBits = 5;

// Returns this build. Its name consists of kBits, the compiler, and the class of processors that the program is
// compiled for.
RunRecord::Build this_build();

// Throws an Error of kind usage if another build worked on the run, since it would not have the bits of any single
// build. `place` starts the message.
void require_this_build(std::span<const RunRecord::Build> builds, const std::string& place);

}  // namespace memnet
