// Leaky rectified linear units (Maas, Hannun & Ng 2013).
#pragma once

#include "memnet/base/scalar.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Their slope below 0.
inline constexpr Scalar kLeak = Scalar(0.01);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
