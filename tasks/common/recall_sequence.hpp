// Tasks that show a sequence of random bit vectors, then a delimiter on its own channel, and then nothing, while the
// model outputs some of the vectors in an order that depends on the task.
//
//   inputs    a b c | . . .        bits + 1 channels
//   targets   . . . . ? ? ?        bits
#pragma once

#include "memnet/data/task.hpp"
#include "tasks/common/bits.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class RecallSequence : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("bits", bits_, 1, 64, "number of bits in a vector");
    length_.declare(options, 1, "length of the shortest sequence in training, in vectors",
                    "length of the longest sequence in training, in vectors");
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
      const int vector = recalled_index(i, length), answer = length + 1 + i;
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
      copy_bits(part(inputs, recalled_index(t - length - 1, length), 0, bits_), answer.column(t));
    return answer;
  }

  // A guess gets each bit right with probability 1/2.
  double chance_errors(int length) const override { return 0.5 * bits_ * answers(length); }

 protected:
  explicit RecallSequence(const char* name) : name_(name) {}

  // The number of vectors to output for a sequence of this length, and the index of the i-th of them, both from 0.
  virtual int answers(int length) const { return length; }
  virtual int recalled_index(int i, int length) const = 0;

 private:
  const char* name_;
  int bits_ = 8;
  TrainedLengths length_{1, 20};
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
