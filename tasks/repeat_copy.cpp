// Repeat copy (Graves, Wayne & Danihelka 2014, section 4.2).
//
// A sequence of random bit vectors is shown, then a delimiter, then the number of repeats. The model outputs the
// sequence so many times, and then an end marker on its own channel.
//
//   inputs    a b c | 2 . . . . . . .        bits + 2 channels: | and the number are the last two
//   targets   . . . . . a b c a b c #        bits + 1
//
// The number is normalized to mean 0 and variance 1 over the numbers in training. task.repeats tests a
// trained network with more repeats and does not change the normalization.
#include <cmath>

#include "memnet/data/task.hpp"
#include "tasks/common/bits.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class RepeatCopy : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("bits", bits_, 1, 64, "number of bits in a vector");
    length_.declare(options, 1, "length of the shortest sequence in training, in vectors",
                    "length of the longest sequence in training, in vectors");
    trained_repeats_.declare(options.replaced_at_evaluation_by("task.repeats"), 1,
                             "smallest number of repeats in training", "largest number of repeats in training");
    options.changeable_at_evaluation().add(
        "repeats", repeats_, 0, 10000,
        "fixed number of repeats, which may exceed those in training; 0: as in training");
  }

  TaskSpec spec() const override {
    length_.check("repeat_copy");
    trained_repeats_.check("repeat_copy");
    return {.inputs = bits_ + 2, .outputs = bits_ + 1, .shortest = length_.low, .longest = length_.high};
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    const int repeats = repeats_ > 0 ? repeats_ : stream.between(trained_repeats_.low, trained_repeats_.high);
    const int answer = length + 2, end = answer + repeats * length;
    episode.assign(bits_ + 2, bits_ + 1, end + 1);
    for (int t = 0; t < length; ++t) {
      sample_bits(stream, part(episode.inputs, t, 0, bits_));
      episode.item_shown(0, t) = static_cast<Scalar>(t + 1);
    }
    episode.inputs(bits_, length) = 1;
    episode.inputs(bits_ + 1, length + 1) = static_cast<Scalar>((repeats - trained_repeats_.mean()) / deviation());
    for (int t = answer; t < end; ++t) {
      const int from = (t - answer) % length;
      copy_bits(part(episode.inputs, from, 0, bits_), episode.targets.column(t));
      episode.mask(0, t) = 1;
      episode.item_asked(0, t) = episode.item_shown(0, from);
    }
    episode.targets(bits_, end) = episode.mask(0, end) = 1;
  }

  Matrix oracle(const Episode& episode) const override {
    const Matrix& inputs = episode.inputs;
    Matrix answers(bits_ + 1, inputs.cols());
    const int length = find_mark(inputs, bits_), answer = length + 2;
    const double number = static_cast<double>(inputs(bits_ + 1, length + 1));
    const int repeats = static_cast<int>(std::lround(number * deviation() + trained_repeats_.mean()));
    const int end = answer + repeats * length;
    for (int t = answer; t < end; ++t) copy_bits(part(inputs, (t - answer) % length, 0, bits_), answers.column(t));
    answers(bits_, end) = 1;
    return answers;
  }

  // A guess gets each bit right with probability 1/2, including the channel of the end marker.
  double chance_errors(int length) const override {
    const double repeats = repeats_ > 0 ? repeats_ : trained_repeats_.mean();
    return 0.5 * (bits_ + 1) * (repeats * length + 1);
  }

 private:
  // The standard deviation of the number of repeats in training; 1 if the number is fixed.
  double deviation() const {
    const double n = trained_repeats_.high - trained_repeats_.low + 1;
    return n > 1 ? std::sqrt((n * n - 1) / 12) : 1;
  }

  int bits_ = 8;
  TrainedLengths length_{1, 10};
  Range trained_repeats_{"repeats", 1, 10};
  int repeats_ = 0;
};

}  // namespace

std::unique_ptr<Task> make_repeat_copy() { return std::make_unique<RepeatCopy>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
