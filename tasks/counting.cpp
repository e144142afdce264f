// Counting: predict the next symbol of strings of a formal language, such as a^n b^n. How often a letter follows
// another one is drawn anew for each string, or follows from what was shown. The set-up is that of stack RNNs (Joulin &
// Mikolov 2015): strings follow each other without a mark, and only symbols that are determined by those before are
// scored, which includes the first one of the next string.
//
//   inputs    a a a b b b a b      words, one a step
//   targets   . . . b b a . a      the next symbol, where it is determined: from the first b on
//
// The length of an episode is the largest n; m is at most as large. With one string in an episode, n is the length.
#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "memnet/base/table.hpp"
#include "memnet/data/task.hpp"
#include "tasks/common/items.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

// How often each letter of a string comes: n, m, k n, n + m (+) or n m (*). The first n and the first m are drawn;
// every other number is determined.
struct Language {
  const char* name;
  std::string_view numbers;
};
constexpr Language kLanguages[] = {{"an_bn", "nn"},
                                   {"an_bn_cn", "nnn"},
                                   {"an_bn_cn_dn", "nnnn"},
                                   {"an_bkn", "nk"},
                                   {"an_bm_cn_plus_m", "nm+"},
                                   {"an_bm_cn_dm", "nmnm"},
                                   {"an_bm_cn_times_m", "nm*"}};

class Counting : public Task {
 public:
  void declare(const Options::Section& options) override {
    std::vector<std::string> names;
    for (const Language& language : kLanguages) names.emplace_back(language.name);
    options.add("language", language_, names, "language of the strings");
    numbers_ = find_entry(std::span<const Language>(kLanguages), language_, "language").numbers;
    options.add("factor", factor_, 1, 100, "k in the language an_bkn");
    options.changeable_at_evaluation().add(
        "symbols_per_episode", symbols_, 0, 100000,
        "strings are joined until an episode has at least so many symbols; 0: one string an episode");
    length_.declare(options, 1, "largest n in the shortest episodes of training",
                    "largest n in the longest episodes of training");
  }

  TaskSpec spec() const override {
    length_.check("counting");
    return {.inputs = letters(),
            .outputs = letters() + 1,
            .shortest = length_.low,
            .longest = length_.high,
            .answers = TargetKind::word,
            .input_words = letters()};
  }

  // The stream is read twice, from the same place: for the number of steps, and for the strings.
  void sample(RandomStream& stream, int length, Episode& episode) const override {
    int steps = 0;
    for (RandomStream ahead = stream; steps == 0 || steps < symbols_;) steps += size_of(sample_string(ahead, length));
    episode.assign(1, 1, steps);
    episode.answers = TargetKind::word;
    episode.input_words = letters();
    for (int t = 0; t < steps;) write(sample_string(stream, length), episode, t);
    for (int t = 0; t < steps; ++t)
      if (episode.mask(0, t) == 1) episode.targets(0, t) = t + 1 < steps ? episode.inputs(0, t + 1) : 1;
  }

  // Counts the letters of each string.
  Matrix oracle(const Episode& episode) const override {
    Matrix answer(letters() + 1, episode.steps());
    String counted{};
    for (int t = 0, last = 0; t < episode.steps(); ++t) {
      const int letter = static_cast<int>(episode.inputs(0, t)) - 1;
      if (letter < last) counted = {};
      last = letter;
      ++counted[static_cast<std::size_t>(letter)];
      if (is_drawn(letter)) continue;
      const bool is_complete = counted[static_cast<std::size_t>(letter)] == number_of(letter, counted);
      answer((is_complete ? (letter + 1) % letters() : letter) + 1, t) = 1;
    }
    return answer;
  }

  // A guess is one of the letters that can be an answer: those that are determined, and the first one.
  double chance_errors(int length) const override {
    int determined = 0;
    for (int letter = 0; letter < letters(); ++letter) determined += is_drawn(letter) ? 0 : 1;
    return expected_scored(length) * (1 - 1.0 / (1 + determined));
  }

  std::string word(int number) const override { return symbol_name(number); }

 private:
  int letters() const { return static_cast<int>(numbers_.size()); }
  using String = std::array<int, 4>;  // how often each letter comes

  bool is_drawn(int letter) const {
    const auto index = static_cast<std::size_t>(letter);
    return (numbers_[index] == 'n' || numbers_[index] == 'm') && numbers_.find(numbers_[index]) == index;
  }

  // Returns how often a letter comes, given the drawn numbers.
  int number_of(int letter, const String& string) const {
    const int n = string[0], m = string[1];
    switch (numbers_[static_cast<std::size_t>(letter)]) {
      case 'n': return n;
      case 'm': return m;
      case 'k': return factor_ * n;
      case '+': return n + m;
      default: return n * m;
    }
  }

  // Returns the string with these drawn numbers. If m is not drawn, it is the number of the second letter anyway.
  String string_of(int n, int m) const {
    String string{n, m};
    for (int letter = 0; letter < letters(); ++letter)
      if (!is_drawn(letter)) string[static_cast<std::size_t>(letter)] = number_of(letter, string);
    return string;
  }
  String sample_string(RandomStream& stream, int length) const {
    const int n = symbols_ == 0 ? length : stream.between(1, length);
    return string_of(n, draws_m() ? stream.between(1, length) : 0);
  }
  bool draws_m() const { return numbers_.find('m') != std::string_view::npos; }

  int size_of(const String& string) const {
    int sum = 0;
    for (std::size_t letter = 0; letter < numbers_.size(); ++letter) sum += string[letter];
    return sum;
  }
  int scored_in(const String& string) const {
    int sum = 0;
    for (int letter = 0; letter < letters(); ++letter)
      sum += is_drawn(letter) ? 0 : string[static_cast<std::size_t>(letter)];
    return sum;
  }

  // Writes a string from step t on.
  void write(const String& string, Episode& episode, int& t) const {
    for (int letter = 0; letter < letters(); ++letter)
      for (int i = 0; i < string[static_cast<std::size_t>(letter)]; ++i, ++t) {
        episode.inputs(0, t) = static_cast<Scalar>(letter + 1);
        episode.mask(0, t) = is_drawn(letter) ? 0 : 1;
      }
  }

  // Calls use(string, probability) for each string that an episode of this length can have.
  template <class Use>
  void for_strings(int length, Use use) const {
    const int smallest_n = symbols_ == 0 ? length : 1, largest_m = draws_m() ? length : 1;
    for (int n = smallest_n; n <= length; ++n)
      for (int m = 1; m <= largest_m; ++m)
        use(string_of(n, draws_m() ? m : 0), 1.0 / ((length - smallest_n + 1) * largest_m));
  }

  // Returns the expected number of scored symbols: that of a string times the expected number of strings (Wald's
  // equation). Strings are joined until there are symbols_ symbols. So after the first s symbols, the expected number
  // of further strings is strings(s) = 1 + sum over strings of p strings(s + size), and 0 if s is at least symbols_.
  double expected_scored(int length) const {
    const auto symbols = static_cast<std::size_t>(symbols_);
    std::vector<double> strings(symbols + 1), of_size(symbols + 1);  // of_size: the probability of each size
    double scored = 0;
    for_strings(length, [&](const String& string, double p) {
      scored += p * scored_in(string);
      if (const auto size = static_cast<std::size_t>(size_of(string)); size < symbols) of_size[size] += p;
    });
    std::vector<std::size_t> sizes;  // that strings have
    for (std::size_t size = 0; size < symbols; ++size)
      if (of_size[size] > 0) sizes.push_back(size);
    for (std::size_t s = symbols; s-- > 0;) {
      strings[s] = 1;
      for (const std::size_t size : sizes)
        if (s + size < symbols) strings[s] += of_size[size] * strings[s + size];
    }
    return scored * std::max(1.0, strings[0]);
  }

  std::string language_ = kLanguages[0].name;
  std::string_view numbers_;  // of the language
  int factor_ = 2;
  int symbols_ = 50;
  TrainedLengths length_{1, 10};
};

}  // namespace

std::unique_ptr<Task> make_counting() { return std::make_unique<Counting>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
