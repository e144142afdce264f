// The number type everything is computed in.
//
// The library is built twice from the same sources: in float for the program, in double for the laws, the gradient
// checks and parity. The precision is part of the namespace, so the two builds can never be mixed up by the linker.
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
