// Scalar: the number type of all computations.
//
// The library is built twice from the same sources: in float for the program, and in double for the laws, the gradient
// checks and the parity tests. The precision is part of the namespace, so the linker cannot mix up the two builds.
#pragma once

#ifdef MEMNET_DOUBLE
#define MEMNET_PRECISION f64
#else
#define MEMNET_PRECISION f32
#endif

namespace memnet {
inline namespace MEMNET_PRECISION {

#ifdef MEMNET_DOUBLE
using Scalar = double;
#else
using Scalar = float;
#endif

}  // namespace MEMNET_PRECISION
}  // namespace memnet
