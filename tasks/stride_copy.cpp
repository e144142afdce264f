// Stride copy: only every second vector of the sequence has to be given back, or every third.
//
//   inputs    a b c d e | . . .        bits + 1 channels
//   targets   . . . . . . a c e        bits; here with a stride of 2
#include "memnet/core/task.hpp"
#include "tasks/bits.hpp"
#include "tasks/range.hpp"

namespace memnet::inline MEMNET_PRECISION {
namespace {

class StrideCopy : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("bits", bits_, 1, 64, "bits in a vector");
    options.add("stride", stride_, 1, 10000, "from one vector that is given back to the next");
    length_.declare(options, 1, "shortest sequence in training", "longest sequence in training");
  }

  TaskSpec spec() const override {
    length_.check("stride_copy");
    return {.inputs = bits_ + 1, .outputs = bits_, .shortest = length_.low, .longest = length_.high};
  }

  void sample(Stream& stream, int length, Episode& episode) const override {
    episode.assign(bits_ + 1, bits_, length + 1 + answers_in(length));
    episode.inputs(bits_, length) = 1;
    for (int t = 0; t < length; ++t) {
      draw_bits(stream, part(episode.inputs, t, 0, bits_));
      episode.shows(0, t) = static_cast<Scalar>(t + 1);
    }
    for (int i = 0; i < answers_in(length); ++i) {
      const int answer = length + 1 + i;
      copy_bits(part(episode.inputs, i * stride_, 0, bits_), episode.targets.column(answer));
      episode.mask(0, answer) = 1;
      episode.asks(0, answer) = episode.shows(0, i * stride_);
    }
  }

  Matrix oracle(const Matrix& inputs) const override {
    Matrix answer(bits_, inputs.cols());
    const int delimiter = find_mark(inputs, bits_);
    for (int t = delimiter + 1; t < inputs.cols(); ++t)
      copy_bits(part(inputs, (t - delimiter - 1) * stride_, 0, bits_), answer.column(t));
    return answer;
  }

  // Each of the bits is guessed right half of the time.
  double chance(int length) const override { return 0.5 * bits_ * answers_in(length); }

 private:
  int answers_in(int length) const { return (length - 1) / stride_ + 1; }

  int bits_ = 8;
  int stride_ = 2;
  Range length_{"length", 1, 20};
};

}  // namespace

std::unique_ptr<Task> make_stride_copy() { return std::make_unique<StrideCopy>(); }

}  // namespace memnet::inline MEMNET_PRECISION
