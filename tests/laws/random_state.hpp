// Random numbers for parts of a state, each from the set that its numbers stay in.
#pragma once

#include "memnet/addressing/state.hpp"
#include "memnet/ops/check.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

inline Matrix sample(const StatePart& part, RandomStream& stream) {
  const auto draw = [&](Domain domain) { return sample(domain, part.rows, part.cols, 1, stream); };
  const auto scaled = [](Matrix x, double factor) {
    for (Scalar& number : x.numbers()) number *= static_cast<Scalar>(factor);
    return x;
  };
  switch (part.set) {
    case StateSet::real: return draw(Domain::real);
    case StateSet::bipolar: {
      Matrix x = scaled(draw(Domain::unit), 2);
      for (Scalar& number : x.numbers()) number -= 1;
      return x;
    }
    case StateSet::unit: return draw(Domain::unit);
    case StateSet::nonnegative: return draw(Domain::positive);
    case StateSet::count: return Matrix(part.rows, part.cols);
    case StateSet::simplex: return draw(Domain::simplex);
    case StateSet::subsimplex: return scaled(draw(Domain::simplex), 0.8);
    case StateSet::links: {
      Matrix x = scaled(draw(Domain::unit), 1.0 / part.rows);
      for (int i = 0; i < part.rows; ++i) x(i, i) = 0;
      return x;
    }
  }
  return {};
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
