// The limit of sizes, which are products of ints.
#pragma once

#include <cstddef>
#include <limits>

#include "memnet/base/error.hpp"

namespace memnet {

// The most numbers of a parameter, and of a value for all examples of a batch.
inline constexpr std::size_t kMostNumbers = std::numeric_limits<int>::max();

// Returns the product of sizes that are not negative. Throws an Error of kind usage if it is more than kMostNumbers.
template <class... Sizes>
std::size_t product_of(Sizes... sizes) {
  std::size_t product = 1;
  const auto multiply = [&](std::size_t size) {
    if (size != 0 && product > kMostNumbers / size)
      fail(ErrorKind::usage, "a computation needs memory for more than {} numbers; take a smaller model or batch",
           kMostNumbers);
    product *= size;
  };
  (multiply(static_cast<std::size_t>(sizes)), ...);
  return product;
}

}  // namespace memnet
