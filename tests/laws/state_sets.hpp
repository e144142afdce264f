// Whether numbers are in the set that a part of a state stays in.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

#include "memnet/addressing/state.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Returns whether all numbers of an example x [rows, cols] are in the set, up to rounding.
inline bool is_in(StateSet set, std::span<const Scalar> x, int rows) {
  constexpr Scalar kRounding = 1e-9;
  const auto within = [&](Scalar low, Scalar high) {
    return std::ranges::all_of(x, [=](Scalar v) { return v >= low - kRounding && v <= high + kRounding; });
  };
  const Scalar sum = std::accumulate(x.begin(), x.end(), Scalar(0));
  switch (set) {
    case StateSet::real: return std::ranges::all_of(x, [](Scalar v) { return std::isfinite(v); });
    case StateSet::bipolar: return within(-1, 1);
    case StateSet::unit: return within(0, 1);
    case StateSet::nonnegative: return within(0, std::numeric_limits<Scalar>::max());
    case StateSet::count:
      return within(0, std::numeric_limits<Scalar>::max()) &&
             std::ranges::all_of(x, [](Scalar v) { return v == std::floor(v); });
    case StateSet::simplex: return within(0, 1) && std::abs(sum - 1) <= kRounding;
    case StateSet::subsimplex: return within(0, 1) && sum <= 1 + kRounding;
    case StateSet::links: {
      if (!within(0, 1)) return false;
      for (int i = 0; i < rows; ++i) {
        Scalar row = 0, column = 0;
        for (int j = 0; j < rows; ++j) {
          row += x[static_cast<std::size_t>(j * rows + i)];
          column += x[static_cast<std::size_t>(i * rows + j)];
        }
        if (row > 1 + kRounding || column > 1 + kRounding || x[static_cast<std::size_t>(i * rows + i)] != 0)
          return false;
      }
      return true;
    }
  }
  return false;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
