// Read by index: items are shown, then positions in random order, and after each the model outputs the item that was
// shown at that position. Positions count from 1 and are written in binary, with the lowest digit first.
//
//   inputs    a b c 2 . 3 . 1 .        bits channels for items, index_bits for positions, and one that marks a query
//   targets   . . . . b . c . a        bits
#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "tasks/common/bits.hpp"
#include "tasks/common/queries.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class ReadIndex : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("bits", bits_, 1, 64, "number of bits in an item");
    options.add("index_bits", index_bits_, 1, 20,
                "number of binary digits of a position; choose enough for the longest sequences");
    queries_.declare(options, "items");
    length_.declare(options, 1, "smallest number of items in training", "largest number of items in training");
  }

  TaskSpec spec() const override {
    length_.check("read_index");
    // Longer episodes ask for positions that training never shows: each is a code of its own, so they can only be
    // guessed.
    return {.inputs = marker() + 1,
            .outputs = bits_,
            .shortest = length_.low,
            .longest = length_.high,
            .can_be_longer = false};
  }

  void check_length(int length) const override {
    if (length >= 1 << index_bits_)
      fail(ErrorKind::usage, "read_index: length {} is too long, task.index_bits = {} count to {}; raise it", length,
           index_bits_, (1 << index_bits_) - 1);
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    check_length(length);
    const int queries = queries_.in(length);
    episode.assign(marker() + 1, bits_, length + 2 * queries);
    for (int t = 0; t < length; ++t) {
      sample_bits(stream, part(episode.inputs, t, 0, bits_));
      episode.item_shown(0, t) = static_cast<Scalar>(t + 1);
    }
    for (int query = 0; query < queries; ++query) {
      const int t = length + 2 * query, item = sample_unasked(stream, episode.item_asked, length);
      for (int digit = 0; digit < index_bits_; ++digit)
        episode.inputs(bits_ + digit, t) = static_cast<Scalar>(item >> digit & 1);
      copy_bits(part(episode.inputs, item - 1, 0, bits_), episode.targets.column(t + 1));
      episode.inputs(marker(), t) = episode.mask(0, t + 1) = 1;
      episode.item_asked(0, t + 1) = static_cast<Scalar>(item);
    }
  }

  Matrix oracle(const Episode& episode) const override {
    const Matrix& inputs = episode.inputs;
    Matrix answer(bits_, inputs.cols());
    for (int t = 0; t < inputs.cols(); ++t) {
      if (inputs(marker(), t) == 0) continue;
      int item = 0;
      for (int digit = 0; digit < index_bits_; ++digit) item += inputs(bits_ + digit, t) == 1 ? 1 << digit : 0;
      copy_bits(part(inputs, item - 1, 0, bits_), answer.column(t + 1));
    }
    return answer;
  }

  // A guess gets each bit right with probability 1/2.
  double chance_errors(int length) const override { return 0.5 * bits_ * queries_.in(length); }

 private:
  int marker() const { return bits_ + index_bits_; }

  int bits_ = 8;
  int index_bits_ = 8;
  Queries queries_;
  TrainedLengths length_{1, 10};
};

}  // namespace

std::unique_ptr<Task> make_read_index() { return std::make_unique<ReadIndex>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
