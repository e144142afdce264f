// Dynamic n-grams (Graves, Wayne & Danihelka 2014, section 4.4).
//
// Every sequence has its own table: the probability of a 1 after each context, that is, after the last few bits. These
// probabilities are sampled from Beta(1/2, 1/2). The bits of the sequence are sampled by the table, and the model
// predicts each from those before it.
//
//   inputs    0 1 1 0 1 0 0        1 channel, length - 1 steps: the last bit is predicted but not shown
//   targets   . . . . 0 0 1        1 bit, from the first complete context on (here: of 5 bits)
#include <array>
#include <cmath>
#include <numbers>

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kLongestContext = 10;

class DynamicNgrams : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("context", context_, 1, kLongestContext,
                "number of previous bits on which the next one depends; 5: 6-grams");
    length_.declare(options, 2, "length of the shortest sequence in training, in bits",
                    "length of the longest sequence in training, in bits");
  }

  TaskSpec spec() const override {
    length_.check("dynamic_ngrams");
    return {
        .inputs = 1, .outputs = 1, .shortest = length_.low, .longest = length_.high, .criterion = Criterion::near_best};
  }

  void check_length(int length) const override {
    if (length <= context_)
      fail(ErrorKind::usage, "dynamic_ngrams: length {} has nothing to predict after task.context = {} bits; raise it",
           length, context_);
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    check_length(length);
    episode.assign(1, 1, length - 1);
    // Beta(1/2, 1/2) is the arcsine distribution: its quantiles are sin^2(pi u / 2).
    PerContext ones;
    for (std::size_t context = 0; context < contexts(); ++context)
      ones[context] = std::pow(std::sin(stream.uniform() * std::numbers::pi / 2), 2);
    std::size_t context = 0;
    for (int t = 0; t < length; ++t) {
      const bool bit = t < context_ ? stream.coin() : stream.uniform() < ones[context];
      if (t < length - 1) {
        episode.inputs(0, t) = bit ? 1 : 0;
        episode.item_shown(0, t) = static_cast<Scalar>(t + 1);
      }
      if (t >= context_) {
        episode.targets(0, t - 1) = bit ? 1 : 0;
        episode.mask(0, t - 1) = 1;
      }
      context = after(context, bit);
    }
  }

  // The bits do not determine the table. The best answer is the mean over all tables, given the bits so far:
  // (ones + 1/2) / (all + 1), counted after the same context (Krichevsky & Trofimov 1981).
  bool has_certain_answers() const override { return false; }

  Matrix oracle(const Episode& episode) const override {
    const Matrix& inputs = episode.inputs;
    Matrix answer(1, inputs.cols(), Scalar(0.5));
    PerContext ones{}, all{};
    std::size_t context = 0;
    for (int t = 0; t < inputs.cols(); ++t) {
      const bool bit = inputs(0, t) == 1;
      if (t >= context_) {
        ones[context] += bit ? 1 : 0;
        all[context] += 1;
      }
      context = after(context, bit);
      if (t >= context_ - 1) answer(0, t) = static_cast<Scalar>((ones[context] + 0.5) / (all[context] + 1));
    }
    return answer;
  }

  // A guess gets each bit right with probability 1/2.
  double chance_errors(int length) const override { return 0.5 * (length - context_); }

 private:
  using PerContext = std::array<double, 1 << kLongestContext>;

  std::size_t contexts() const { return std::size_t{1} << context_; }
  std::size_t after(std::size_t context, bool bit) const { return (2 * context + (bit ? 1 : 0)) % contexts(); }

  int context_ = 5;
  TrainedLengths length_{200, 200};
};

}  // namespace

std::unique_ptr<Task> make_dynamic_ngrams() { return std::make_unique<DynamicNgrams>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
