// Memory that is handed out in order and taken back all at once.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <vector>

#include "memnet/base/aligned.hpp"

namespace memnet {

// A bump allocator. reset() forgets what was handed out but keeps the memory, so work that repeats allocates only the
// first time. Objects placed here are never destroyed, and so must not need it.
class Arena {
 public:
  explicit Arena(std::size_t block_bytes = std::size_t{1} << 20) : block_bytes_(block_bytes) {}

  // Uninitialised room for `count` objects, aligned to a cache line.
  template <class T>
  T* allocate(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>, "an arena never runs destructors");
    return static_cast<T*>(take(count * sizeof(T)));
  }

  template <class T>
  T* construct(const T& object) {
    return new (allocate<T>(1)) T(object);
  }

  // A list of `count` default values.
  template <class T>
  std::span<T> allocate_array(std::size_t count) {
    T* first = allocate<T>(count);
    for (std::size_t i = 0; i < count; ++i) new (first + i) T{};
    return {first, count};
  }

  void reset() {
    current_ = 0;
    used_ = 0;
  }

  std::size_t bytes_reserved() const;

 private:
  struct Release {
    void operator()(std::byte* p) const { ::operator delete[](p, std::align_val_t{kCacheLine}); }
  };
  struct Block {
    std::unique_ptr<std::byte[], Release> bytes;
    std::size_t size;
  };

  void* take(std::size_t bytes) {
    bytes = (bytes + kCacheLine - 1) / kCacheLine * kCacheLine;
    if (current_ < blocks_.size() && used_ + bytes <= blocks_[current_].size) {
      void* place = blocks_[current_].bytes.get() + used_;
      used_ += bytes;
      return place;
    }
    return take_from_next_block(bytes);
  }
  void* take_from_next_block(std::size_t bytes);

  std::size_t block_bytes_;
  std::vector<Block> blocks_;
  std::size_t current_ = 0;  // the block that is being filled
  std::size_t used_ = 0;     // bytes handed out of it
};

}  // namespace memnet
