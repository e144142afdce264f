// Reuse: several copy tasks in one sequence, one after the other. Together they show more vectors than a small memory
// has slots, so the model must overwrite vectors that it has already output.
//
//   inputs    a b c | . . . d e | . .        bits + 1 channels
//   targets   . . . . a b c . . . d e        bits
#include "memnet/data/task.hpp"
#include "tasks/common/bits.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Reuse : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("bits", bits_, 1, 64, "number of bits in a vector");
    vectors_.declare(options.changeable_at_evaluation(), 1, "smallest number of vectors in one copy",
                     "largest number of vectors in one copy");
    length_.declare(options, 1, "smallest number of copies in a sequence in training",
                    "largest number of copies in a sequence in training");
  }

  TaskSpec spec() const override {
    length_.check("reuse");
    vectors_.check("reuse");
    return {.inputs = bits_ + 1, .outputs = bits_, .shortest = length_.low, .longest = length_.high};
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    // The sizes of the copies are sampled twice, with the same result: the first time to count the steps.
    RandomStream sizes = stream;
    int steps = 0;
    for (int copy = 0; copy < length; ++copy) steps += 2 * sample_size(stream) + 1;
    episode.assign(bits_ + 1, bits_, steps);
    int start = 0;
    Scalar shown = 0;
    for (int copy = 0; copy < length; ++copy) {
      const int size = sample_size(sizes);
      for (int t = start; t < start + size; ++t) {
        const int answer = t + size + 1;
        sample_bits(stream, part(episode.inputs, t, 0, bits_));
        copy_bits(part(episode.inputs, t, 0, bits_), episode.targets.column(answer));
        episode.mask(0, answer) = 1;
        episode.item_shown(0, t) = episode.item_asked(0, answer) = ++shown;
      }
      episode.inputs(bits_, start + size) = 1;
      start += 2 * size + 1;
    }
  }

  Matrix oracle(const Episode& episode) const override {
    const Matrix& inputs = episode.inputs;
    Matrix answer(bits_, inputs.cols());
    for (int start = 0, delimiter = 0; start < inputs.cols(); start = 2 * delimiter - start + 1) {
      for (delimiter = start; inputs(bits_, delimiter) == 0;) ++delimiter;
      for (int t = start; t < delimiter; ++t)
        copy_bits(part(inputs, t, 0, bits_), answer.column(t + delimiter - start + 1));
    }
    return answer;
  }

  // A guess gets each bit right with probability 1/2.
  double chance_errors(int length) const override { return 0.5 * bits_ * vectors_.mean() * length; }

 private:
  int sample_size(RandomStream& stream) const { return stream.between(vectors_.low, vectors_.high); }

  int bits_ = 8;
  Range vectors_{"vectors", 1, 8};
  TrainedLengths length_{1, 5};
};

}  // namespace

std::unique_ptr<Task> make_reuse() { return std::make_unique<Reuse>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
