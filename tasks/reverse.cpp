// Reverse: copy, backwards.
//
//   inputs    a b c | . . .        bits + 1 channels, 2 length + 1 steps
//   targets   . . . . c b a        bits
#include "memnet/core/task.hpp"
#include "tasks/bits.hpp"
#include "tasks/range.hpp"

namespace memnet::inline MEMNET_PRECISION {
namespace {

class Reverse : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("bits", bits_, 1, 64, "bits in a vector");
    length_.declare(options, 1, "shortest sequence in training", "longest sequence in training");
  }

  TaskSpec spec() const override {
    length_.check("reverse");
    return {.inputs = bits_ + 1, .outputs = bits_, .shortest = length_.low, .longest = length_.high};
  }

  void sample(Stream& stream, int length, Episode& episode) const override {
    episode.assign(bits_ + 1, bits_, 2 * length + 1);
    episode.inputs(bits_, length) = 1;
    for (int t = 0; t < length; ++t) {
      const int answer = 2 * length - t;
      draw_bits(stream, part(episode.inputs, t, 0, bits_));
      copy_bits(part(episode.inputs, t, 0, bits_), episode.targets.column(answer));
      episode.mask(0, answer) = 1;
      episode.shows(0, t) = episode.asks(0, answer) = static_cast<Scalar>(t + 1);
    }
  }

  Matrix oracle(const Matrix& inputs) const override {
    Matrix answer(bits_, inputs.cols());
    const int delimiter = find_mark(inputs, bits_);
    for (int t = 0; t < delimiter; ++t) copy_bits(part(inputs, t, 0, bits_), answer.column(2 * delimiter - t));
    return answer;
  }

  // Each of the bits is guessed right half of the time.
  double chance(int length) const override { return 0.5 * bits_ * length; }

 private:
  int bits_ = 8;
  Range length_{"length", 1, 20};
};

}  // namespace

std::unique_ptr<Task> make_reverse() { return std::make_unique<Reverse>(); }

}  // namespace memnet::inline MEMNET_PRECISION
