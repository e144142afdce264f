// SCAN (Lake & Baroni 2018): commands of a small language, and the actions that they mean.
//
//   source    jump left and walk                        1 to 9 words of 13
//   target    I_TURN_LEFT I_JUMP I_WALK end             1 to 48 actions of 6, and the end
//
// The commands and actions are from the grammar (tasks/scan/grammar.hpp), and the splits are those of the release
// (tasks/scan/splits.hpp), without its files. All episodes have the length 1. The release has nothing for validation:
// that is a share of the training pairs, drawn at random of those that the release does not repeat ("jump" is a tenth
// of the training pairs of its split).
//
// The test of the split by length has two parts, the subtasks of its episodes, and task.part takes one of them: most of
// its commands have a phrase that no training command has, so they tell nothing about length alone.
#include <array>
#include <map>

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "tasks/scan/grammar.hpp"
#include "tasks/scan/splits.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

constexpr int kWordCount = static_cast<int>(scan::kWords.size()),
              kActionCount = static_cast<int>(scan::kActions.size());

class Scan : public Task {
 public:
  void declare(const Options::Section& section) override {
    const Options::Section options = section.changeable_at_evaluation();
    options.add(
        "split", split_, scan::split_names(),
        "which commands are for the test: a random fifth; those of more than 22 actions; those in which jump, or "
        "turn left, is part of something longer");
    options.add("validation", validation_, 0, 90,
                "percentage of the training pairs that is kept for validation, of those that are not repeated; 0: "
                "validation is on training pairs");
    options.add(
        "part", part_, {"all", "seen", "unseen"},
        "which commands of the test by length: all; those whose phrases training shows; those with a phrase that "
        "it does not show");
    scan::SplitCommands commands = scan::split(split_);
    of(Split::test) = std::move(commands.test);
    if (has_parts() && part_ != "all")
      std::erase_if(of(Split::test), [this](int command) {
        return scan::has_unseen_phrase(scan::all_commands().words[command]) != (part_ == "unseen");
      });
    std::map<int, int> copies;
    for (const int command : commands.train) ++copies[command];
    RandomStream stream(0, "scan/validation");
    for (const int command : commands.train)
      of(copies[command] == 1 && stream.between(1, 100) <= validation_ ? Split::validation : Split::train)
          .push_back(command);
    if (of(Split::validation).empty()) of(Split::validation) = of(Split::train);
    double actions = 0;
    for (const int command : of(Split::train))
      actions += static_cast<double>(scan::all_commands().actions[command].size());
    mean_actions_ = actions / static_cast<double>(of(Split::train).size());
  }

  TaskSpec spec() const override {
    if (!has_parts() && part_ != "all")
      fail(ErrorKind::usage, "scan: task.part = {} is for the split by length alone; take all, or task.split = length",
           part_);
    return {.inputs = kWordCount + 1,
            .outputs = kActionCount + 1,
            .shortest = 1,
            .longest = 1,
            .answers = TargetKind::word,
            .can_be_longer = false,
            .input_words = kWordCount + 1,
            .words = kWordCount,
            .sentence_words = 1,
            .sentences = scan::kLongestCommand,
            .has_questions = false,
            .answers_end = true,
            .own_answer_words = true};
  }

  int count(Split split) const override { return static_cast<int>(commands_[static_cast<std::size_t>(split)].size()); }

  void sample(RandomStream& stream, int, Episode& episode) const override {
    fetch(Split::train, stream.between(0, count(Split::train) - 1), episode);
  }

  void fetch(Split split, int i, Episode& episode) const override {
    const int command = commands_[static_cast<std::size_t>(split)][static_cast<std::size_t>(i)];
    const std::span<const int> words = scan::all_commands().words[command],
                               actions = scan::all_commands().actions[command];
    episode.assign_context(static_cast<int>(actions.size()) + 1);
    for (const int word : words) episode.context.add_word(word);
    for (std::size_t t = 0; t < actions.size(); ++t)
      episode.targets(0, static_cast<int>(t)) = static_cast<Scalar>(actions[t]);
    episode.score_answers();
    episode.subtask = has_parts() && scan::has_unseen_phrase(words) ? 1 : 0;
  }

  Matrix oracle(const Episode& episode) const override {
    std::vector<int> words;
    for (int i = 0; i < episode.context.sentences.size(); ++i) words.push_back(episode.context.sentences[i][0]);
    std::vector<int> actions = scan::interpret(words);
    actions.push_back(0);
    Matrix answer(kActionCount + 1, episode.steps());
    for (std::size_t t = 0; t < actions.size(); ++t) answer(actions[t], episode.context.answered_at[t]) = 1;
    return answer;
  }

  // A guess is one of the actions, or the end.
  double chance_errors(int) const override { return (mean_actions_ + 1) * (1 - 1.0 / (kActionCount + 1)); }

  std::string word(int number) const override {
    return number > kWordCount ? "|" : std::string(scan::kWords[static_cast<std::size_t>(number) - 1]);
  }
  std::string answer_word(int number) const override {
    return std::string(scan::kActions[static_cast<std::size_t>(number) - 1]);
  }

  std::vector<std::string> subtask_names() const override {
    return has_parts() ? std::vector<std::string>{"seen-phrases", "unseen-phrase"} : std::vector<std::string>{};
  }

 private:
  bool has_parts() const { return split_ == "length"; }
  std::vector<int>& of(Split split) { return commands_[static_cast<std::size_t>(split)]; }

  std::string split_ = "simple", part_ = "all";
  int validation_ = 10;
  std::array<std::vector<int>, 3> commands_;  // by split
  double mean_actions_ = 0;
};

}  // namespace

std::unique_ptr<Task> make_scan() { return std::make_unique<Scan>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
