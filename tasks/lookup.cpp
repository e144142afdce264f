// Lookup tables in a chain (Liska, Kruszewski & Baroni 2018; with attention, Dubois et al. 2020): a string of bits goes
// through one table after the other, and every result is written.
//
//   source    0 1 1    t3   t1   .            words: a string, tables, a full stop
//   target    0 1 1    t3(011)    t1(t3(011))    end
//
// The length is the number of tables. With task.reversed, the table that is applied first comes last, as in
// mathematics: t1 t3 011 . ; then the source has to be read from its end. The tables are permutations of all strings,
// drawn once; they are the same in all runs.
#include <numeric>

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "tasks/common/range.hpp"
#include "tasks/common/shuffle.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Lookup : public Task {
 public:
  void declare(const Options::Section& options) override {
    options.add("bits", bits_, 1, 8, "number of bits in a string");
    options.add("tables", tables_, 1, 1000, "number of different tables");
    options.add("reversed", reversed_, "write the source backward: the table that is applied first comes last");
    length_.declare(options, 1, "smallest number of tables in a chain, in training",
                    "largest number of tables in a chain, in training");
    draw_tables();
  }

  TaskSpec spec() const override {
    length_.check("lookup");
    return {.inputs = stop() + 1,
            .outputs = stop() + 1,
            .shortest = length_.low,
            .longest = length_.high,
            .answers = TargetKind::word,
            .input_words = stop() + 1,
            .words = stop(),
            .sentence_words = 1,
            .sentences = length_.high + 2,
            .has_questions = false,
            .answers_end = true};
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    episode.assign_context(length + 2);
    Context& context = episode.context;
    // Behind the string, the targets hold the chain of tables until its results take their place.
    const auto at = [&](int i) -> Scalar& { return episode.targets(0, i); };
    at(0) = static_cast<Scalar>(stream.between(1, strings()));
    for (int i = 1; i <= length; ++i) at(i) = static_cast<Scalar>(strings() + stream.between(1, tables_));
    for (int place = 0; place <= length; ++place)
      context.add_word(static_cast<int>(at(reversed_ ? length - place : place)));
    context.add_word(stop());
    for (int i = 0; i <= length; ++i) {
      if (i > 0) at(i) = static_cast<Scalar>(result(static_cast<int>(at(i)), static_cast<int>(at(i - 1))));
      const int place = reversed_ ? length - i : i;
      context.supports.add_list({&place, 1});
    }
    context.supports.begin_list();  // the end follows from no single place
    episode.score_answers();
  }

  Matrix oracle(const Episode& episode) const override {
    const Context& context = episode.context;
    const int length = context.sentences.size() - 2;
    Matrix answer(stop() + 1, episode.steps());
    int string = 0;
    for (int i = 0; i <= length; ++i) {
      const int word = context.sentences[reversed_ ? length - i : i][0];
      string = i == 0 ? word : result(word, string);
      answer(string, context.answered_at[static_cast<std::size_t>(i)]) = 1;
    }
    answer(0, context.answered_at.back()) = 1;
    return answer;
  }

  // A guess is one of the strings, or the end.
  double chance_errors(int length) const override { return (length + 2) * (1 - 1.0 / (strings() + 1)); }

  std::string word(int number) const override {
    if (number > stop()) return "|";
    if (number == stop()) return ".";
    if (number > strings()) return "t" + std::to_string(number - strings());
    std::string text;
    for (int bit = bits_ - 1; bit >= 0; --bit) text += ((number - 1) >> bit & 1) != 0 ? '1' : '0';
    return text;
  }

 private:
  // Strings are words 1 .. strings(), then come the tables and the full stop.
  int strings() const { return 1 << bits_; }
  int stop() const { return strings() + tables_ + 1; }

  int result(int table, int string) const {
    return table_[static_cast<std::size_t>((table - strings() - 1) * strings() + string - 1)];
  }

  void draw_tables() {
    table_.resize(static_cast<std::size_t>(tables_ * strings()));
    for (int table = 0; table < tables_; ++table) {
      const std::span<int> results =
          std::span(table_).subspan(static_cast<std::size_t>(table * strings()), static_cast<std::size_t>(strings()));
      std::iota(results.begin(), results.end(), 1);
      RandomStream stream(0, "lookup/tables", static_cast<std::uint64_t>(table));
      shuffle(stream, results);
    }
  }

  int bits_ = 3;
  int tables_ = 8;
  bool reversed_ = false;
  std::vector<int> table_;  // the result of each table for each string
  TrainedLengths length_{1, 4};
};

}  // namespace

std::unique_ptr<Task> make_lookup() { return std::make_unique<Lookup>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
