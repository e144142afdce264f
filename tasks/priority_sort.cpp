// Priority sort (Graves, Wayne & Danihelka 2014, section 4.5).
//
// Random bit vectors are shown, each with a priority between -1 and 1 on its own channel, then a delimiter. The model
// outputs the vectors with the highest priorities, the highest first.
//
//   inputs    a:.1 b:.9 c:-.7 d:.8 e:.2 | . . . .        bits + 2 channels: the priority and | are the last two
//   targets    .    .    .     .    .   . b d e a        bits; task.percent of the vectors, rounded up
//
// With task.by_bit each bit is sorted by itself, ones first, independent of the priorities. This is a different task,
// used by a public implementation: it needs counting, not sorting, and is far easier.
#include "memnet/data/task.hpp"
#include "tasks/common/bits.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class PrioritySort : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("bits", bits_, 1, 64, "number of bits in a vector");
    options.changeable_at_evaluation().add("percent", percent_, 1, 100,
                                           "percentage of the vectors to output; 80: 16 of 20");
    options.add("by_bit", by_bit_,
                "sort each bit by itself, ones first: a different and easier task, used by a public implementation");
    length_.declare(options, 1, "smallest number of vectors in training", "largest number of vectors in training");
  }

  TaskSpec spec() const override {
    length_.check("priority_sort");
    return {.inputs = bits_ + 2, .outputs = bits_, .shortest = length_.low, .longest = length_.high};
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    const int answers = answers_in(length);
    episode.assign(bits_ + 2, bits_, length + 1 + answers);
    episode.inputs(bits_ + 1, length) = 1;
    for (int t = 0; t < length; ++t) {
      sample_bits(stream, part(episode.inputs, t, 0, bits_));
      episode.inputs(bits_, t) = static_cast<Scalar>(stream.uniform(-1, 1));
      episode.item_shown(0, t) = static_cast<Scalar>(t + 1);
    }
    for (int t = 0; t < length; ++t) {
      const int rank = rank_of(t, episode.inputs, length), answer = length + 1 + rank;
      if (rank >= answers) continue;
      copy_bits(part(episode.inputs, t, 0, bits_), episode.targets.column(answer));
      episode.mask(0, answer) = 1;
      if (!by_bit_) episode.item_asked(0, answer) = episode.item_shown(0, t);
    }
    if (by_bit_) count_bits(episode.inputs, length, episode.targets);
  }

  Matrix oracle(const Episode& episode) const override {
    const Matrix& inputs = episode.inputs;
    Matrix answer(bits_, inputs.cols());
    const int length = find_mark(inputs, bits_ + 1);
    if (by_bit_) {
      count_bits(inputs, length, answer);
      return answer;
    }
    for (int t = 0; t < length; ++t) {
      const int rank = rank_of(t, inputs, length);
      if (rank < answers_in(length)) copy_bits(part(inputs, t, 0, bits_), answer.column(length + 1 + rank));
    }
    return answer;
  }

  // A guess gets each bit right with probability 1/2.
  double chance_errors(int length) const override { return 0.5 * bits_ * answers_in(length); }

  // Shows priorities from -1 to 1 from light to dark.
  std::string render(const Episode& episode, const Matrix& answer) const override {
    Episode shown = episode;
    for (int t = 0; t < find_mark(episode.inputs, bits_ + 1); ++t)
      shown.inputs(bits_, t) = (1 + episode.inputs(bits_, t)) / 2;
    return Task::render(shown, answer);
  }

 private:
  int answers_in(int length) const { return (length * percent_ + 99) / 100; }

  // The number of vectors before this one in the sorted order: those of higher priority, and of equal priority if they
  // were shown earlier.
  int rank_of(int t, const Matrix& inputs, int length) const {
    int rank = 0;
    for (int other = 0; other < length; ++other) {
      const Scalar lead = inputs(bits_, other) - inputs(bits_, t);
      rank += lead > 0 || (lead == 0 && other < t) ? 1 : 0;
    }
    return rank;
  }

  // For each bit: as many ones as the inputs have, and then zeros.
  void count_bits(const Matrix& inputs, int length, Matrix& answer) const {
    for (int bit = 0; bit < bits_; ++bit) {
      int ones = 0;
      for (int t = 0; t < length; ++t) ones += inputs(bit, t) != 0 ? 1 : 0;
      for (int rank = 0; rank < answers_in(length); ++rank) answer(bit, length + 1 + rank) = rank < ones ? 1 : 0;
    }
  }

  int bits_ = 8;
  int percent_ = 80;
  bool by_bit_ = false;
  TrainedLengths length_{20, 20};
};

}  // namespace

std::unique_ptr<Task> make_priority_sort() { return std::make_unique<PrioritySort>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
