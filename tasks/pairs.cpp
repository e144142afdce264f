// Pairs of a source and a target from files of a user's own, one a line (tasks/pairs/reader.hpp): translation,
// spelling, commands and actions, or any other task whose answer is a sequence of words. Where all sources are empty,
// the targets are text, and the task is a language model: predict each word from those before it.
//
//   source    the words of the source
//   target    the words of the target, end
//
// Without files it is an example: words to be written in reverse order. Its length is the number of words; of pairs
// from files, which all have the length 1, training, validation and test are fixed.
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "tasks/common/range.hpp"
#include "tasks/pairs/pair_set.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr std::array<const char*, 8> kExample = {"one", "two", "three", "four", "five", "six", "seven", "eight"};
constexpr int kExampleWords = static_cast<int>(kExample.size());

class Pairs : public Task {
 public:
  void declare(const Options::Section& options) override {
    // Where the files are has no effect, but what they contain: see data_digest().
    options.changeable_at_evaluation().without_effect_on_results().add(
        "data", data_,
        "file with a source, a TAB and a target in each line, or a folder with train.txt, validation.txt and test.txt; "
        "empty: an example, words to be reversed");
    if (data_.empty())
      length_.declare(options, 1, "smallest number of words in training", "largest number of words in training");
    declare_files(options);
    if (data_.empty()) {
      refuse_options_of_files(options);
      return;
    }
    from_.unit = unit_ == "words" ? pairs::Unit::words : pairs::Unit::characters;
    set_ = pairs::PairSet(data_, from_);
  }

  TaskSpec spec() const override {
    length_.check("pairs");
    const int words = data_.empty() ? kExampleWords : set_.source_words().size(),
              targets = data_.empty() ? kExampleWords : set_.target_words().size();
    if (set_.is_text())  // the start is one more word
      return {.inputs = targets + 1,
              .outputs = targets + 1,
              .shortest = 1,
              .longest = 1,
              .answers = TargetKind::word,
              .can_be_longer = false,
              .input_words = targets + 1,
              .criterion = Criterion::near_best,
              .words = targets + 1,
              .sentence_words = 1,
              .sentences = 1,
              .has_questions = false,
              .answers_end = true,
              .own_answer_words = true};
    return {.inputs = words + 1,
            .outputs = targets + 1,
            .shortest = data_.empty() ? length_.low : 1,
            .longest = data_.empty() ? length_.high : 1,
            .answers = TargetKind::word,
            .can_be_longer = data_.empty(),
            .input_words = words + 1,
            .words = words,
            .sentence_words = 1,
            .sentences = data_.empty() ? length_.high : set_.longest_source(),
            .has_questions = false,
            .answers_end = true,
            .own_answer_words = !data_.empty() && !from_.shared};
  }

  int count(Split split) const override { return set_.count(static_cast<std::size_t>(split)); }
  std::string data_digest() const override { return set_.digest(); }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    if (!data_.empty()) {
      fetch(Split::train, stream.between(0, count(Split::train) - 1), episode);
      return;
    }
    episode.assign_context(length + 1);
    for (int i = 0; i < length; ++i) {
      const int word = stream.between(1, kExampleWords), place = length - 1 - i;
      episode.context.add_word(word);
      episode.targets(0, place) = static_cast<Scalar>(word);
      episode.context.supports.add_list({&place, 1});
    }
    episode.context.supports.begin_list();  // the end follows from no single place
    episode.score_answers();
  }

  void fetch(Split split, int i, Episode& episode) const override {
    const auto part = static_cast<std::size_t>(split);
    const std::span<const int> target = set_.target(part, i);
    const int steps = static_cast<int>(target.size()) + 1;
    if (set_.is_text())
      start_text(target, episode);
    else
      episode.assign_context(steps);
    for (const int word : set_.source(part, i)) episode.context.add_word(word);
    for (int t = 0; t + 1 < steps; ++t)
      episode.targets(0, t) = static_cast<Scalar>(target[static_cast<std::size_t>(t)]);
    episode.score_answers();
  }

  // Of pairs from files, the answer is what is paired with the source; of text, how often each word comes next in all
  // texts that begin with the same words.
  Matrix oracle(const Episode& episode) const override {
    Matrix answer(spec().outputs, episode.steps());
    if (set_.is_text()) {
      count_next_words(episode, answer);
      return answer;
    }
    const std::vector<int>& steps = episode.context.answered_at;
    const RaggedArray& source = episode.context.sentences;
    for (std::size_t i = 0; data_.empty() && i < steps.size(); ++i)
      answer(i + 1 < steps.size() ? source[source.size() - 1 - static_cast<int>(i)][0] : 0, steps[i]) = 1;
    if (data_.empty()) return answer;
    std::vector<int> words;
    for (int place = 0; place < source.size(); ++place) words.push_back(source[place][0]);
    const std::span<const int> same = set_.pairs_with(words);
    const auto fits = std::ranges::find(same, steps.size() - 1, [this](int pair) { return set_.target(pair).size(); });
    for (std::size_t i = 0; fits != same.end() && i < steps.size(); ++i)
      answer(i + 1 < steps.size() ? set_.target(*fits)[i] : 0, steps[i]) = 1;
    return answer;
  }

  bool has_certain_answers() const override { return !set_.is_text(); }

  // A guess is one of the words of the targets, or the end.
  double chance_errors(int length) const override {
    if (data_.empty()) return (length + 1) * (1 - 1.0 / (kExampleWords + 1));
    return (set_.mean_target() + 1) * (1 - 1.0 / set_.different_targets());
  }
  double chance_bits(int length) const override {
    if (data_.empty()) return (length + 1) * std::log2(kExampleWords + 1);
    return (set_.mean_target() + 1) * std::log2(set_.different_targets());
  }

  std::string word(int number) const override {
    if (data_.empty()) return number > kExampleWords ? "|" : kExample[static_cast<std::size_t>(number) - 1];
    if (set_.is_text()) return number > set_.target_words().size() ? "" : set_.target_words().word(number);
    return number > set_.source_words().size() ? "|" : set_.source_words().word(number);
  }
  std::string answer_word(int number) const override {
    return data_.empty() ? word(number) : set_.target_words().word(number);
  }

  std::vector<std::string> warnings() const override { return set_.warnings(); }

 private:
  // Declares what says how files are read.
  void declare_files(const Options::Section& options) {
    options.add("unit", unit_, {"words", "characters"}, "what sources and targets are cut into");
    options.add("least", from_.least, 1, 1000000,
                "words that come fewer times than this in the training pairs are one unknown word");
    options.add("shared", from_.shared,
                "give sources and targets one vocabulary, so that a model can copy words of the source");
    options.add("max_source", from_.most_source, 0, 10000,
                "longest source, in words or characters; others are left out");
    options.add("max_target", from_.most_target, 1, 10000,
                "longest target, in words or characters; others are left out");
    const Options::Section parts = options.changeable_at_evaluation();
    parts.add("validation", from_.validation, 0, 90,
              "percentage of the pairs that is kept for validation, where there is no file for it; 0: validation is on "
              "training pairs");
    parts.add("test", from_.test, 1, 90, "percentage of the pairs of a single file that is kept for the test");
  }

  // Throws an Error of kind usage if one of these has another value than its default, which does nothing without files.
  static void refuse_options_of_files(const Options::Section& options) {
    Pairs untouched;
    Options none;
    untouched.declare_files(none.section("task"));
    const auto given = options.values();
    for (const auto& [name, value] : none.section("task").values())
      if (std::ranges::find(given, std::pair(name, value)) == given.end())
        fail(
            ErrorKind::usage,
            "pairs: task.{0} says how files are read, but task.data is empty; name a file with task.data, or leave out "
            "task.{0}",
            name);
  }

  // Text has a sequence of its own: each step shows the word before, and the first one the start. Its source is the
  // start alone, which is spelled "".
  void start_text(std::span<const int> text, Episode& episode) const {
    const int steps = static_cast<int>(text.size()) + 1, start = set_.target_words().size() + 1;
    episode.assign(1, 1, steps);
    episode.answers = TargetKind::word;
    episode.input_words = start;
    episode.inputs(0, 0) = static_cast<Scalar>(start);
    for (int t = 1; t < steps; ++t) episode.inputs(0, t) = static_cast<Scalar>(text[static_cast<std::size_t>(t - 1)]);
    episode.context.add_word(start);
  }

  void count_next_words(const Episode& episode, Matrix& answer) const {
    std::span<const int> same = set_.pairs_with({});  // the texts that begin with the words before step t
    for (int t = 0; t < episode.steps() && !same.empty(); ++t) {
      const auto at = [&](int pair) {
        const std::span<const int> text = set_.target(pair);
        return static_cast<std::size_t>(t) < text.size() ? text[static_cast<std::size_t>(t)] : 0;
      };
      std::span<const int> next;
      for (auto rest = same; !rest.empty();) {
        const int word = at(rest.front());
        const auto end = std::ranges::upper_bound(rest, word, {}, at);
        const std::span<const int> with_word(rest.begin(), end);
        answer(word, t) = static_cast<Scalar>(with_word.size()) / static_cast<Scalar>(same.size());
        if (t + 1 < episode.steps() && word == static_cast<int>(episode.inputs(0, t + 1))) next = with_word;
        rest = rest.subspan(with_word.size());
      }
      same = next;
    }
  }

  std::filesystem::path data_;
  std::string unit_ = "words";
  pairs::PairOptions from_;
  TrainedLengths length_{2, 6};
  pairs::PairSet set_;
};

}  // namespace

std::unique_ptr<Task> make_pairs() { return std::make_unique<Pairs>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
