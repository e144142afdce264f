// Key and value: pairs are shown, one a step. Then keys are shown again in random order, and after each the model
// outputs its value.
//
//   inputs    a:x b:y c:z b:. . c:. . a:. .        key_bits + value_bits channels, and one that marks a query
//   targets    .   .   .   .  y  .  z  .  x        value_bits
//
// With task.two_way a query shows either the key or the value of a pair, each with its own marker channel, and the
// model outputs the other half.
#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "tasks/common/bits.hpp"
#include "tasks/common/queries.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class KeyValue : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("key_bits", key_bits_, 1, 64, "number of bits in a key");
    options.add("value_bits", value_bits_, 1, 64, "number of bits in a value");
    queries_.declare(options, "pairs");
    options.add("two_way", two_way_, "also query keys by their values");
    length_.declare(options, 1, "smallest number of pairs in training", "largest number of pairs in training");
  }

  TaskSpec spec() const override {
    length_.check("key_value");
    if (two_way_ && key_bits_ != value_bits_)
      fail(ErrorKind::usage,
           "key_value: task.two_way queries keys and values; make task.key_bits = {} and task.value_bits = {} equal",
           key_bits_, value_bits_);
    return {.inputs = marker(two_way_) + 1,
            .outputs = value_bits_,
            .shortest = length_.low,
            .longest = length_.high,
            .words = words_for(key_bits_ + value_bits_),
            .sentence_words = key_bits_ + value_bits_};
  }

  void check_length(int length) const override { check_codes("key_value", "key_bits", key_bits_, length); }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    check_length(length);
    const int queries = queries_.in(length);
    episode.assign(marker(two_way_) + 1, value_bits_, length + 2 * queries);
    for (int t = 0; t < length; ++t) {
      sample_new_bits(stream, episode.inputs, t, 0, key_bits_);
      if (two_way_)
        sample_new_bits(stream, episode.inputs, t, key_bits_, value_bits_);
      else
        sample_bits(stream, part(episode.inputs, t, key_bits_, value_bits_));
      episode.item_shown(0, t) = static_cast<Scalar>(t + 1);
      episode.context.sentences.begin_list();
      add_bits(episode.context.sentences, part(episode.inputs, t, 0, key_bits_ + value_bits_), 0);
    }
    for (int query = 0; query < queries; ++query) {
      const int t = length + 2 * query, pair = sample_unasked(stream, episode.item_asked, length) - 1;
      const bool by_value = two_way_ && stream.coin();
      copy_bits(half(episode.inputs, pair, by_value), half(episode.inputs, t, by_value));
      copy_bits(half(episode.inputs, pair, !by_value), episode.targets.column(t + 1));
      episode.inputs(marker(by_value), t) = episode.mask(0, t + 1) = 1;
      episode.item_asked(0, t + 1) = episode.item_shown(0, pair);
      Context& story = episode.context;
      story.questions.begin_list();
      add_bits(story.questions, half(episode.inputs, t, by_value), by_value ? key_bits_ : 0);
      story.supports.add_list({&pair, 1});
      story.answered_at.push_back(t + 1);
    }
  }

  Matrix oracle(const Episode& episode) const override {
    const Matrix& inputs = episode.inputs;
    Matrix answer(value_bits_, inputs.cols());
    for (int t = 0; t < inputs.cols(); ++t)
      for (const bool by_value : {false, true}) {
        if (marker(by_value) >= inputs.rows() || inputs(marker(by_value), t) == 0) continue;
        const int pair = find_bits(inputs, t, by_value ? key_bits_ : 0, half(inputs, t, by_value));
        copy_bits(half(inputs, pair, !by_value), answer.column(t + 1));
      }
    return answer;
  }

  std::string word(int number) const override { return word_for_bit(number); }

  // A guess gets each bit right with probability 1/2.
  double chance_errors(int length) const override { return 0.5 * value_bits_ * queries_.in(length); }

 private:
  // The channel that marks a query by key, or by value.
  int marker(bool by_value) const { return key_bits_ + value_bits_ + (by_value ? 1 : 0); }

  // The key or the value that step t shows.
  std::span<Scalar> half(Matrix& inputs, int t, bool value) const {
    return value ? part(inputs, t, key_bits_, value_bits_) : part(inputs, t, 0, key_bits_);
  }
  std::span<const Scalar> half(const Matrix& inputs, int t, bool value) const {
    return value ? part(inputs, t, key_bits_, value_bits_) : part(inputs, t, 0, key_bits_);
  }

  int key_bits_ = 8;
  int value_bits_ = 8;
  Queries queries_;
  bool two_way_ = false;
  TrainedLengths length_{1, 8};
};

}  // namespace

std::unique_ptr<Task> make_key_value() { return std::make_unique<KeyValue>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
