// Division by a sum, which ends every primitive whose result is a weighting.
#pragma once

#include "memnet/math/kernels.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Makes the numbers of each example sum to one. Requires that no sum is 0.
inline void normalize(Scalar* y, int size, int batch) {
  for (int b = 0; b < batch; ++b, y += size) {
    const Scalar scale = 1 / kernels::sum(y, size);
#pragma omp simd
    for (int i = 0; i < size; ++i) y[i] *= scale;
  }
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
