// Selective copy (Gu & Dao 2023): symbols stand at random places among noise; after a delimiter the model outputs them
// in their order, without the noise.
//
//   inputs    . b . . a . c . . | . . .      words, length x steps_per_symbol + 1 + length steps
//   targets   . . . . . . . . . . b a c      words
//
// The length is the number of symbols. Noise is steps that show nothing, or random words that are no symbols.
#include "memnet/data/task.hpp"
#include "tasks/common/items.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class SelectiveCopy : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("symbols", symbols_, 2, 10000, "number of symbols in the alphabet");
    options.add("noise", noise_, 0, 10000, "number of words that are noise; 0: steps of noise show nothing");
    options.changeable_at_evaluation().add("steps_per_symbol", spread_, 1, 1000,
                                           "steps before the delimiter, for each symbol; all but one are noise");
    length_.declare(options, 1, "smallest number of symbols in training", "largest number of symbols in training");
  }

  TaskSpec spec() const override {
    length_.check("selective_copy");
    return {.inputs = delimiter() + noise_,
            .outputs = symbols_ + 1,
            .shortest = length_.low,
            .longest = length_.high,
            .answers = TargetKind::word,
            .input_words = delimiter() + noise_};
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    const int shown = length * spread_;  // the steps before the delimiter
    episode.assign(1, 1, shown + 1 + length);
    episode.answers = TargetKind::word;
    episode.input_words = delimiter() + noise_;
    int item = 0;
    for (int t = 0; t < shown; ++t) {
      // Of the steps that are left, length - item show symbols; each choice of them has the same probability.
      if (stream.between(1, shown - t) <= length - item) {
        const int answer = shown + 1 + item++;
        episode.inputs(0, t) = episode.targets(0, answer) = static_cast<Scalar>(stream.between(1, symbols_));
        episode.mask(0, answer) = 1;
        episode.item_shown(0, t) = episode.item_asked(0, answer) = static_cast<Scalar>(item);
      } else if (noise_ > 0) {
        episode.inputs(0, t) = static_cast<Scalar>(delimiter() + stream.between(1, noise_));
      }
    }
    episode.inputs(0, shown) = static_cast<Scalar>(delimiter());
  }

  Matrix oracle(const Episode& episode) const override {
    const Matrix& inputs = episode.inputs;
    Matrix answer(symbols_ + 1, inputs.cols());
    int due = 0;  // the step before the next answer; at first that of the delimiter
    while (inputs(0, due) != static_cast<Scalar>(delimiter())) ++due;
    for (int t = 0; t < inputs.cols(); ++t)
      if (const int word = static_cast<int>(inputs(0, t)); word >= 1 && word <= symbols_) answer(word, ++due) = 1;
    return answer;
  }

  // A guess is one of the symbols.
  double chance_errors(int length) const override { return length * (1 - 1.0 / symbols_); }

  std::string word(int number) const override {
    if (number <= symbols_) return symbol_name(number);
    return number == delimiter() ? "|" : "-";
  }

 private:
  int delimiter() const { return symbols_ + 1; }

  int symbols_ = 16;
  int noise_ = 0;
  int spread_ = 8;
  TrainedLengths length_{1, 8};
};

}  // namespace

std::unique_ptr<Task> make_selective_copy() { return std::make_unique<SelectiveCopy>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
