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

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kPlus = 11;         // digit d is word d + 1
constexpr int kMostDigits = 100;  // of a summand, so that products of two numbers are below the largest double

// A number: its digits from the last to the first.
class Number {
 public:
  int digits() const { return count_; }
  int digit(int i) const { return i < count_ ? digits_[static_cast<std::size_t>(i)] : 0; }
  void add_digit(int digit) { digits_[static_cast<std::size_t>(count_++)] = digit; }

  static Number sum(const Number& a, const Number& b) {
    Number sum;
    int carry = 0;
    for (int i = 0; i < std::max(a.digits(), b.digits()) || carry > 0; ++i) {
      const int total = a.digit(i) + b.digit(i) + carry;
      sum.add_digit(total % 10);
      carry = total / 10;
    }
    return sum;
  }

 private:
  std::array<int, kMostDigits + 1> digits_{};
  int count_ = 0;
};

// The numbers with this many digits, from the first to the last. Those of many digits are not exact.
struct Numbers {
  explicit Numbers(int digits) : first(digits == 1 ? 0 : std::pow(10, digits - 1)), last(std::pow(10, digits) - 1) {}
  double count() const { return last - first + 1; }

  double first, last;
};

// Returns the probability that a number of each kind have a sum of at least `least`.
double chance_of_sum(const Numbers& a, const Numbers& b, double least) {
  // With x from a, least - x .. b.last of b do, or all of them.
  const double all_from = std::max(a.first, least - b.first), from = std::max(a.first, least - b.last),
               to = std::min(a.last, all_from - 1);
  double pairs = 0;
  if (from <= to) pairs += ((b.last - (least - from) + 1) + (b.last - (least - to) + 1)) / 2 * (to - from + 1);
  if (all_from <= a.last) pairs += (a.last - all_from + 1) * b.count();
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
    const Number first = sample_number(stream, length), second = sample_number(stream, length),
                 sum = Number::sum(first, second);
    episode.assign_context(sum.digits() + 1);
    for (int i = 0; i < sum.digits(); ++i) episode.targets(0, i) = word_of(sum, sum.digits() - 1 - i);
    write(episode.context, reversed_ ? second : first);
    episode.context.add_word(kPlus);
    write(episode.context, reversed_ ? first : second);
    episode.score_answers();
  }

  Matrix oracle(const Episode& episode) const override {
    const Context& context = episode.context;
    std::array<Number, 2> numbers;
    const int places = context.sentences.size();
    std::size_t number = 0;
    for (int i = 0; i < places; ++i) {  // from the last digit of a number on
      const int word = context.sentences[reversed_ ? i : places - 1 - i][0];
      if (word == kPlus)
        ++number;
      else
        numbers[number].add_digit(word - 1);
    }
    const Number sum = Number::sum(numbers[0], numbers[1]);
    Matrix answer(kPlus + 1, episode.steps());
    for (int i = 0; i <= sum.digits(); ++i)
      answer(i < sum.digits() ? static_cast<int>(word_of(sum, sum.digits() - 1 - i)) : 0,
             context.answered_at[static_cast<std::size_t>(i)]) = 1;
    return answer;
  }

  // A guess is one of the ten digits, or the end.
  double chance_errors(int length) const override {
    double steps = 0;  // the expected number of digits of a sum, and its end
    for (int a = 1; a <= length; ++a)
      for (int b = 1; b <= length; ++b)
        steps += std::max(a, b) + chance_of_sum(Numbers(a), Numbers(b), std::pow(10, std::max(a, b))) + 1;
    return steps / (length * length) * (1 - 1.0 / 11);
  }

  std::string word(int number) const override {
    if (number > kPlus) return "=";
    return std::string(1, number == kPlus ? '+' : static_cast<char>('0' + number - 1));
  }

 private:
  static Number sample_number(RandomStream& stream, int most_digits) {
    const int digits = stream.between(1, most_digits);
    Number number;
    for (int i = 0; i < digits; ++i) number.add_digit(stream.between(i > 0 && i == digits - 1 ? 1 : 0, 9));
    return number;
  }

  static Scalar word_of(const Number& number, int digit) { return static_cast<Scalar>(number.digit(digit) + 1); }

  void write(Context& context, const Number& number) const {
    for (int i = 0; i < number.digits(); ++i)
      context.add_word(number.digit(reversed_ ? i : number.digits() - 1 - i) + 1);
  }

  bool reversed_ = false;
  TrainedLengths length_{1, 3};
};

}  // namespace

std::unique_ptr<Task> make_addition() { return std::make_unique<Addition>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
