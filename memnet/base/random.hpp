// Counter-based random streams: the same seed gives the same numbers on every machine, in any order and on any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace memnet {

// Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"): ten rounds turn a
// 128-bit counter and a 64-bit key into 128 random bits. There is no other state to save or to split.
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

// The stream of random numbers of (seed, purpose, index), for example (7, "train", number of the sequence). Streams
// with different arguments are independent. A stream is cheap to construct, so it is never stored.
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::string_view purpose, std::uint64_t index = 0);

  std::uint32_t bits();  // 32 random bits
  bool coin();           // true with probability 1/2
  double uniform();      // [0, 1), 53 random bits
  double uniform(double low, double high);
  int between(int low, int high);  // low..high, both included, without bias
  double normal();                 // mean 0, variance 1 (Box-Muller)

 private:
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 4> counter_;
  std::array<std::uint32_t, 4> block_{};
  int next_ = 4;  // first unused word of the block
  std::uint32_t coins_ = 0;
  int coins_left_ = 0;
  double spare_normal_ = 0;
  bool has_spare_ = false;
};

}  // namespace memnet
