// The step that the delta rules share (Widrow & Hoff 1960; Schlag, Irie & Schmidhuber 2021).
#pragma once

#include "memnet/ops/ops.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// M [N,W], w [N], v [W], beta [1] -> [N,W]: M + beta w (v - M^T w)^T. The memory moves towards giving v when it is read
// with w: one step of size beta down the slope of |M^T w - v|^2 / 2.
inline Var delta_step(Var M, Var w, Var v, Var beta) { return add_outer(M, w, scale(beta, subtract(v, read(M, w)))); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
