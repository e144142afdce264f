// The sets that the numbers of a state stay in.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "memnet/addressing/state.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// Returns what is wrong with the numbers of a part of a state, or "" if all are in its set, up to rounding.
inline std::string outside_of_set(const StatePart& part, Var x) {
  constexpr double kRounding = 1e-12;
  if (x.rows() != part.rows || x.cols() != part.cols) return fmt::format("{} has another shape", part.name);
  const bool bipolar = part.set == StateSet::bipolar;
  const bool bounded = part.set != StateSet::real && part.set != StateSet::nonnegative;
  for (int b = 0; b < x.batch(); ++b) {
    double all = 0, largest = 0;  // the sum, and the largest sum of a row or a column
    for (int i = 0; i < x.rows(); ++i) {
      double row = 0;
      for (int j = 0; j < x.cols(); ++j) {
        const double number = x(i, j, b);
        if (!std::isfinite(number)) return fmt::format("{} has {}", part.name, number);
        if (part.set != StateSet::real && number < (bipolar ? -1 : 0) - kRounding)
          return fmt::format("{} has {}, below its least number", part.name, number);
        if (bounded && number > 1 + kRounding) return fmt::format("{} has {}, above 1", part.name, number);
        row += number;
      }
      all += row;
      largest = std::max(largest, row);
    }
    for (int j = 0; j < x.cols(); ++j) {
      double column = 0;
      for (int i = 0; i < x.rows(); ++i) column += x(i, j, b);
      largest = std::max(largest, column);
      if (part.set == StateSet::links && x(j, j, b) != 0)
        return fmt::format("{} links slot {} with itself", part.name, j);
    }
    if (part.set == StateSet::simplex && std::abs(all - 1) > 1e-9) return fmt::format("{} has sum {}", part.name, all);
    if (part.set == StateSet::subsimplex && all > 1 + 1e-9) return fmt::format("{} has sum {}", part.name, all);
    if (part.set == StateSet::links && largest > 1 + 1e-9)
      return fmt::format("{} has a row or a column with sum {}", part.name, largest);
  }
  return "";
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
