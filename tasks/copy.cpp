// Copy (Graves, Wayne & Danihelka 2014, section 4.1).
//
// A sequence of random bit vectors is shown, then a delimiter on a channel of its own; after that nothing is shown, and
// the sequence has to be given back.
//
//   inputs    a b c | . . .        bits + 1 channels, 2 length + 1 steps
//   targets   . . . . a b c        bits
#include "memnet/core/task.hpp"
#include "tasks/bits.hpp"
#include "tasks/range.hpp"

namespace memnet::inline MEMNET_PRECISION {
namespace {

class Copy : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("bits", bits_, 1, 64, "bits in a vector");
    length_.declare(options, 1, "shortest sequence in training", "longest sequence in training");
  }

  TaskSpec spec() const override {
    length_.check("copy");
    return {.inputs = bits_ + 1, .outputs = bits_, .shortest = length_.low, .longest = length_.high};
  }

  void sample(Stream& stream, int length, Episode& episode) const override {
    episode.assign(bits_ + 1, bits_, 2 * length + 1);
    episode.inputs(bits_, length) = 1;
    for (int t = 0; t < length; ++t) {
      const int answer = length + 1 + t;
      draw_bits(stream, part(episode.inputs, t, 0, bits_));
      copy_bits(part(episode.inputs, t, 0, bits_), episode.targets.column(answer));
      episode.mask(0, answer) = 1;
      episode.shows(0, t) = episode.asks(0, answer) = static_cast<Scalar>(t + 1);
    }
  }

  Matrix oracle(const Matrix& inputs) const override {
    Matrix answer(bits_, inputs.cols());
    const int delimiter = find_mark(inputs, bits_);
    for (int t = delimiter + 1; t < inputs.cols(); ++t)
      copy_bits(part(inputs, t - delimiter - 1, 0, bits_), answer.column(t));
    return answer;
  }

  // Each of the bits is guessed right half of the time.
  double chance(int length) const override { return 0.5 * bits_ * length; }

 private:
  int bits_ = 8;
  Range length_{"length", 1, 20};
};

}  // namespace

std::unique_ptr<Task> make_copy() { return std::make_unique<Copy>(); }

}  // namespace memnet::inline MEMNET_PRECISION
