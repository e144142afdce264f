// Copy (Graves, Wayne & Danihelka 2014, section 4.1).
//
// A sequence of random bit vectors is shown, then a delimiter on a channel of its own; after that nothing is shown, and
// the sequence has to be given back.
//
//   inputs    a b c | . . .        bits + 1 channels, 2 length + 1 steps
//   targets   . . . . a b c        bits
#include "memnet/core/draw.hpp"
#include "memnet/core/error.hpp"
#include "memnet/core/task.hpp"

namespace memnet::inline MEMNET_PRECISION {
namespace {

class Copy : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("bits", bits_, 1, 64, "bits in a vector");
    options.add("min_length", min_length_, 1, 10000, "shortest sequence in training");
    options.add("max_length", max_length_, 1, 10000, "longest sequence in training");
  }

  TaskSpec spec() const override {
    if (min_length_ > max_length_)
      fail(ErrorKind::usage, "copy: task.min_length = {} is above task.max_length = {}", min_length_, max_length_);
    return {.inputs = bits_ + 1, .outputs = bits_, .shortest = min_length_, .longest = max_length_};
  }

  void sample(Stream& stream, int length, Episode& episode) const override {
    episode.assign(bits_ + 1, bits_, 2 * length + 1);
    episode.inputs(bits_, length) = 1;
    for (int t = 0; t < length; ++t) {
      const int answer = length + 1 + t;
      episode.mask(0, answer) = 1;
      episode.shows(0, t) = episode.asks(0, answer) = t + 1;
      for (int bit = 0; bit < bits_; ++bit)
        episode.inputs(bit, t) = episode.targets(bit, answer) = stream.coin() ? 1 : 0;
    }
  }

  Matrix oracle(const Matrix& inputs) const override {
    Matrix answer(bits_, inputs.cols());
    int delimiter = 0;
    while (inputs(bits_, delimiter) == 0) ++delimiter;
    for (int t = delimiter + 1; t < inputs.cols(); ++t)
      for (int bit = 0; bit < bits_; ++bit) answer(bit, t) = inputs(bit, t - delimiter - 1);
    return answer;
  }

  // Each of the bits is guessed right half of the time.
  double chance(int length) const override { return 0.5 * bits_ * length; }

  std::string draw(const Episode& episode, const Matrix& answer) const override {
    return draw_rows("input", episode.inputs) + draw_rows("target", episode.targets, episode.mask) +
           draw_rows("answer", answer, episode.mask);
  }

 private:
  int bits_ = 8;
  int min_length_ = 1;
  int max_length_ = 20;
};

}  // namespace

std::unique_ptr<Task> make_copy() { return std::make_unique<Copy>(); }

}  // namespace memnet::inline MEMNET_PRECISION
