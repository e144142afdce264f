// Checks of the input that all statistics share. Each throws an Error of kind data, which names `where`.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

#include "memnet/base/error.hpp"

namespace memnet {

inline void check_values(const char* where, std::span<const double> values) {
  if (values.empty()) fail(ErrorKind::data, "{}: there are no values; give one for each seed", where);
  if (!std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); }))
    fail(ErrorKind::data, "{}: a value is not finite; leave diverged runs out, or give them the worst score", where);
}

inline void check_sizes(const char* where, std::size_t a, std::size_t b) {
  if (a != b) fail(ErrorKind::data, "{}: {} values go with {}; both must be of the same seeds or lengths", where, a, b);
}

inline void check_confidence(const char* where, double confidence) {
  if (!(confidence > 0 && confidence < 1))
    fail(ErrorKind::data, "{}: the confidence {} is not between 0 and 1", where, confidence);
}

}  // namespace memnet
