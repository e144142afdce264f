// Modular arithmetic: the value of an expression of numbers, +, - and *, modulo m. Without brackets a product comes
// before a sum; with brackets there is a pair around each operation.
//
//   inputs    2 + 3 * 4 =                words, 2 length steps; here m = 5
//   targets   . . . . . 4
//   inputs    ( ( 2 + 3 ) * 4 ) =        words, 4 length - 2 steps
//   targets   . . . . . . . . . 0
//
// The length is the number of numbers.
#include <fmt/format.h>

#include <string>

#include "memnet/data/task.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Modular : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("modulus", modulus_, 2, 1000, "m: numbers are 0 to m - 1");
    options.add("brackets", brackets_, "put each operation in brackets; if not, * comes before + and -");
    length_.declare(options, 1, "smallest number of numbers in training", "largest number of numbers in training");
  }

  TaskSpec spec() const override {
    length_.check("modular");
    return {.inputs = words(),
            .outputs = modulus_ + 1,
            .shortest = length_.low,
            .longest = length_.high,
            .answers = TargetKind::word,
            .input_words = words()};
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    const int question = (brackets_ ? 4 * length - 2 : 2 * length) - 1;
    episode.assign(1, 1, question + 1);
    episode.answers = TargetKind::word;
    episode.input_words = words();
    int t = 0;
    const int value = brackets_ ? write_in_brackets(stream, length, episode.inputs, t)
                                : write_flat(stream, length, episode.inputs, t);
    write(kEquals, episode.inputs, t);
    episode.targets(0, question) = static_cast<Scalar>(value + 1);
    episode.mask(0, question) = 1;
  }

  Matrix oracle(const Episode& episode) const override {
    Matrix answer(modulus_ + 1, episode.steps());
    int t = 0;
    const int value = read_sum(episode.inputs, t);
    answer(value + 1, t) = 1;
    return answer;
  }

  // A guess is one of the numbers.
  double chance_errors(int) const override { return 1 - 1.0 / modulus_; }

  std::string word(int number) const override {
    if (number <= modulus_) return fmt::format("{}", number - 1);
    return std::string(1, "+-*()="[number - modulus_ - 1]);
  }

 private:
  // The words after those of the numbers, from modulus + 1 on.
  enum Sign { kPlus = 1, kMinus, kTimes, kOpen, kClose, kEquals };
  int words() const { return modulus_ + kEquals; }
  void write(Sign sign, Matrix& inputs, int& t) const { inputs(0, t++) = static_cast<Scalar>(modulus_ + sign); }
  bool is(Sign sign, const Matrix& inputs, int t) const { return inputs(0, t) == static_cast<Scalar>(modulus_ + sign); }

  int write_number(RandomStream& stream, Matrix& inputs, int& t) const {
    const int number = stream.between(0, modulus_ - 1);
    inputs(0, t++) = static_cast<Scalar>(number + 1);
    return number;
  }
  Sign write_operation(RandomStream& stream, Matrix& inputs, int& t) const {
    const Sign sign = static_cast<Sign>(stream.between(kPlus, kTimes));
    write(sign, inputs, t);
    return sign;
  }
  int result(int left, Sign sign, int right) const {
    if (sign == kTimes) return left * right % modulus_;
    return (left + (sign == kPlus ? right : modulus_ - right)) % modulus_;
  }

  // Write an expression of so many numbers from step t on. Return its value.
  int write_flat(RandomStream& stream, int numbers, Matrix& inputs, int& t) const {
    int sum = 0, product = write_number(stream, inputs, t);  // the value is sum + product
    for (int i = 1; i < numbers; ++i) {
      const Sign sign = write_operation(stream, inputs, t);
      const int number = write_number(stream, inputs, t);
      if (sign == kTimes) {
        product = result(product, kTimes, number);
      } else {
        sum = result(sum, kPlus, product);
        product = result(0, sign, number);
      }
    }
    return result(sum, kPlus, product);
  }
  int write_in_brackets(RandomStream& stream, int numbers, Matrix& inputs, int& t) const {
    if (numbers == 1) return write_number(stream, inputs, t);
    const int in_left = stream.between(1, numbers - 1);
    write(kOpen, inputs, t);
    const int left = write_in_brackets(stream, in_left, inputs, t);
    const Sign sign = write_operation(stream, inputs, t);
    const int right = write_in_brackets(stream, numbers - in_left, inputs, t);
    write(kClose, inputs, t);
    return result(left, sign, right);
  }

  // Read a sum, product or factor from step t on, up to the step behind it. Return its value.
  int read_sum(const Matrix& inputs, int& t) const {
    int value = read_product(inputs, t);
    while (is(kPlus, inputs, t) || is(kMinus, inputs, t)) {
      const Sign sign = is(kPlus, inputs, t) ? kPlus : kMinus;
      value = result(value, sign, read_product(inputs, ++t));
    }
    return value;
  }
  int read_product(const Matrix& inputs, int& t) const {
    int value = read_factor(inputs, t);
    while (is(kTimes, inputs, t)) value = result(value, kTimes, read_factor(inputs, ++t));
    return value;
  }
  int read_factor(const Matrix& inputs, int& t) const {
    if (!is(kOpen, inputs, t)) return static_cast<int>(inputs(0, t++)) - 1;
    const int value = read_sum(inputs, ++t);
    ++t;  // the closing bracket
    return value;
  }

  int modulus_ = 5;
  bool brackets_ = false;
  TrainedLengths length_{1, 10};
};

}  // namespace

std::unique_ptr<Task> make_modular() { return std::make_unique<Modular>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
