// Reuse: several copies in one sequence, one after another. Together they show more than a small memory holds, so what
// was given back has to be overwritten.
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
    options.add("bits", bits_, 1, 64, "bits in a vector");
    vectors_.declare(options, 1, "fewest vectors in one copy", "most vectors in one copy");
    length_.declare(options, 1, "fewest copies in a sequence in training", "most copies in a sequence in training");
  }

  TaskSpec spec() const override {
    length_.check("reuse");
    vectors_.check("reuse");
    return {.inputs = bits_ + 1, .outputs = bits_, .shortest = length_.low, .longest = length_.high};
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    // The sizes of the copies are drawn twice, with the same outcome: first to learn how many steps there are.
    RandomStream sizes = stream;
    int steps = 0;
    for (int copy = 0; copy < length; ++copy) steps += 2 * draw_size(stream) + 1;
    episode.assign(bits_ + 1, bits_, steps);
    int start = 0;
    Scalar shown = 0;
    for (int copy = 0; copy < length; ++copy) {
      const int size = draw_size(sizes);
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

  // Each of the bits is guessed right half of the time.
  double chance_errors(int length) const override { return 0.5 * bits_ * vectors_.mean() * length; }

 private:
  int draw_size(RandomStream& stream) const { return stream.between(vectors_.low, vectors_.high); }

  int bits_ = 8;
  Range vectors_{"vectors", 1, 8};
  Range length_{"length", 1, 5};
};

}  // namespace

std::unique_ptr<Task> make_reuse() { return std::make_unique<Reuse>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
