// Multi-query associative recall (Arora et al. 2024): pairs of a key and a value are shown; then each key comes again
// at a random place, and in that step the model outputs its value.
//
//   inputs    k3 v9 k5 v2 k5 .  .  .  k3 .      words, length x steps_per_pair steps
//   targets   .  .  .  .  v2 .  .  .  v9 .      words
//
// The length is the number of pairs. What is behind the pairs is divided into cells of the size of a pair, and each
// query begins another cell. Of n cells, the i-th is drawn with a probability proportional to i^(power - 1), without
// replacement. Other steps are noise: they show nothing, or random words that are neither keys nor values. (The
// authors' noise may also be keys and values, which nothing tells apart from pairs and queries.)
//
//   forgetting     share of the keys that are shown a second time, with another value; the last one counts
//   key_length     symbols in a key; the value is due with the last one
//   key_overlap    so many last symbols are the same in all keys of an episode, so keys are similar
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "tasks/common/bits.hpp"
#include "tasks/common/range.hpp"
#include "tasks/common/shuffle.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Mqar : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("vocabulary", vocabulary_, 4, 100000, "number of symbols of keys, the first half, and of values");
    options.add("key_length", key_length_, 1, 16, "number of symbols in a key");
    options.add("key_overlap", key_overlap_, 0, 15,
                "number of last symbols that all keys of an episode have in common");
    options.add("noise", noise_, 0, 10000, "number of words that are noise; 0: steps of noise show nothing");
    const Options::Section changeable = options.changeable_at_evaluation();
    changeable.add("steps_per_pair", steps_per_pair_, 4, 1000, "number of steps of an episode, for each pair");
    changeable.add("power", power_, 0, 10, "how queries are placed: near the pairs if it is small, evenly at 1");
    changeable.add("forgetting", forgetting_, 0, 1, "share of the keys that are bound to a second value");
    length_.declare(options, 1, "smallest number of pairs in training", "largest number of pairs in training");
  }

  TaskSpec spec() const override {
    length_.check("mqar");
    if (key_overlap_ >= key_length_)
      fail(ErrorKind::usage,
           "mqar: task.key_overlap = {} leaves nothing to tell keys apart; make it less than task.key_length = {}",
           key_overlap_, key_length_);
    if (const double least = (2 + forgetting_) * cell(); steps_per_pair_ < least)
      fail(
          ErrorKind::usage,
          "mqar: task.steps_per_pair = {} has no room for a pair and its query, and a second value; take at least {:g}",
          steps_per_pair_, std::ceil(least));
    return {.inputs = vocabulary_ + noise_,
            .outputs = vocabulary_ + 1,
            .shortest = length_.low,
            .longest = length_.high,
            .answers = TargetKind::word,
            .input_words = vocabulary_ + noise_};
  }

  void check_length(int length) const override {
    const double different = std::pow(keys(), key_length_ - key_overlap_);
    if (length > different || length + forgotten(length) > values())
      fail(ErrorKind::usage,
           "mqar: length {} takes {} different values, and task.vocabulary = {} gives {}, and {:g} keys; raise it",
           length, length + forgotten(length), vocabulary_, values(), different);
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    check_length(length);
    episode.assign(1, 1, length * steps_per_pair_);
    episode.answers = TargetKind::word;
    episode.input_words = vocabulary_ + noise_;
    thread_local std::vector<int> last;  // kept, so that no episode allocates memory
    show_pairs(stream, length, episode, last);
    const int behind = (length + forgotten(length)) * cell();
    ask(stream, behind, last, episode);
    if (noise_ > 0) fill(stream, behind, episode.inputs);
  }

  // Looks for the last value that was bound to the symbols of the latest steps.
  Matrix oracle(const Episode& episode) const override {
    const Matrix& inputs = episode.inputs;
    Matrix answer(vocabulary_ + 1, inputs.cols());
    for (int t = key_length_ - 1; t < inputs.cols(); ++t)
      for (int value = t - 1; is_key(inputs, t) && value >= key_length_; --value)
        if (is_value(inputs, value) && is_key(inputs, value - 1) &&
            std::ranges::equal(key_at(inputs, value - key_length_), key_at(inputs, t - key_length_ + 1))) {
          answer(static_cast<int>(inputs(0, value)), t) = 1;
          break;
        }
    return answer;
  }

  // A guess is one of the values.
  double chance_errors(int length) const override { return length * (1 - 1.0 / values()); }

  std::string word(int number) const override {
    if (number > vocabulary_) return "-";
    return number <= keys() ? fmt::format("k{}", number) : fmt::format("v{}", number - keys());
  }

 private:
  int keys() const { return vocabulary_ / 2; }  // symbols of keys
  int values() const { return vocabulary_ - keys(); }
  int cell() const { return key_length_ + 1; }
  int forgotten(int pairs) const { return static_cast<int>(forgetting_ * pairs); }

  bool is_key(const Matrix& inputs, int t) const { return inputs(0, t) >= 1 && inputs(0, t) <= Scalar(keys()); }
  bool is_value(const Matrix& inputs, int t) const {
    return inputs(0, t) > Scalar(keys()) && inputs(0, t) <= Scalar(vocabulary_);
  }

  // The symbols of steps t, t + 1, ..., of a key; the key in the i-th cell, from 0; and the step of its value.
  std::span<const Scalar> key_at(const Matrix& inputs, int t) const {
    return inputs.numbers().subspan(static_cast<std::size_t>(t), static_cast<std::size_t>(key_length_));
  }
  std::span<Scalar> key_in(Matrix& inputs, int i) const {
    return inputs.numbers().subspan(static_cast<std::size_t>(i * cell()), static_cast<std::size_t>(key_length_));
  }
  int value_step(int i) const { return i * cell() + key_length_; }

  // Shows every pair once, the first ones twice; their keys are random. Sets the last cell that shows each.
  void show_pairs(RandomStream& stream, int pairs, Episode& episode, std::vector<int>& last) const {
    Matrix& inputs = episode.inputs;
    thread_local std::vector<int> order;
    order.resize(static_cast<std::size_t>(pairs + forgotten(pairs)));
    std::iota(order.begin(), order.begin() + pairs, 0);
    std::iota(order.begin() + pairs, order.end(), 0);
    shuffle(stream, std::span(order));
    last.assign(static_cast<std::size_t>(pairs), -1);
    int i = 0;
    for (const int pair : order) {
      int& shown = last[static_cast<std::size_t>(pair)];
      if (shown < 0)
        draw_key(stream, inputs, i);
      else
        copy_bits(key_in(inputs, shown), key_in(inputs, i));
      draw_value(stream, inputs, i);
      shown = i++;
      episode.item_shown(0, value_step(shown)) = static_cast<Scalar>(i);
    }
  }

  // Asks for each pair, of which these are the cells, in a cell behind all pairs.
  void ask(RandomStream& stream, int behind, std::span<int> pairs, Episode& episode) const {
    // A race draws the cells: each arrives after an exponential time with its own rate.
    thread_local std::vector<std::pair<double, int>> arrivals;
    arrivals.clear();
    for (int i = 1; behind + i * cell() <= episode.steps(); ++i)
      arrivals.emplace_back(-std::log(1 - stream.uniform()) * std::pow(i, 1 - power_), behind / cell() + i - 1);
    std::ranges::partial_sort(arrivals, arrivals.begin() + std::ssize(pairs));
    shuffle(stream, pairs);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const int pair = pairs[i], query = arrivals[i].second, answer = value_step(query) - 1;
      copy_bits(key_in(episode.inputs, pair), key_in(episode.inputs, query));
      episode.targets(0, answer) = episode.inputs(0, value_step(pair));
      episode.mask(0, answer) = 1;
      episode.item_asked(0, answer) = static_cast<Scalar>(pair + 1);
    }
  }

  void fill(RandomStream& stream, int first, Matrix& inputs) const {
    for (int t = first; t < inputs.cols(); ++t)
      if (inputs(0, t) == 0) inputs(0, t) = static_cast<Scalar>(vocabulary_ + stream.between(1, noise_));
  }

  // Write a key or a value into the i-th cell that differs from those of all cells before.
  void draw_key(RandomStream& stream, Matrix& inputs, int i) const {
    const std::span<Scalar> drawn = key_in(inputs, i);
    const auto own = drawn.first(static_cast<std::size_t>(i == 0 ? key_length_ : key_length_ - key_overlap_));
    if (i > 0) copy_bits(key_in(inputs, 0), drawn);
    const auto is_there = [&] {
      for (int other = 0; other < i; ++other)
        if (std::ranges::equal(drawn, key_in(inputs, other))) return true;
      return false;
    };
    do
      for (Scalar& symbol : own) symbol = static_cast<Scalar>(stream.between(1, keys()));
    while (is_there());
  }
  void draw_value(RandomStream& stream, Matrix& inputs, int i) const {
    const auto is_there = [&](Scalar value) {
      for (int other = 0; other < i; ++other)
        if (inputs(0, value_step(other)) == value) return true;
      return false;
    };
    Scalar value = 0;
    do value = static_cast<Scalar>(stream.between(keys() + 1, vocabulary_));
    while (is_there(value));
    inputs(0, value_step(i)) = value;
  }

  int vocabulary_ = 64;
  int key_length_ = 1;
  int key_overlap_ = 0;
  int noise_ = 16;
  int steps_per_pair_ = 16;
  double power_ = 0.01;
  double forgetting_ = 0;
  TrainedLengths length_{4, 4};
};

}  // namespace

std::unique_ptr<Task> make_mqar() { return std::make_unique<Mqar>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
