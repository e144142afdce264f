// The limit of sizes, which are products of ints.
#pragma once

#include <cstddef>
#include <limits>

namespace memnet {

// The most numbers of a parameter, and of a value for all examples of a batch.
inline constexpr std::size_t kMostNumbers = std::numeric_limits<int>::max();

}  // namespace memnet
