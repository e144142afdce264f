// Prefix to infix: write an expression with its operators between their arguments, which is given with each operator
// before them (the tree transduction of Kim et al. 2017, section 4.1; how trees are drawn is ours).
//
//   source    $ ( * ( + 3 7 2 ) 5 )
//   target    ( 3 + 7 + 2 ) * 5 end
//
// An operator has several arguments, which are numbers or expressions. The depth of a number is 0, that of an
// expression is one more than that of its deepest argument. The length of an episode is the depth of its expression:
// one argument of every operator is as deep as it has to be, and the others have random depths, at most
// task.side_depth. The brackets around the whole target are left out.
#include <algorithm>
#include <vector>

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class PrefixInfix : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("numbers", numbers_, 1, 1000, "how many different numbers there are, from 0 on");
    options.add("arguments", arguments_, 2, 8, "largest number of arguments of an operator; each has two or more");
    options.add("side_depth", side_depth_, 0, 4, "largest depth of the arguments beside the deepest one");
    depth_.declare(options, 1, "smallest depth of an expression in training",
                   "largest depth of an expression in training");
  }

  TaskSpec spec() const override {
    depth_.check("prefix_infix");
    const int words = numbers_ + kSigns;
    const Size largest = size(depth_.high, Drawn::largest);
    const double places = 1 + largest.numbers + 3 * largest.operators;
    return {.inputs = words + 1,
            .outputs = words + 1,
            .shortest = depth_.low,
            .longest = depth_.high,
            .answers = TargetKind::word,
            .input_words = words + 1,
            .words = words,
            .sentence_words = 1,
            .sentences = static_cast<int>(std::min(places, 1e9)),
            .has_questions = false,
            .answers_end = true};
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    RandomStream same = stream;  // the expression is drawn twice, first for its size
    Writer counted{*this, same};
    counted.expression(length, true);
    episode.assign_context(counted.answered + 1);
    episode.context.add_word(sign(kRoot));
    Writer{*this, stream, &episode, 1}.expression(length, true);
    episode.context.supports.begin_list();  // the end follows from no single place
    episode.score_answers();
  }

  Matrix oracle(const Episode& episode) const override {
    std::vector<int> target;
    int place = 1;
    translate(episode.context, place, target, true);
    target.push_back(0);
    Matrix answer(numbers_ + kSigns + 1, episode.steps());
    for (std::size_t i = 0; i < target.size(); ++i) answer(target[i], episode.context.answered_at[i]) = 1;
    return answer;
  }

  // A guess is one of the words of a target, or the end.
  double chance_errors(int length) const override {
    const Size expected = size(length, Drawn::mean);
    // Between n numbers stand n - 1 operators, and every expression but the whole one is in brackets.
    const double words = 2 * expected.numbers - 1 + 2 * (expected.operators - 1);
    return (words + 1) * (1 - 1.0 / (numbers_ + kSigns));
  }

  std::string word(int number) const override {
    if (number <= numbers_) return std::to_string(number - 1);
    constexpr const char* kSpelling[] = {"(", ")", "+", "*", "$", "|"};
    return kSpelling[number - numbers_ - 1];
  }

 private:
  // Numbers are words 1 .. numbers_; behind them come these.
  enum Sign { kOpen, kClose, kPlus, kTimes, kRoot };
  static constexpr int kSigns = 5;
  int sign(Sign is) const { return numbers_ + 1 + is; }

  // How many numbers and operators an expression has.
  struct Size {
    double numbers, operators;
  };
  enum class Drawn { mean, largest };
  // Returns the mean or the largest size of expressions of this depth.
  Size size(int depth, Drawn drawn) const {
    const double beside = (drawn == Drawn::mean ? (2 + arguments_) / 2.0 : arguments_) - 1;  // the deepest argument
    std::vector<Size> sizes = {{1, 0}};                                                      // of each depth
    for (int d = 1; d <= depth; ++d) {
      const int deepest = std::min(d - 1, side_depth_);
      Size side = sizes[static_cast<std::size_t>(deepest)];
      for (int k = 0; drawn == Drawn::mean && k < deepest; ++k) {
        side.numbers += sizes[static_cast<std::size_t>(k)].numbers;
        side.operators += sizes[static_cast<std::size_t>(k)].operators;
      }
      const double share = drawn == Drawn::mean ? beside / (deepest + 1) : beside;
      sizes.push_back(
          {sizes.back().numbers + share * side.numbers, 1 + sizes.back().operators + share * side.operators});
    }
    return sizes.back();
  }

  // Draws an expression, and writes its prefix form to the source and its infix form to the target of an episode; or,
  // without one, counts the words of the target.
  struct Writer {
    const PrefixInfix& task;
    RandomStream& stream;
    Episode* episode = nullptr;
    int place = 0;     // of the next word of the source
    int answered = 0;  // words of the target

    void expression(int depth, bool is_whole = false) {
      if (depth == 0) {
        const int number = stream.between(1, task.numbers_);
        answer(number, place);
        source(number);
        return;
      }
      const int arguments = stream.between(2, task.arguments_), deepest = stream.between(1, arguments);
      const int sign = task.sign(stream.coin() ? kPlus : kTimes);
      if (!is_whole) answer(task.sign(kOpen), place);
      source(task.sign(kOpen));
      const int place_of_sign = place;
      source(sign);
      for (int i = 1; i <= arguments; ++i) {
        if (i > 1) answer(sign, place_of_sign);
        expression(i == deepest ? depth - 1 : stream.between(0, std::min(depth - 1, task.side_depth_)));
      }
      if (!is_whole) answer(task.sign(kClose), place);
      source(task.sign(kClose));
    }

   private:
    void source(int word) {
      if (episode != nullptr) episode->context.add_word(word);
      ++place;
    }
    // Adds a word to the target that follows from this place of the source.
    void answer(int word, int from) {
      if (episode != nullptr) {
        episode->targets(0, answered) = static_cast<Scalar>(word);
        episode->context.supports.add_list({&from, 1});
      }
      ++answered;
    }
  };

  // Appends the infix form of the expression that begins at this place of a source, and moves the place behind it.
  void translate(const Context& context, int& place, std::vector<int>& target, bool is_whole = false) const {
    const auto next = [&] { return context.sentences[place++][0]; };
    const int first = next();
    if (first != sign(kOpen)) {
      target.push_back(first);
      return;
    }
    if (!is_whole) target.push_back(first);
    const int between = next();
    for (int i = 0; place < context.sentences.size() && context.sentences[place][0] != sign(kClose); ++i) {
      if (i > 0) target.push_back(between);
      translate(context, place, target);
    }
    const int last = next();
    if (!is_whole) target.push_back(last);
  }

  int numbers_ = 21;
  int arguments_ = 4;
  int side_depth_ = 2;
  TrainedLengths depth_{2, 4};
};

}  // namespace

std::unique_ptr<Task> make_prefix_infix() { return std::make_unique<PrefixInfix>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
