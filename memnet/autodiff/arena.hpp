// Arena: memory that is allocated piece by piece and released all at once.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <vector>

#include "memnet/base/aligned.hpp"

namespace memnet {

// The size of a huge page. Blocks consist of these where the system has them: a training step goes through all of its
// values, and fewer pages have to be found.
inline constexpr std::size_t kHugePage = std::size_t{2} << 20;  // bytes

// A bump allocator. reset() releases all pieces but keeps the blocks, so repeated work gets memory from the system only
// the first time. Destructors are never called, so objects must not need them.
class Arena {
 public:
  explicit Arena(std::size_t block_bytes = kHugePage) : block_bytes_(block_bytes) {}

  // Returns uninitialized memory for `count` objects, aligned to a cache line.
  template <class T>
  T* allocate(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>, "an arena never runs destructors");
    return static_cast<T*>(take(count * sizeof(T)));
  }

  // Returns a copy of `object` in the arena.
  template <class T>
  T* construct(const T& object) {
    return new (allocate<T>(1)) T(object);
  }

  // Returns an array of `count` default values.
  template <class T>
  std::span<T> allocate_array(std::size_t count) {
    T* first = allocate<T>(count);
    for (std::size_t i = 0; i < count; ++i) new (first + i) T{};
    return {first, count};
  }

  // Releases everything. Pointers from before are invalid.
  void reset() {
    release({});
    most_used_ = 0;
  }

  // How much is allocated. release() releases everything that was allocated since.
  struct Mark {
    std::size_t block = 0, used = 0;
  };
  Mark mark() const { return {current_, used_}; }
  void release(Mark mark) {
    most_used_ = bytes_used();
    current_ = mark.block;
    used_ = mark.used;
  }

  // Returns the size of all blocks.
  std::size_t bytes_reserved() const;
  // Returns the largest size of what was allocated at once since reset(), with the gaps at the ends of blocks.
  std::size_t bytes_used() const;

 private:
  struct Release {
    void operator()(std::byte* p) const { ::operator delete[](p, std::align_val_t{kHugePage}); }
  };
  struct Block {
    std::unique_ptr<std::byte[], Release> bytes;
    std::size_t size;
  };

  void* take(std::size_t bytes) {
    bytes = (bytes + kCacheLine - 1) / kCacheLine * kCacheLine;
    if (current_ < blocks_.size() && used_ + bytes <= blocks_[current_].size) {
      void* first = blocks_[current_].bytes.get() + used_;
      used_ += bytes;
      return first;
    }
    return take_from_next_block(bytes);
  }
  void* take_from_next_block(std::size_t bytes);

  std::size_t block_bytes_;
  std::vector<Block> blocks_;
  std::size_t current_ = 0;    // the block that is being filled
  std::size_t used_ = 0;       // bytes of it that are allocated
  std::size_t most_used_ = 0;  // bytes_used() at the last release()
};

}  // namespace memnet
