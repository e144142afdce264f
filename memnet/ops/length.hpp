// Examples with different numbers of places: length [1] is how many of the N places of a value an example has.
#pragma once

#include <algorithm>

#include "memnet/autodiff/tape.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Return the length, or that of example b, from 0 to N.
inline int length_of(Scalar length, int N) { return std::clamp(static_cast<int>(length), 0, N); }
inline int length_of(Var length, int b, int N) { return length_of(*length.value(b), N); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
