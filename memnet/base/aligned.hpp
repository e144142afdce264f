// Vectors that start on a cache line. The alignment can change the order of a vectorized sum, so it is needed for the
// same bits in every run.
#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace memnet {

inline constexpr std::size_t kCacheLine = 64;  // bytes; also the widest vector register

template <class T>
struct AlignedAllocator {
  using value_type = T;
  AlignedAllocator() = default;
  template <class U>
  AlignedAllocator(const AlignedAllocator<U>&) {}
  T* allocate(std::size_t n) { return static_cast<T*>(::operator new (n * sizeof(T), std::align_val_t{kCacheLine})); }
  void deallocate(T* p, std::size_t) { ::operator delete (p, std::align_val_t{kCacheLine}); }
  bool operator==(const AlignedAllocator&) const = default;
};

template <class T>
using AlignedVector = std::vector<T, AlignedAllocator<T>>;

}  // namespace memnet
