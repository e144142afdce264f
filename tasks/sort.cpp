// Sort: output the symbols of a source in the order of the alphabet. Each answer is at the next place with the smallest
// symbol that is left, so models have to compare what is at different places.
//
//   source    d a c a
//   target    a a c d end
#include <algorithm>

#include "memnet/data/task.hpp"
#include "tasks/common/items.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Sort : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("symbols", symbols_, 2, 10000, "number of symbols in the alphabet");
    length_.declare(options, 1, "smallest number of symbols in a source in training",
                    "largest number of symbols in a source in training");
  }

  TaskSpec spec() const override {
    length_.check("sort");
    return {.inputs = symbols_ + 1,
            .outputs = symbols_ + 1,
            .shortest = length_.low,
            .longest = length_.high,
            .answers = TargetKind::word,
            .input_words = symbols_ + 1,
            .words = symbols_,
            .sentence_words = 1,
            .sentences = length_.high,
            .has_questions = false,
            .answers_end = true};
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    episode.assign_context(length + 1);
    Context& context = episode.context;
    for (int i = 0; i < length; ++i) context.add_word(stream.between(1, symbols_));
    // The targets are places first, so that the order needs no memory.
    const std::span<Scalar> places = episode.targets.numbers().first(static_cast<std::size_t>(length));
    for (int i = 0; i < length; ++i) places[static_cast<std::size_t>(i)] = static_cast<Scalar>(i);
    const auto symbol = [&](Scalar place) { return context.sentences[static_cast<int>(place)][0]; };
    std::ranges::sort(places, [&](Scalar a, Scalar b) {
      return symbol(a) != symbol(b) ? symbol(a) < symbol(b) : a < b;  // equal symbols in the order of their places
    });
    for (Scalar& target : places) {
      const int place = static_cast<int>(target);
      context.supports.add_list({&place, 1});
      target = static_cast<Scalar>(context.sentences[place][0]);
    }
    context.supports.begin_list();  // the end follows from no single place
    episode.score_answers();
  }

  Matrix oracle(const Episode& episode) const override {
    const Context& context = episode.context;
    std::vector<int> times(static_cast<std::size_t>(symbols_) + 1);
    for (int i = 0; i < context.sentences.size(); ++i) ++times[static_cast<std::size_t>(context.sentences[i][0])];
    Matrix answer(symbols_ + 1, episode.steps());
    std::size_t step = 0;
    for (int symbol = 1; symbol <= symbols_; ++symbol)
      for (int i = 0; i < times[static_cast<std::size_t>(symbol)]; ++i) answer(symbol, context.answered_at[step++]) = 1;
    answer(0, context.answered_at[step]) = 1;
    return answer;
  }

  // A guess is one of the symbols, or the end.
  double chance_errors(int length) const override { return (length + 1) * (1 - 1.0 / (symbols_ + 1)); }

  std::string word(int number) const override { return number > symbols_ ? "|" : symbol_name(number); }

 private:
  int symbols_ = 10;
  TrainedLengths length_{1, 10};
};

}  // namespace

std::unique_ptr<Task> make_sort() { return std::make_unique<Sort>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
