// Capacity: how many values can be retrieved by their keys (Schlag, Irie & Schmidhuber 2021, section 6.1). Pairs of a
// value and a key are shown, then each key that was shown is asked for in random order, and the answer is its value as
// numbers, with the squared error as loss. Values are one-hot, so a memory whose state has p columns cannot hold more
// than p of them (tasks/common/capacity_bound.hpp).
//
//   inputs    v2:k1 v1:k3 v3:k2 . :k3 . :k1 . :k2      values and keys, each one-hot in `keys` channels
//   targets     .     .     .    v1    v2    v3        numbers
//
// The length is the number of pairs. Without replacement (setting 1 of the paper) all keys and all values of an episode
// are different, so it is `keys` at most. With replacement (setting 2, where it is twice as many) the last value of a
// key counts.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "tasks/common/bits.hpp"
#include "tasks/common/range.hpp"
#include "tasks/common/shuffle.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Capacity : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("keys", keys_, 2, 10000, "number of keys, S, and of values");
    options.add("replacement", replacement_,
                "draw keys and values with replacement, and ask for the last value of a key");
    options.add("tolerance", tolerance_, 0, 1, "how far a number of an answer may be off");
    length_.low = length_.high = replacement_ ? 2 * keys_ : keys_;
    length_.declare(options, 1, "smallest number of pairs in training", "largest number of pairs in training");
  }

  TaskSpec spec() const override {
    length_.check("capacity");
    check_length(length_.high);
    return {.inputs = 2 * keys_,
            .outputs = keys_,
            .shortest = length_.low,
            .longest = length_.high,
            .answers = TargetKind::numbers,
            .can_be_longer = replacement_,
            .criterion = Criterion::within_tolerance,
            .tolerance = tolerance_};
  }

  void check_length(int length) const override {
    if (!replacement_ && length > keys_)
      fail(ErrorKind::usage,
           "capacity: length {} needs as many different keys, and task.keys = {}; raise it, or take "
           "task.replacement = yes",
           length, keys_);
  }

  // There is a step for each possible query; with replacement, the last ones may be empty.
  void sample(RandomStream& stream, int length, Episode& episode) const override {
    check_length(length);
    episode.assign(2 * keys_, keys_, length + std::min(length, keys_));
    episode.answers = TargetKind::numbers;
    thread_local std::vector<int> keys_drawn, values_drawn;  // kept, so that no episode allocates memory
    const std::span<const int> keys = draw(stream, length, keys_drawn), values = draw(stream, length, values_drawn);
    for (int t = 0; t < length; ++t) {
      episode.inputs(values[std::size_t(t)], t) = episode.inputs(keys_ + keys[std::size_t(t)], t) = 1;
      episode.item_shown(0, t) = static_cast<Scalar>(t + 1);
    }
    const std::span<Scalar> queries = episode.item_asked.numbers().subspan(static_cast<std::size_t>(length));
    std::size_t asked = 0;
    for (int t = 0; t < length; ++t)
      if (std::ranges::find(keys.begin() + t + 1, keys.end(), keys[std::size_t(t)]) == keys.end())
        queries[asked++] = episode.item_shown(0, t);
    shuffle(stream, queries.first(asked));
    for (std::size_t query = 0; query < asked; ++query) {
      const auto pair = static_cast<std::size_t>(queries[query]) - 1;
      const int t = length + static_cast<int>(query);
      episode.inputs(keys_ + keys[pair], t) = episode.targets(values[pair], t) = episode.mask(0, t) = 1;
    }
  }

  Matrix oracle(const Episode& episode) const override {
    const Matrix& inputs = episode.inputs;
    Matrix answer(keys_, inputs.cols());
    for (int t = 0; t < inputs.cols(); ++t) {
      const int key = shown_in(inputs, t, keys_);
      if (key == keys_ || shown_in(inputs, t, 0) < keys_) continue;  // no query
      int pair = t - 1;
      while (inputs(keys_ + key, pair) == 0) --pair;
      answer(shown_in(inputs, pair, 0), t) = 1;
    }
    return answer;
  }

  // The mean of each number is 1 / S: it is off by 1 - 1 / S where the value is 1, and by 1 / S elsewhere.
  double chance_errors(int length) const override {
    const double share = 1.0 / keys_;
    const double queries = replacement_ ? keys_ * (1 - std::pow(1 - share, length)) : length;
    return queries * ((1 - share > tolerance_ ? 1 : 0) + (share > tolerance_ ? keys_ - 1 : 0));
  }

 private:
  // Returns so many random numbers from 0 to S - 1, which are stored in `numbers`; without replacement, all differ.
  std::span<const int> draw(RandomStream& stream, int count, std::vector<int>& numbers) const {
    const auto size = static_cast<std::size_t>(count);
    if (replacement_) {
      numbers.resize(size);
      for (int& number : numbers) number = stream.between(0, keys_ - 1);
    } else {
      numbers.resize(static_cast<std::size_t>(keys_));
      std::iota(numbers.begin(), numbers.end(), 0);
      shuffle(stream, std::span(numbers));
    }
    return std::span(numbers).first(size);
  }

  // Returns the number of the value or key that step t shows, in S channels from `first` on; S if it shows none.
  int shown_in(const Matrix& inputs, int t, int first) const {
    const std::span<const Scalar> channels = part(inputs, t, first, keys_);
    return static_cast<int>(std::ranges::find(channels, Scalar(1)) - channels.begin());
  }

  int keys_ = 20;
  bool replacement_ = false;
  double tolerance_ = 0.1;
  TrainedLengths length_{20, 20};
};

}  // namespace

std::unique_ptr<Task> make_capacity() { return std::make_unique<Capacity>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
