// Tasks that show a sequence of random bit vectors or symbols, then a delimiter, and then nothing, while the model
// outputs some of them in an order that depends on the task.
//
//   inputs    a b c | . . .        bits + 1 channels; or words
//   targets   . . . . ? ? ?        bits; or words
#pragma once

#include "memnet/data/task.hpp"
#include "tasks/common/items.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class RecallSequence : public Task {
 public:
  void declare(const Options::Section& options) override {
    items_.declare(options);
    length_.declare(options, 1, "length of the shortest sequence in training, in vectors or symbols",
                    "length of the longest sequence in training, in vectors or symbols");
  }

  TaskSpec spec() const override {
    length_.check(name_);
    return items_.spec(length_.low, length_.high);
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    items_.assign(episode, length + 1 + answers(length));
    for (int t = 0; t < length; ++t) {
      items_.sample(stream, episode, t);
      episode.item_shown(0, t) = static_cast<Scalar>(t + 1);
    }
    items_.show_delimiter(episode, length);
    for (int i = 0; i < answers(length); ++i) {
      const int item = recalled_index(i, length), answer = length + 1 + i;
      items_.ask(episode, item, answer);
      episode.mask(0, answer) = 1;
      episode.item_asked(0, answer) = episode.item_shown(0, item);
    }
  }

  Matrix oracle(const Episode& episode) const override {
    const Matrix& inputs = episode.inputs;
    Matrix answer = items_.empty_answer(inputs.cols());
    const int length = items_.find_delimiter(inputs);
    for (int t = length + 1; t < inputs.cols(); ++t)
      items_.answer(answer, inputs, recalled_index(t - length - 1, length), t);
    return answer;
  }

  double chance_errors(int length) const override { return items_.chance_errors() * answers(length); }

  std::string word(int number) const override { return items_.word(number); }

 protected:
  explicit RecallSequence(const char* name, int symbols = 0) : name_(name), items_(symbols) {}

  // The number of items to output for a sequence of this length, and the index of the i-th of them, both from 0.
  virtual int answers(int length) const { return length; }
  virtual int recalled_index(int i, int length) const = 0;

 private:
  const char* name_;
  Items items_;
  TrainedLengths length_{1, 20};
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
