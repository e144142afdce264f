// One vector register of numbers, for the few kernels that keep their sums in registers. The compiler's own vector
// types: the same source serves every width and both compilers.
#pragma once

#include <cstddef>
#include <cstring>
#include <utility>

#include "memnet/base/scalar.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace kernels {

#if defined(__AVX512F__)
constexpr int kBytes = 64;
#else
constexpr int kBytes = 32;
#endif
constexpr int kLanes = kBytes / static_cast<int>(sizeof(Scalar));
using Lanes [[gnu::vector_size(kBytes)]] = Scalar;

inline Lanes load(const Scalar* p) {
  Lanes v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
inline void store(Scalar* p, Lanes v) { std::memcpy(p, &v, sizeof v); }

// Sets sums that are to stay in registers to zero, one by one: `= {}` would clear them in memory first.
template <std::size_t count>
void clear(Lanes (&sums)[count]) {
  for (Lanes& sum : sums) sum = Lanes{};
}
template <std::size_t rows, std::size_t count>
void clear(Lanes (&sums)[rows][count]) {
  for (auto& row : sums) clear(row);
}

// Adds to each lane the one `distance` away; with distances 1, 2, 4, ... every lane ends with the sum of all.
template <int distance, int... lane>
Lanes add_across(Lanes v, std::integer_sequence<int, lane...> lanes) {
  v += __builtin_shufflevector(v, v, (lane ^ distance)...);
  if constexpr (2 * distance < kLanes) v = add_across<2 * distance>(v, lanes);
  return v;
}
inline Scalar sum(Lanes v) { return add_across<1>(v, std::make_integer_sequence<int, kLanes>())[0]; }

}  // namespace kernels
}  // namespace MEMNET_PRECISION
}  // namespace memnet
