// Lanes: the numbers of one vector register, for the few kernels that keep sums in registers. It uses the vector types
// of the compiler, so that the same source works for every register width and with GCC and Clang.
#pragma once

#include <cstddef>
#include <cstring>
#include <utility>

#include "memnet/base/scalar.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace kernels {

#if defined(__AVX512F__)
constexpr int kBytes = 64, kRegisters = 32;
#elif defined(__AVX__)
constexpr int kBytes = 32, kRegisters = 16;
#elif defined(__aarch64__)
constexpr int kBytes = 16, kRegisters = 32;
#else
constexpr int kBytes = 16, kRegisters = 16;
#endif
constexpr int kLanes = kBytes / static_cast<int>(sizeof(Scalar));
using Lanes [[gnu::vector_size(kBytes)]] = Scalar;

// V is Lanes, or Scalar for a single number.
template <class V = Lanes>
V load(const Scalar* p) {
  V v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
template <class V>
void store(Scalar* p, V v) {
  std::memcpy(p, &v, sizeof v);
}

// Makes sure that v is in a register. Without it the compiler may load a number once for each time that it is used.
inline void keep_in_register(Lanes& v) {
#if defined(__x86_64__)
  asm("" : "+v"(v));
#elif defined(__aarch64__)
  asm("" : "+w"(v));
#endif
}

// Sets sums to zero one by one, so that they stay in registers: `= {}` would clear them in memory first.
template <std::size_t count>
void clear(Lanes (&sums)[count]) {
  for (Lanes& sum : sums) sum = Lanes{};
}
template <std::size_t rows, std::size_t count>
void clear(Lanes (&sums)[rows][count]) {
  for (auto& row : sums) clear(row);
}

// Joins each lane with the lane `distance` away, then with twice the distance, and so on: in the end every lane
// contains all of them. Example with 4 lanes and sums: (1,2,3,4) -> distance 1: (3,3,7,7) -> distance 2: (10,10,10,10).
template <int distance, class Join, int... lane>
Lanes join_across(Lanes v, Join join, std::integer_sequence<int, lane...> lanes) {
  v = join(v, __builtin_shufflevector(v, v, (lane ^ distance)...));
  if constexpr (2 * distance < kLanes) v = join_across<2 * distance>(v, join, lanes);
  return v;
}
// Returns all lanes, put together by join(a, b), which must not depend on their order.
template <class Join>
Scalar join_lanes(Lanes v, Join join) {
  return join_across<1>(v, join, std::make_integer_sequence<int, kLanes>())[0];
}
// Returns the sum of all lanes.
inline Scalar sum(Lanes v) {
  return join_lanes(v, [](Lanes a, Lanes b) { return a + b; });
}

// Returns a register with, in lane i, the sum of all lanes of v[i], of kLanes registers. Example with 2 lanes: (1,2),
// (3,4) -> (3,7). Each round halves the number of registers: of a pair, the lanes without `bit` in their index go on
// with numbers of the first, those with it with numbers of the second.
template <int bit, int... lane>
[[gnu::always_inline]] inline Lanes sum_each_by(const Lanes* v, std::integer_sequence<int, lane...> lanes) {
  constexpr int kPairs = kLanes / (2 * bit);
  Lanes halved[kPairs];
  for (int i = 0; i < kPairs; ++i)
    halved[i] =
        __builtin_shufflevector(v[2 * i], v[2 * i + 1], ((lane & bit) == 0 ? lane : kLanes + lane)...) +
        __builtin_shufflevector(v[2 * i], v[2 * i + 1], ((lane & bit) == 0 ? lane ^ bit : kLanes + (lane ^ bit))...);
  if constexpr (kPairs == 1)
    return halved[0];
  else
    return sum_each_by<2 * bit>(halved, lanes);
}
[[gnu::always_inline]] inline Lanes sum_each(const Lanes* v) {
  return sum_each_by<1>(v, std::make_integer_sequence<int, kLanes>());
}

// Calls body<C>(j) for the columns j, j + 1, ... of N, C at a time: `most`, and 1 for the last ones. Columns that are
// computed together share what they load, and the sum of one does not wait for that of another.
template <int most, class Body>
void each_columns(int N, Body body) {
  int j = 0;
  for (; j + most <= N; j += most) body.template operator()<most>(j);
  for (; j < N; ++j) body.template operator()<1>(j);
}

// Calls body(i, Lanes()) for every i at which a full register of N numbers begins, then body(i, Scalar()) for each
// number of the rest. So one generic body, which loads by load<V>() and stores by store(), handles any N.
template <class Body>
[[gnu::always_inline]] inline void each_register(int N, Body body) {
  int i = 0;
  for (; i + kLanes <= N; i += kLanes) body(i, Lanes{});
  for (; i < N; ++i) body(i, Scalar(0));
}

// The sum of all numbers that a body of each_register() adds.
struct RegisterSum {
  Lanes lanes{};
  Scalar rest = 0;

  void add(Lanes v) { lanes += v; }
  void add(Scalar x) { rest += x; }
  Scalar total() const { return sum(lanes) + rest; }
};

}  // namespace kernels
}  // namespace MEMNET_PRECISION
}  // namespace memnet
