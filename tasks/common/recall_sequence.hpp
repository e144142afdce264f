// Tasks that show a sequence of random bit vectors, then a delimiter on a channel of its own, and then nothing, while
// some of the vectors have to be given back, in an order that makes the task.
//
//   inputs    a b c | . . .        bits + 1 channels
//   targets   . . . . ? ? ?        bits
#pragma once

#include "memnet/data/task.hpp"
#include "tasks/common/bits.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class GiveBack : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("bits", bits_, 1, 64, "bits in a vector");
    length_.declare(options, 1, "shortest sequence in training", "longest sequence in training");
  }

  TaskSpec spec() const override {
    length_.check(name_);
    return {.inputs = bits_ + 1, .outputs = bits_, .shortest = length_.low, .longest = length_.high};
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    episode.assign(bits_ + 1, bits_, length + 1 + answers(length));
    for (int t = 0; t < length; ++t) {
      sample_bits(stream, part(episode.inputs, t, 0, bits_));
      episode.item_shown(0, t) = static_cast<Scalar>(t + 1);
    }
    episode.inputs(bits_, length) = 1;
    for (int i = 0; i < answers(length); ++i) {
      const int vector = given_back(i, length), answer = length + 1 + i;
      copy_bits(part(episode.inputs, vector, 0, bits_), episode.targets.column(answer));
      episode.mask(0, answer) = 1;
      episode.item_asked(0, answer) = episode.item_shown(0, vector);
    }
  }

  Matrix oracle(const Episode& episode) const override {
    const Matrix& inputs = episode.inputs;
    Matrix answer(bits_, inputs.cols());
    const int length = find_mark(inputs, bits_);
    for (int t = length + 1; t < inputs.cols(); ++t)
      copy_bits(part(inputs, given_back(t - length - 1, length), 0, bits_), answer.column(t));
    return answer;
  }

  // Each of the bits is guessed right half of the time.
  double chance_errors(int length) const override { return 0.5 * bits_ * answers(length); }

 protected:
  explicit GiveBack(const char* name) : name_(name) {}

  // How many vectors are given back of a sequence of this length, and which one is the i-th, both from 0.
  virtual int answers(int length) const { return length; }
  virtual int given_back(int i, int length) const = 0;

 private:
  const char* name_;
  int bits_ = 8;
  Range length_{"length", 1, 20};
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
