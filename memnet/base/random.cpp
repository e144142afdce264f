#include "memnet/base/random.hpp"

#include <cmath>
#include <numbers>

#include "memnet/base/text.hpp"

namespace memnet {

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> c, std::array<std::uint32_t, 2> k) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = 0xD2511F53ull * c[0];
    const std::uint64_t b = 0xCD9E8D57ull * c[2];
    c = {static_cast<std::uint32_t>(b >> 32) ^ c[1] ^ k[0], static_cast<std::uint32_t>(b),
         static_cast<std::uint32_t>(a >> 32) ^ c[3] ^ k[1], static_cast<std::uint32_t>(a)};
    k = {k[0] + 0x9E3779B9u, k[1] + 0xBB67AE85u};
  }
  return c;
}

namespace {

std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }
std::uint32_t high(std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); }

}  // namespace

RandomStream::RandomStream(std::uint64_t seed, std::string_view purpose, std::uint64_t index)
    : key_{low(seed), high(seed)}, counter_{0, hash32(purpose), low(index), high(index)} {}

std::uint32_t RandomStream::bits() {
  if (next_ == 4) {
    block_ = philox(counter_, key_);
    ++counter_[0];
    next_ = 0;
  }
  return block_[static_cast<std::size_t>(next_++)];
}

bool RandomStream::coin() {
  if (coins_left_ == 0) {
    coins_ = bits();
    coins_left_ = 32;
  }
  const bool heads = (coins_ & 1u) != 0;
  coins_ >>= 1;
  --coins_left_;
  return heads;
}

double RandomStream::uniform() {
  const std::uint64_t word = (static_cast<std::uint64_t>(bits()) << 32) | bits();
  return static_cast<double>(word >> 11) * 0x1.0p-53;
}

double RandomStream::uniform(double low, double high) { return low + (high - low) * uniform(); }

int RandomStream::between(int low, int high) {
  // Lemire's multiplication, with the rejection that removes its bias. Unsigned, for high - low may not fit an int.
  const auto first = static_cast<std::uint32_t>(low);
  const std::uint32_t range = static_cast<std::uint32_t>(high) - first + 1u;
  if (range == 0) return static_cast<int>(first + bits());
  const std::uint32_t threshold = (0u - range) % range;
  for (;;) {
    const std::uint64_t product = static_cast<std::uint64_t>(bits()) * range;
    if (static_cast<std::uint32_t>(product) >= threshold)
      return static_cast<int>(first + static_cast<std::uint32_t>(product >> 32));
  }
}

double RandomStream::normal() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_normal_;
  }
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  const double angle = 2.0 * std::numbers::pi * uniform();
  spare_normal_ = radius * std::sin(angle);
  has_spare_ = true;
  return radius * std::cos(angle);
}

}  // namespace memnet
