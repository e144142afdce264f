// Random order.
#pragma once

#include <span>
#include <utility>

#include "memnet/base/random.hpp"

namespace memnet {

// Puts the items in random order; each order has the same probability.
template <class Item>
void shuffle(RandomStream& stream, std::span<Item> items) {
  for (std::size_t last = items.size(); last > 1; --last)
    std::swap(items[last - 1], items[static_cast<std::size_t>(stream.between(0, static_cast<int>(last) - 1))]);
}

}  // namespace memnet
