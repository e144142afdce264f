// Lookup tables in a chain (Liska, Kruszewski & Baroni 2018; with attention, Dubois et al. 2020): a string of bits goes
// through one table after the other, and every result is written.
//
//   source    0 1 1    t3   t1   .            words: a string, tables, a full stop
//   target    0 1 1    t3(011)    t1(t3(011))    end
//
// The length is the number of tables. With task.reversed, the table that is applied first comes last, as in
// mathematics: t1 t3 011 . ; then the source has to be read from its end. The tables are permutations of all strings,
// drawn once; they are the same in all runs.
//
// With task.split the chains are a limited number, and the test has some that training never shows. With N for
// task.max_length, training has every table alone, and chains of 2 to N of all tables but the last quarter, without 50
// chains of N tables (`compositions`), and for every other chain of N tables without two strings (`inputs`). Chains of
// N tables of which one is of the last quarter (`tables`), or all are (`new_compositions`), are for the test, too. This
// is how the published tables are split; all episodes then have the length 1. A share of the training chains is kept
// for validation.
#include <algorithm>
#include <array>
#include <cmath>
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
    options.changeable_at_evaluation().add("split", split_,
                                           {"none", "inputs", "compositions", "tables", "new_compositions"},
                                           "what the test has that training has not: nothing, and chains are "
                                           "unlimited; strings that a known chain was not "
                                           "shown with; chains that were not shown; chains with one table that was "
                                           "only shown alone; chains of such tables");
    options.add("validation", validation_, 0, 90,
                "percentage of the training chains of a split that is kept for validation; 0: validation is on them");
    draw_tables();
    if (split_ != "none" && why_no_split().empty()) draw_split();
  }

  TaskSpec spec() const override {
    length_.check("lookup");
    if (const std::string reason = split_ == "none" ? "" : why_no_split(); !reason.empty())
      fail(ErrorKind::usage, "lookup: task.split = {}: {}", split_, reason);
    if (split_ == "none" && validation_ != kValidation)
      fail(ErrorKind::usage,
           "lookup: task.validation = {} has no effect with task.split = none, where no chain is kept from training; "
           "take a split, or {}",
           validation_, kValidation);
    const bool is_split = split_ != "none";
    return {.inputs = stop() + 1,
            .outputs = stop() + 1,
            .shortest = is_split ? 1 : length_.low,
            .longest = is_split ? 1 : length_.high,
            .answers = TargetKind::word,
            .can_be_longer = !is_split,
            .input_words = stop() + 1,
            .words = stop(),
            .sentence_words = 1,
            .sentences = length_.high + 2,
            .has_questions = false,
            .answers_end = true};
  }

  int count(Split split) const override { return static_cast<int>(chains_[static_cast<std::size_t>(split)].size()); }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    if (const int shown = count(Split::train); shown > 0)
      return fetch(Split::train, stream.between(0, shown - 1), episode);
    episode.assign_context(length + 2);
    episode.targets(0, 0) = static_cast<Scalar>(stream.between(1, strings()));
    for (int i = 1; i <= length; ++i)
      episode.targets(0, i) = static_cast<Scalar>(strings() + stream.between(1, tables_));
    apply_tables(length, episode);
  }

  void fetch(Split split, int i, Episode& episode) const override {
    const Chain& chain = chains_[static_cast<std::size_t>(split)][static_cast<std::size_t>(i)];
    episode.assign_context(chain.length + 2);
    episode.targets(0, 0) = static_cast<Scalar>(chain.string);
    for (int k = 0, rest = chain.tables; k < chain.length; ++k, rest /= tables_)
      episode.targets(0, k + 1) = static_cast<Scalar>(strings() + 1 + rest % tables_);
    apply_tables(chain.length, episode);
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
  double chance_errors(int length) const override {
    return ((count(Split::train) > 0 ? mean_length_ : length) + 2) * (1 - 1.0 / (strings() + 1));
  }

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

  // Turns an episode, in the targets of which a string and a chain of tables stand, into a source and the results.
  void apply_tables(int length, Episode& episode) const {
    Context& context = episode.context;
    const auto at = [&](int i) -> Scalar& { return episode.targets(0, i); };
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

  // A string, and the tables that are applied to it: table k is digit k of a number in base tables_.
  struct Chain {
    int length, tables, string;
  };

  // Returns why there is no split, or "" if there is one.
  std::string why_no_split() const {
    if (length_.low != 1) return "training begins with single tables; take task.min_length = 1";
    if (length_.high < 2)
      return "chains of one table hold nothing that could be left out; take a task.max_length above 1";
    if (known() < 2)
      return "with fewer than 3 tables, there are no chains without the one that is shown alone; take more task.tables";
    if (std::pow(tables_, length_.high) * strings() > kMostChains)
      return "it lists all chains, which are more than ten million; take fewer task.tables, task.bits or a smaller "
             "task.max_length";
    if (split_ == "compositions" && held_out() < 1)
      return "too few chains to leave any out; take more task.tables or a larger task.max_length";
    if (split_ == "inputs" && strings() <= kNewInputs)
      return "of two strings, none can be left out; take more task.bits";
    return "";
  }

  // The tables that training also shows in chains; the others are shown alone.
  int known() const { return tables_ - std::max(tables_ / 4, 1); }
  // How many chains of the largest length are left out: 50, or at most a tenth.
  int held_out() const { return std::min(kHeldOut, static_cast<int>(std::pow(known(), length_.high) / 10)); }

  void draw_split() {
    RandomStream stream(0, "lookup/split");
    std::vector<Chain> shown, test;
    for (int table = 0; table < tables_; ++table)
      for (int string = 1; string <= strings(); ++string) shown.push_back({1, table, string});
    for (int length = 2; length <= length_.high; ++length) {
      const bool is_longest = length == length_.high;
      std::vector<int> compositions, mixed, fresh;
      each_composition(length, [&](int tables, int unknown) {
        if (unknown == 0) compositions.push_back(tables);
        if (unknown == 1) mixed.push_back(tables);
        if (unknown == length) fresh.push_back(tables);
      });
      if (is_longest) shuffle(stream, std::span(compositions));
      for (std::size_t i = 0; i < compositions.size(); ++i) {
        const bool is_held_out = is_longest && static_cast<int>(i) < held_out();
        std::vector<int> strings_in_order(static_cast<std::size_t>(strings()));
        std::iota(strings_in_order.begin(), strings_in_order.end(), 1);
        if (is_longest && !is_held_out) shuffle(stream, std::span(strings_in_order));
        for (std::size_t k = 0; k < strings_in_order.size(); ++k) {
          const Chain chain{length, compositions[i], strings_in_order[k]};
          const bool is_new_input =
              is_longest && !is_held_out && static_cast<int>(k) < kNewInputs && strings() > kNewInputs;
          if (!is_held_out && !is_new_input) shown.push_back(chain);
          if ((is_held_out && split_ == "compositions") || (is_new_input && split_ == "inputs")) test.push_back(chain);
        }
      }
      if (!is_longest || (split_ != "tables" && split_ != "new_compositions")) continue;
      for (const int tables : split_ == "tables" ? mixed : fresh)
        for (int string = 1; string <= strings(); ++string) test.push_back({length, tables, string});
    }
    RandomStream order(0, "lookup/test");
    shuffle(order, std::span(test));
    if (test.size() > kMostTests) test.resize(kMostTests);
    chains_[static_cast<std::size_t>(Split::test)] = std::move(test);
    RandomStream kept(0, "lookup/validation");
    double tables = 0;
    for (const Chain& chain : shown) {
      const bool is_kept = kept.between(1, 100) <= validation_;
      chains_[static_cast<std::size_t>(is_kept ? Split::validation : Split::train)].push_back(chain);
      tables += is_kept ? 0 : chain.length;
    }
    mean_length_ = tables / count(Split::train);
    std::vector<Chain>& validation = chains_[static_cast<std::size_t>(Split::validation)];
    if (validation.empty()) validation = chains_[static_cast<std::size_t>(Split::train)];
    shuffle(kept, std::span(validation));  // evaluations may take only the first ones
  }

  // Calls visit(tables, how many of them are shown alone) for each composition of so many tables.
  template <class Visit>
  void each_composition(int length, Visit visit) const {
    const int all = static_cast<int>(std::lround(std::pow(tables_, length)));
    for (int tables = 0; tables < all; ++tables) {
      int unknown = 0;
      for (int k = 0, rest = tables; k < length; ++k, rest /= tables_) unknown += rest % tables_ >= known() ? 1 : 0;
      visit(tables, unknown);
    }
  }

  static constexpr int kValidation = 5, kHeldOut = 50, kNewInputs = 2;
  static constexpr std::size_t kMostTests = 5000;
  static constexpr double kMostChains = 1e7;

  int bits_ = 3;
  int tables_ = 8;
  std::string split_ = "none";
  int validation_ = kValidation;
  std::array<std::vector<Chain>, 3> chains_;  // by split; none without one
  double mean_length_ = 0;                    // of the training chains
  bool reversed_ = false;
  std::vector<int> table_;  // the result of each table for each string
  TrainedLengths length_{1, 4};
};

}  // namespace

std::unique_ptr<Task> make_lookup() { return std::make_unique<Lookup>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
