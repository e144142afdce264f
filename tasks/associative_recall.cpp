// Associative recall (Graves, Wayne & Danihelka 2014, section 4.3).
//
// Items are shown, each of several vectors and after a delimiter. Then one of them is shown again, between two query
// delimiters, and the model outputs the item that followed it. All items differ, so that there is one right answer.
//
//   inputs    | a1 a2 | b1 b2 | c1 c2 ? a1 a2 ?  .  .        bits + 2 channels: | and ? are the last two
//   targets   .  .  . .  .  . .  .  . .  .  . . b1 b2        bits
#include <array>

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "tasks/common/bits.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class AssociativeRecall : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("bits", bits_, 1, 64, "number of bits in a vector");
    options.add("item_length", item_length_, 1, 1000, "number of vectors in an item");
    length_.declare(options, 2, "smallest number of items in training", "largest number of items in training");
  }

  TaskSpec spec() const override {
    length_.check("associative_recall");
    return {.inputs = bits_ + 2,
            .outputs = bits_,
            .shortest = length_.low,
            .longest = length_.high,
            .words = words_for(bits_ * item_length_) + item_length_,
            .sentence_words = bits_ * item_length_ + 1};
  }

  void check_length(int length) const override {
    if (length < 2)
      fail(ErrorKind::usage,
           "associative_recall: length {} is not possible; a queried item and the one after it make 2", length);
    check_codes("associative_recall", "bits times task.item_length", bits_ * item_length_, length);
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    check_length(length);
    const int query = length * (item_length_ + 1), answer = query + item_length_ + 2;
    episode.assign(bits_ + 2, bits_, answer + item_length_);
    for (int item = 0; item < length; ++item) {
      const int t = first_step(item);
      episode.inputs(bits_, t - 1) = 1;
      do
        for (int i = 0; i < item_length_; ++i) sample_bits(stream, part(episode.inputs, t + i, 0, bits_));
      while (find_item(episode.inputs, t) < item);
      for (int i = 0; i < item_length_; ++i)
        episode.item_shown(0, t + i) = static_cast<Scalar>(item * item_length_ + i + 1);
      add_item(episode.context.sentences, episode.inputs, t);
    }
    const int asked = stream.between(0, length - 2);
    episode.inputs(bits_ + 1, query) = episode.inputs(bits_ + 1, answer - 1) = 1;
    for (int i = 0; i < item_length_; ++i) {
      const int next = first_step(asked + 1) + i;
      copy_bits(part(episode.inputs, first_step(asked) + i, 0, bits_), part(episode.inputs, query + 1 + i, 0, bits_));
      copy_bits(part(episode.inputs, next, 0, bits_), episode.targets.column(answer + i));
      episode.mask(0, answer + i) = 1;
      episode.item_asked(0, answer + i) = episode.item_shown(0, next);
      // The story has a question for each vector of the answer: the item, and a word for the number of the vector.
      Context& story = episode.context;
      add_item(story.questions, episode.inputs, query + 1);
      story.questions.add(words_for(bits_ * item_length_) + 1 + i);
      story.supports.add_list(std::array{asked, asked + 1});
      story.answered_at.push_back(answer + i);
    }
  }

  Matrix oracle(const Episode& episode) const override {
    const Matrix& inputs = episode.inputs;
    Matrix answers(bits_, inputs.cols());
    const int query = find_mark(inputs, bits_ + 1), answer = query + item_length_ + 2;
    const int next = first_step(find_item(inputs, query + 1) + 1);
    for (int i = 0; i < item_length_; ++i) copy_bits(part(inputs, next + i, 0, bits_), answers.column(answer + i));
    return answers;
  }

  std::string word(int number) const override {
    const int bits = words_for(bits_ * item_length_);
    return number <= bits ? word_for_bit(number) : fmt::format("vector{}", number - bits - 1);
  }

  // A guess gets each bit right with probability 1/2.
  double chance_errors(int) const override { return 0.5 * bits_ * item_length_; }

 private:
  // Adds the item that is shown from step t on, as a sentence.
  void add_item(RaggedArray& sentences, const Matrix& inputs, int t) const {
    sentences.begin_list();
    for (int i = 0; i < item_length_; ++i) add_bits(sentences, part(inputs, t + i, 0, bits_), i * bits_);
  }

  int first_step(int item) const { return item * (item_length_ + 1) + 1; }

  // The first item that equals the vectors from step t on.
  int find_item(const Matrix& inputs, int t) const {
    for (int item = 0;; ++item) {
      bool same = true;
      for (int i = 0; i < item_length_; ++i)
        same &= std::ranges::equal(part(inputs, first_step(item) + i, 0, bits_), part(inputs, t + i, 0, bits_));
      if (same) return item;
    }
  }

  int bits_ = 6;
  int item_length_ = 3;
  TrainedLengths length_{2, 6};
};

}  // namespace

std::unique_ptr<Task> make_associative_recall() { return std::make_unique<AssociativeRecall>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
