#include "memnet/autodiff/arena.hpp"

#include <sys/mman.h>

#include <algorithm>

namespace memnet {

void* Arena::take_from_next_block(std::size_t bytes) {
  if (current_ < blocks_.size()) ++current_;
  used_ = 0;
  // A block that is too small is skipped until the next reset, so the order of the blocks stays the same.
  while (current_ < blocks_.size() && blocks_[current_].size < bytes) ++current_;
  if (current_ == blocks_.size()) {
    const std::size_t size = (std::max(bytes, block_bytes_) + kHugePage - 1) / kHugePage * kHugePage;
    auto* memory = static_cast<std::byte*>(::operator new[](size, std::align_val_t{kHugePage}));
#ifdef MADV_HUGEPAGE
    madvise(memory, size, MADV_HUGEPAGE);  // a system that refuses takes small pages
#endif
    blocks_.push_back({std::unique_ptr<std::byte[], Release>(memory), size});
  }
  used_ = bytes;
  return blocks_[current_].bytes.get();
}

std::size_t Arena::bytes_reserved() const {
  std::size_t sum = 0;
  for (const Block& block : blocks_) sum += block.size;
  return sum;
}

std::size_t Arena::bytes_used() const {
  std::size_t sum = used_;
  for (std::size_t full = 0; full < current_; ++full) sum += blocks_[full].size;
  return std::max(sum, most_used_);
}

}  // namespace memnet
