// Dyck words: after each symbol of a string of nested brackets, tell which symbols can follow: every opening bracket,
// and the closing one that fits the innermost open one (Suzgun et al. 2019).
//
//   inputs    ( [ ] )         words, one a step
//   targets   (       1 1 1 1
//             [       1 1 1 1
//             )       1 . 1 .
//             ]       . 1 . .
//
// The length of an episode is its number of pairs: 1 to 25 in training are strings of 2 to 50 symbols, and 26 to 50 are
// the published test of 52 to 100. Among the strings of a length, each has its probability under the grammar
//   S -> ( S ) with p = 1/2, S S with q = 1/4, or nothing,
// where each pair is of one of the types of brackets.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kMostPairs = 1000;
constexpr double kPair = 0.5, kConcatenation = 0.25;  // p, q

// The probabilities Z_n that S becomes a string of n pairs:
//   Z_0 = 1 - p - q + q Z_0^2,   Z_n = p Z_(n-1) + q sum_i Z_i Z_(n-i)
// The terms with Z_0 concatenate nothing, so a string of n pairs is made by one of the others, by its share of
// (1 - 2 q Z_0) Z_n.
class Grammar {
 public:
  Grammar() {
    const double empty = empty_string();
    probabilities_.push_back(empty);
    for (int n = 1; n <= kMostPairs; ++n) {
      double sum = kPair * at(n - 1);
      for (int i = 1; i < n; ++i) sum += kConcatenation * at(i) * at(n - i);
      probabilities_.push_back(sum / (1 - 2 * kConcatenation * empty));
    }
  }
  // Returns the number of pairs in the first of two strings that make one of so many pairs; 0 if it is a pair around a
  // string.
  int sample_split(RandomStream& stream, int pairs) const {
    double left = stream.uniform() * at(pairs) * (1 - 2 * kConcatenation * at(0));
    for (int i = 1; i < pairs; ++i) {
      left -= kConcatenation * at(i) * at(pairs - i);
      if (left < 0) return i;
    }
    return 0;
  }

 private:
  double at(int pairs) const { return probabilities_[static_cast<std::size_t>(pairs)]; }
  static double empty_string() {
    return (1 - std::sqrt(1 - 4 * kConcatenation * (1 - kPair - kConcatenation))) / (2 * kConcatenation);
  }

  std::vector<double> probabilities_;  // Z
};

const Grammar& grammar() {
  static const Grammar grammar;
  return grammar;
}

class Dyck : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("types", types_, 1, 100, "number of types of brackets");
    length_.declare(options, 1, "smallest number of pairs of brackets in training",
                    "largest number of pairs of brackets in training");
  }

  TaskSpec spec() const override {
    length_.check("dyck");
    check_length(length_.high);
    return {.inputs = 2 * types_,
            .outputs = 2 * types_,
            .shortest = length_.low,
            .longest = length_.high,
            .input_words = 2 * types_};
  }

  void check_length(int length) const override {
    if (length > kMostPairs)
      fail(ErrorKind::usage, "dyck: length {} is more than {} pairs; take a smaller one", length, kMostPairs);
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    check_length(length);
    episode.assign(1, 2 * types_, 2 * length);
    episode.input_words = 2 * types_;
    std::ranges::fill(episode.mask.numbers(), Scalar(1));
    int t = 0;
    write_string(stream, length, episode.inputs, t);
    write_targets(episode.inputs, 0, 0, episode.targets);
  }

  Matrix oracle(const Episode& episode) const override {
    Matrix answer(2 * types_, episode.steps());
    write_targets(episode.inputs, 0, 0, answer);
    return answer;
  }

  // A guess gets each bit right with probability 1/2.
  double chance_errors(int length) const override { return 0.5 * 2 * types_ * 2 * length; }

  // The opening brackets come first, then the closing ones.
  std::string word(int number) const override {
    constexpr std::string_view kOpening = "([{<", kClosing = ")]}>";
    const bool is_closing = number > types_;
    const int type = is_closing ? number - types_ : number;
    const std::string_view brackets = is_closing ? kClosing : kOpening;
    if (type <= static_cast<int>(brackets.size())) return {brackets[static_cast<std::size_t>(type) - 1]};
    return fmt::format("{}{}", brackets[0], type);
  }

 private:
  void write_string(RandomStream& stream, int pairs, Matrix& inputs, int& t) const {
    if (pairs == 0) return;
    if (const int first = grammar().sample_split(stream, pairs); first > 0) {
      write_string(stream, first, inputs, t);
      write_string(stream, pairs - first, inputs, t);
      return;
    }
    const int type = stream.between(1, types_);
    inputs(0, t++) = static_cast<Scalar>(type);
    write_string(stream, pairs - 1, inputs, t);
    inputs(0, t++) = static_cast<Scalar>(types_ + type);
  }

  // Writes what can follow after step t and all later ones, up to the bracket that closes `open` (0: up to the end).
  // Returns the step of that bracket.
  int write_targets(const Matrix& inputs, int t, int open, Matrix& targets) const {
    for (; t < inputs.cols(); ++t) {
      const int symbol = static_cast<int>(inputs(0, t));
      if (symbol > types_) return t;  // closes `open`; what follows depends on the brackets around it
      write_target(symbol, t, targets);
      t = write_targets(inputs, t + 1, symbol, targets);
      write_target(open, t, targets);
    }
    return t;
  }
  // Writes what can follow step t, where `open` is the innermost open bracket.
  void write_target(int open, int t, Matrix& targets) const {
    for (int type = 0; type < types_; ++type) targets(type, t) = 1;
    if (open > 0) targets(types_ + open - 1, t) = 1;
  }

  int types_ = 2;
  TrainedLengths length_{1, 25};
};

}  // namespace

std::unique_ptr<Task> make_dyck() { return std::make_unique<Dyck>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
