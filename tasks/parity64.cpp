// Parity of a single vector (Graves 2016, section 3.1): some of its 64 numbers are 1 or -1, the others are 0. Is the
// number of ones odd? All is there at once, so only computing helps, not remembering.
//
//   inputs    0 1 0 0 -1 1 1 .. 0    64 channels, 1 step
//   target    1                      1 bit
//
// The length is the largest number of numbers that are not 0; how many there are is drawn from 1 to the length.
#include <algorithm>

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kSize = 64;

class Parity64 : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add(
        "first", first_,
        "whether the numbers that are not 0 are the first ones, as in Fojo's code (no: anywhere, as in Graves 2016)");
    length_.declare(options, 1, "smallest length in training, the most numbers that are not 0",
                    "largest length in training, the most numbers that are not 0");
  }

  TaskSpec spec() const override {
    length_.check("parity64");
    return {.inputs = kSize, .outputs = 1, .shortest = length_.low, .longest = length_.high, .can_be_longer = false};
  }

  void check_length(int length) const override {
    if (length > kSize)
      fail(ErrorKind::usage, "parity64: length {} is above {}, the size of the vector; take a smaller one", length,
           kSize);
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    episode.assign(kSize, 1, 1);
    episode.mask(0, 0) = 1;
    int left = stream.between(1, length);
    bool odd = false;
    for (int i = 0; i < kSize; ++i) {
      // Each of the numbers from here on is equally likely to be one of those left.
      if (left == 0 || (!first_ && stream.between(1, kSize - i) > left)) continue;
      --left;
      const bool is_one = stream.coin();
      episode.inputs(i, 0) = is_one ? 1 : -1;
      odd = odd != is_one;
    }
    episode.targets(0, 0) = odd ? 1 : 0;
  }

  Matrix oracle(const Episode& episode) const override {
    const auto numbers = episode.inputs.column(0);
    return Matrix(1, 1, static_cast<Scalar>(std::ranges::count(numbers, Scalar(1)) % 2));
  }

  // The answer is guessed right half of the time.
  double chance_errors(int) const override { return 0.5; }

 private:
  bool first_ = false;
  TrainedLengths length_{kSize, kSize};
};

}  // namespace

std::unique_ptr<Task> make_parity64() { return std::make_unique<Parity64>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
