// Tasks that show a sequence of random bit vectors or symbols, then a delimiter, and then nothing, while the model
// outputs some of them in an order that depends on the task.
//
//   inputs    a b c | . . .        bits + 1 channels; or words
//   targets   . . . . ? ? ?        bits; or words
//
// With task.source, the symbols are a source, and the target ends with an end mark:
//   source    a b c
//   target    ? ? ? end
#pragma once

#include "memnet/base/error.hpp"
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
    options.add("source", source_,
                "give the symbols at once, as a source, and let answers end with an end mark: for encoder-decoders");
  }

  TaskSpec spec() const override {
    length_.check(name_);
    TaskSpec spec = items_.spec(length_.low, length_.high);
    if (!source_) return spec;
    if (items_.symbols() == 0)
      fail(ErrorKind::usage,
           "{}: task.source = yes needs symbols, since vectors of bits have no end mark; set task.symbols", name_);
    spec.words = items_.symbols();
    spec.sentence_words = 1;
    spec.sentences = length_.high;
    spec.has_questions = false;
    spec.answers_end = true;
    return spec;
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    if (source_) {
      sample_source(stream, length, episode);
      return;
    }
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
    if (source_) return answer_to_source(episode);
    const Matrix& inputs = episode.inputs;
    Matrix answer = items_.empty_answer(inputs.cols());
    const int length = items_.find_delimiter(inputs);
    for (int t = length + 1; t < inputs.cols(); ++t)
      items_.answer(answer, inputs, recalled_index(t - length - 1, length), t);
    return answer;
  }

  // With an end mark, a guess is one of the symbols or the end.
  double chance_errors(int length) const override {
    if (source_) return (answers(length) + 1) * (1 - 1.0 / (items_.symbols() + 1));
    return items_.chance_errors() * answers(length);
  }

  std::string word(int number) const override { return items_.word(number); }

 protected:
  explicit RecallSequence(const char* name, int symbols = 0) : name_(name), items_(symbols) {}

  // The number of items to output for a sequence of this length, and the index of the i-th of them, both from 0.
  virtual int answers(int length) const { return length; }
  virtual int recalled_index(int i, int length) const = 0;

 private:
  void sample_source(RandomStream& stream, int length, Episode& episode) const {
    const int count = answers(length);
    episode.assign_context(count + 1);
    Context& context = episode.context;
    for (int i = 0; i < length; ++i) context.add_word(stream.between(1, items_.symbols()));
    for (int i = 0; i < count; ++i) {
      const int item = recalled_index(i, length);
      episode.targets(0, i) = static_cast<Scalar>(context.sentences[item][0]);
      context.supports.add_list({&item, 1});
    }
    context.supports.begin_list();  // the end follows from no single place
    episode.score_answers();
  }

  Matrix answer_to_source(const Episode& episode) const {
    Matrix answer = items_.empty_answer(episode.steps());
    const Context& context = episode.context;
    const int length = context.sentences.size();
    for (int i = 0; i <= answers(length); ++i)
      answer(i < answers(length) ? context.sentences[recalled_index(i, length)][0] : 0,
             context.answered_at[static_cast<std::size_t>(i)]) = 1;
    return answer;
  }

  const char* name_;
  Items items_;
  TrainedLengths length_{1, 20};
  bool source_ = false;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
