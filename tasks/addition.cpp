// Addition of numbers that are written as characters (Sutskever, Vinyals & Le 2014 have the model; the task is that of
// the Keras examples): the source is a sum, the target its value.
//
//   source    5 3 5 + 6 1        words: the digits and the plus sign
//   target    5 9 6 end
//
// The length of an episode is the largest number of digits of a summand: each summand has 1 to so many digits, all
// equally likely, and no zeros at its front. With task.reversed, sources are written backward: 1 6 + 5 3 5. Then the
// digits that are added first are near the end, where a decoder starts.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kPlus = 11;        // digit d is word d + 1
constexpr int kMostDigits = 18;  // of a summand, so that a sum is below 2^63

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

// The digits of a number, from the first to the last.
class Digits {
 public:
  explicit Digits(std::int64_t number) {
    do digits_[static_cast<std::size_t>(count_++)] = static_cast<int>(number % 10);
    while ((number /= 10) > 0);
    std::reverse(digits_.begin(), digits_.begin() + count_);
  }
  int count() const { return count_; }
  int operator[](int i) const { return digits_[static_cast<std::size_t>(i)]; }

 private:
  std::array<int, kMostDigits + 1> digits_{};
  int count_ = 0;
};

// The numbers with this many digits.
struct Numbers {
  explicit Numbers(int digits) : first(digits == 1 ? 0 : power_of_ten(digits - 1)), last(power_of_ten(digits) - 1) {}
  double count() const { return static_cast<double>(last - first + 1); }

  std::int64_t first, last;
};

// Returns the probability that a number of each kind have a sum of at least `least`.
double chance_of_sum(const Numbers& a, const Numbers& b, std::int64_t least) {
  // With x from a, least - x .. b.last of b do, or all of them.
  const std::int64_t from = std::max(a.first, least - b.last), all_from = std::max(a.first, least - b.first);
  double pairs = 0;
  if (from <= std::min(a.last, all_from - 1)) {
    const std::int64_t to = std::min(a.last, all_from - 1);
    const double fewest = static_cast<double>(b.last - (least - from) + 1),
                 most = static_cast<double>(b.last - (least - to) + 1);
    pairs += (fewest + most) / 2 * static_cast<double>(to - from + 1);
  }
  if (all_from <= a.last) pairs += static_cast<double>(a.last - all_from + 1) * b.count();
  return pairs / (a.count() * b.count());
}

class Addition : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("reversed", reversed_, "write sources backward, the last digit first");
    length_.declare(options, 1, "smallest number of digits that a summand can have at most, in training",
                    "largest number of digits of a summand in training");
  }

  TaskSpec spec() const override {
    length_.check("addition");
    return {.inputs = kPlus + 1,
            .outputs = kPlus + 1,
            .shortest = length_.low,
            .longest = length_.high,
            .answers = TargetKind::word,
            .input_words = kPlus + 1,
            .words = kPlus,
            .sentence_words = 1,
            .sentences = 2 * length_.high + 1,
            .has_questions = false,
            .answers_end = true};
  }

  void check_length(int length) const override {
    if (length > kMostDigits)
      fail(ErrorKind::usage, "addition: a summand of {} digits is too long; at most {} are possible", length,
           kMostDigits);
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    check_length(length);
    const std::int64_t first = sample_number(stream, length), second = sample_number(stream, length);
    const Digits sum(first + second);
    episode.assign_context(sum.count() + 1);
    for (int i = 0; i < sum.count(); ++i) episode.targets(0, i) = static_cast<Scalar>(sum[i] + 1);
    const Digits a(reversed_ ? second : first), b(reversed_ ? first : second);
    add_digits(episode.context, a);
    episode.context.add_word(kPlus);
    add_digits(episode.context, b);
    episode.score_answers();
  }

  Matrix oracle(const Episode& episode) const override {
    const Context& context = episode.context;
    std::array<std::int64_t, 2> numbers{};
    std::size_t number = 0;
    std::int64_t unit = 1;
    for (int i = 0; i < context.sentences.size(); ++i) {
      const int word = context.sentences[i][0];
      if (word == kPlus) {
        ++number;
        unit = 1;
      } else if (reversed_) {
        numbers[number] += unit * (word - 1);
        unit *= 10;
      } else {
        numbers[number] = 10 * numbers[number] + word - 1;
      }
    }
    const Digits sum(numbers[0] + numbers[1]);
    Matrix answer(kPlus + 1, episode.steps());
    for (int i = 0; i <= sum.count(); ++i)
      answer(i < sum.count() ? sum[i] + 1 : 0, context.answered_at[static_cast<std::size_t>(i)]) = 1;
    return answer;
  }

  // A guess is one of the ten digits, or the end.
  double chance_errors(int length) const override {
    double steps = 0;  // the expected number of digits of a sum, and its end
    for (int a = 1; a <= length; ++a)
      for (int b = 1; b <= length; ++b)
        steps += std::max(a, b) + chance_of_sum(Numbers(a), Numbers(b), power_of_ten(std::max(a, b))) + 1;
    return steps / (length * length) * (1 - 1.0 / 11);
  }

  std::string word(int number) const override {
    if (number > kPlus) return "=";
    return std::string(1, number == kPlus ? '+' : static_cast<char>('0' + number - 1));
  }

 private:
  static std::int64_t sample_number(RandomStream& stream, int most_digits) {
    const int digits = stream.between(1, most_digits);
    std::int64_t number = stream.between(digits == 1 ? 0 : 1, 9);
    for (int i = 1; i < digits; ++i) number = 10 * number + stream.between(0, 9);
    return number;
  }

  void add_digits(Context& context, const Digits& digits) const {
    for (int i = 0; i < digits.count(); ++i) context.add_word(digits[reversed_ ? digits.count() - 1 - i : i] + 1);
  }

  bool reversed_ = false;
  TrainedLengths length_{3, 3};
};

}  // namespace

std::unique_ptr<Task> make_addition() { return std::make_unique<Addition>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
