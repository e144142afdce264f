// Adding (Hochreiter & Schmidhuber 1997, experiments 4 and 5): random numbers arrive one a step, and two of them are
// marked. In the last step the model outputs their sum, or their product.
//
//   inputs    .3  -.8  .5  .1  -.2  .9      numbers
//             -1   1   .   1    .   -1      marks; -1 in the first and in the last step
//   targets    .   .   .   .    .   .33     0.5 + (-.8 + .1) / 4
//
// Both marked steps are in the first half, one of them among the first ten steps, so at least half of the steps are
// between them and the answer. The paper also lets the first step be chosen, and then leaves out its number.
//
// The same numbers are the places of a context that is answered once, for models that read all of them at once (Raffel
// & Ellis 2015).
#include <algorithm>
#include <array>
#include <cmath>

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kShortest = 6;  // the second and third step of three are marked
constexpr int kLongest = 100000;

class Adding : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("operation", operation_, {"add", "multiply"},
                "add numbers from -1 to 1, and scale the sum to 0 to 1; or multiply numbers from 0 to 1");
    options.add("distance", distance_, kShortest / 2, kLongest / 4,
                "smallest number of steps from the marked numbers to the answer; sets the defaults of the lengths");
    options.add("tolerance", tolerance_, 0, 1, "how far an answer may be off");
    length_.low = 2 * distance_;
    length_.high = length_.low + length_.low / 10;
    length_.declare(options, kShortest, "smallest number of steps in training", "largest number of steps in training",
                    kLongest);
  }

  TaskSpec spec() const override {
    length_.check("adding");
    return {.inputs = 2,
            .outputs = 1,
            .shortest = length_.low,
            .longest = length_.high,
            .answers = TargetKind::numbers,
            .criterion = Criterion::within_tolerance,
            .tolerance = tolerance_,
            .place_numbers = 2,
            .has_questions = false,
            .one_answer = true};
  }

  void check_length(int length) const override {
    if (length < kShortest)
      fail(ErrorKind::usage, "adding: length {} has no room for two marked steps; take at least {}", length, kShortest);
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    check_length(length);
    episode.assign(2, 1, length);
    episode.answers = TargetKind::numbers;
    for (int t = 0; t < length; ++t) episode.inputs(0, t) = static_cast<Scalar>(stream.uniform(adds() ? -1 : 0, 1));
    episode.inputs(1, 0) = episode.inputs(1, length - 1) = -1;
    const int half = length / 2, first = stream.between(1, std::min(10, half) - 1);
    // One of the other steps from 1 to half - 1: those from `first` on have moved up by one.
    const int drawn = stream.between(1, half - 2), second = drawn < first ? drawn : drawn + 1;
    episode.inputs(1, first) = episode.inputs(1, second) = 1;
    episode.item_shown(0, std::min(first, second)) = 1;
    episode.item_shown(0, std::max(first, second)) = 2;
    episode.targets(0, length - 1) = answer_for(episode.inputs(0, first), episode.inputs(0, second));
    episode.mask(0, length - 1) = 1;
    episode.context.numbers = episode.inputs;
    episode.context.supports.add_list(std::array{std::min(first, second), std::max(first, second)});
    episode.context.answered_at.push_back(length - 1);
  }

  Matrix oracle(const Episode& episode) const override {
    const Matrix& inputs = episode.inputs;
    Matrix answer(1, inputs.cols());
    const auto marked_after = [&](int t) {
      do ++t;
      while (inputs(1, t) != 1);
      return t;
    };
    const int first = marked_after(0), second = marked_after(first);
    answer(0, inputs.cols() - 1) = answer_for(inputs(0, first), inputs(0, second));
    return answer;
  }

  // The mean of the answers is guessed.
  //   sum: (x + y) / 4 is off by more than d with probability (1 - 2 d)^2, from the triangular density of x + y
  //   product: x y <= p with probability p - p ln p; the mean is 1/4
  double chance_errors(int) const override {
    if (adds()) return std::pow(1 - std::min(1.0, 2 * tolerance_), 2);
    const auto below = [](double p) { return p <= 0 ? 0 : p >= 1 ? 1 : p - p * std::log(p); };
    return 1 - (below(0.25 + tolerance_) - below(0.25 - tolerance_));
  }

 private:
  bool adds() const { return operation_ == "add"; }
  Scalar answer_for(Scalar x, Scalar y) const { return adds() ? Scalar(0.5) + (x + y) / 4 : x * y; }

  std::string operation_ = "add";
  int distance_ = 25;
  double tolerance_ = 0.04;
  TrainedLengths length_{0, 0};
};

}  // namespace

std::unique_ptr<Task> make_adding() { return std::make_unique<Adding>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
