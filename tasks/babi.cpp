// bAbI (Weston et al. 2015): a short story in simple English, and a question about it whose answer is one word. An
// answer of several words, or a list of objects, is one word of the vocabulary too.
//
//   Mary went to the kitchen. John took the milk. Where is Mary?    kitchen
//
// Stories are generated without end by the rules of the released files (tasks/babi/), or read from files in their
// format, which contain a limited number. The length of an episode is the number of its question within the story,
// from 1. If the rules of a task fix the number of questions, any of them is asked, whatever the length.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <unordered_set>

#include "memnet/base/digest.hpp"
#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
#include "tasks/babi/format/doubts.hpp"
#include "tasks/babi/format/questions.hpp"
#include "tasks/babi/format/reader.hpp"
#include "tasks/babi/format/words.hpp"
#include "tasks/babi/released_files.hpp"
#include "tasks/babi/solver/solver.hpp"
#include "tasks/babi/twenty_tasks.hpp"
#include "tasks/common/range.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {
namespace {

class Babi : public Task {
 public:
  void declare(const Options::Section& section) override {
    const Options::Section options = section.changeable_at_evaluation();  // the words must be the same
    options.add("tasks", list_, babi::canonical_task_list,
                "which of the twenty bAbI tasks, as a list such as 1, 1-20 or 1,2,15-17; of files, also others");
    // Where the files are has no effect, but what they contain: see data_digest().
    options.without_effect_on_results().add(
        "data", data_, "folder of the released files, such as en or en-10k; empty: stories are generated");
    numbers_ = babi::parse_tasks(list_, "task.tasks");
    if (data_.empty()) {
      length_.declare(options, 1, "smallest number of questions in a story, up to and including the one that is asked",
                      "largest number of questions in a story, up to and including the one that is asked, in training");
      options.add("actors", difficulty_.actors, 0, 12, "number of people in a story; 0: as in the released files");
      options.add("rooms", difficulty_.rooms, 0, 12, "number of rooms in a story; 0: as in the released files");
      options.add("objects", difficulty_.objects, 0, 8, "number of objects in a story; 0: as in the released files");
      options.add("statements", difficulty_.statements, 0, 1000,
                  "number of statements before each question, most of them distractors; 0: as in the released files");
      prepare_generators();
    } else {
      options.add(
          "validation", validation_, 0, 90,
          "percentage of each training file, at its end, that is kept for validation, where there is no file for it");
      read_files();
    }
  }

  TaskSpec spec() const override {
    length_.check("babi");
    return {.inputs = vocabulary_.size() + 2,
            .outputs = vocabulary_.size() + 1,
            .shortest = length_.low,
            .longest = length_.high,
            .answers = TargetKind::word,
            .can_be_longer = can_be_longer_,
            .input_words = vocabulary_.size() + 2,
            .criterion = Criterion::few_wrong,
            .words = vocabulary_.size(),
            .sentence_words = longest_sentence_,
            .sentences = longest_story_};
  }

  void check_length(int length) const override {
    if (data_.empty())
      for (const int number : numbers_) babi::check(number, difficulty_at(number, length));
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    const int subtask = stream.between(0, static_cast<int>(numbers_.size()) - 1);
    const babi::StoryText story = generate(subtask, length, stream);
    const std::vector<std::size_t> questions = babi::questions_of(story);
    const int last = static_cast<int>(questions.size()) - 1;
    const int asked =
        babi::has_open_question_count(number_of(subtask)) ? std::min(length - 1, last) : stream.between(0, last);
    babi::ask(story, questions[static_cast<std::size_t>(asked)], vocabulary_, episode);
    episode.subtask = subtask;
  }

  std::string data_digest() const override { return data_digest_; }

  int count(Split split) const override { return questions_[static_cast<std::size_t>(split)].size(); }
  void fetch(Split split, int i, Episode& episode) const override {
    questions_[static_cast<std::size_t>(split)].fetch(i, episode);
  }

  // The answer of the solver, which applies the rules of the tasks to the text. It is right for all generated
  // questions, and for all released ones except 0.2 % of task 5, which have two right answers.
  Matrix oracle(const Episode& episode) const override {
    babi::StoryText statements;
    for (int i = 0; i < episode.context.sentences.size(); ++i)
      statements.push_back({words_of(*this, episode.context.sentences[i]), "", {}});
    Matrix answer(vocabulary_.size() + 1, episode.steps());
    for (int i = 0; i < episode.context.questions.size(); ++i) {
      const std::string solved =
          babi::solve(number_of(episode.subtask), statements, words_of(*this, episode.context.questions[i]));
      answer(vocabulary_.number(solved), episode.context.answered_at[static_cast<std::size_t>(i)]) = 1;
    }
    return answer;
  }

  // Each answer of the task is guessed with equal probability.
  double chance_errors(int) const override { return chance_; }

  std::string word(int number) const override { return vocabulary_.word(number); }

  std::vector<std::string> subtask_names() const override { return names_; }
  std::vector<std::string> warnings() const override { return warnings_; }

 private:
  // Some tasks have an open question count and yet a limit: in task 14 a day has only four times.
  bool can_ask_twice_as_much() const {
    if (!std::ranges::any_of(numbers_, babi::has_open_question_count)) return false;
    try {
      check_length(2 * length_.high);
    } catch (const Error&) {
      return false;
    }
    return true;
  }

  int number_of(int subtask) const { return numbers_[static_cast<std::size_t>(subtask)]; }

  babi::Difficulty difficulty_at(int number, int length) const {
    babi::Difficulty difficulty = difficulty_;
    if (babi::has_open_question_count(number)) difficulty.questions = length;
    return difficulty;
  }

  // Generators for the trained lengths exist already; others are made when they are needed.
  babi::StoryText generate(int subtask, int length, RandomStream& stream) const {
    const auto& ready = generators_[static_cast<std::size_t>(subtask)];
    const auto index = static_cast<std::size_t>(length - 1);
    if (index < ready.size()) return ready[index]->generate(stream);
    return babi::generate_story(number_of(subtask), stream, difficulty_at(number_of(subtask), length));
  }

  void prepare_generators() {
    std::vector<std::string> words;
    for (const int number : numbers_) {
      name_subtask(number, babi::find_task(number).name);
      generators_.emplace_back();
      for (int length = 1; length <= length_.high; ++length)
        generators_.back().push_back(babi::make_generator(number, difficulty_at(number, length)));
      const babi::Lexicon lexicon = generators_.back().front()->lexicon();
      for (const auto* list : {&lexicon.words, &lexicon.answers}) words.insert(words.end(), list->begin(), list->end());
      longest_sentence_ = std::max(longest_sentence_, lexicon.longest);
      add_chance(lexicon.answers.size());
    }
    vocabulary_ = babi::Vocabulary(std::move(words));
    can_be_longer_ = can_ask_twice_as_much();
  }

  void read_files() {
    length_.low = length_.high = 1;
    struct Read {
      std::vector<babi::StoryText> train, validation, test;
    };
    std::vector<Read> files;
    std::unordered_set<std::string> words;
    for (const int number : numbers_) {
      const std::filesystem::path train = babi::find_file(data_, number, "train");
      const std::optional<std::filesystem::path> validation = babi::look_for_file(data_, number, "valid");
      files.push_back({read(train), validation ? read(*validation) : std::vector<babi::StoryText>(),
                       read(babi::find_file(data_, number, "test"))});
      name_subtask(number, babi::title_of(train));
      std::unordered_set<std::string> answers;
      for (const auto* stories : {&files.back().train, &files.back().validation, &files.back().test})
        for (const babi::StoryText& story : *stories) collect_words(story, words, answers);
      add_chance(answers.size());
      words.merge(answers);
    }
    vocabulary_ = babi::Vocabulary({words.begin(), words.end()});
    std::string content;
    for (const Read& read : files)
      for (const auto* stories : {&read.train, &read.validation, &read.test}) content += babi::digest_of(*stories);
    data_digest_ = digest(content);
    for (std::size_t subtask = 0; subtask < files.size(); ++subtask) {
      const auto add = [&](const std::vector<babi::StoryText>& stories, babi::Questions& to) {
        for (const babi::StoryText& story : stories) to.add(story, static_cast<int>(subtask), vocabulary_);
      };
      babi::Questions train;
      add(files[subtask].train, train);
      if (files[subtask].validation.empty()) train.move_last(train.size() * validation_ / 100, of(Split::validation));
      add(files[subtask].validation, of(Split::validation));
      train.move_last(train.size(), of(Split::train));
      add(files[subtask].test, of(Split::test));
    }
    if (count(Split::validation) == 0) of(Split::validation) = of(Split::train);
  }

  std::vector<babi::StoryText> read(const std::filesystem::path& file) {
    std::vector<babi::StoryText> stories = babi::read_stories(file);
    for (std::string& doubt : babi::doubts(stories, file.string())) warnings_.push_back(std::move(doubt));
    return stories;
  }

  void name_subtask(int number, const std::string& title) {
    names_.push_back(title.empty() ? fmt::format("{}", number) : fmt::format("{}-{}", number, title));
  }

  void collect_words(const babi::StoryText& story, std::unordered_set<std::string>& words,
                     std::unordered_set<std::string>& answers) {
    int sentences = 0;
    for (const babi::Line& line : story) {
      const std::vector<std::string> split = babi::split_words(line.text);
      longest_sentence_ = std::max(longest_sentence_, static_cast<int>(split.size()));
      words.insert(split.begin(), split.end());
      if (line.is_question())
        answers.insert(babi::answer_word(line.answer));
      else
        longest_story_ = std::max(longest_story_, ++sentences);
    }
  }

  // Chance errors are a mean over the tasks.
  void add_chance(std::size_t answers) {
    chance_ += (1 - 1 / static_cast<double>(answers)) / static_cast<double>(numbers_.size());
  }

  babi::Questions& of(Split split) { return questions_[static_cast<std::size_t>(split)]; }

  std::string list_ = "1";
  std::filesystem::path data_;
  TrainedLengths length_{1, 5};
  babi::Difficulty difficulty_;
  int validation_ = 10;

  std::vector<int> numbers_;        // of the bAbI tasks, by subtask
  std::vector<std::string> names_;  // by subtask
  std::vector<std::string> warnings_;
  babi::Vocabulary vocabulary_;
  std::string data_digest_;
  int longest_sentence_ = 0, longest_story_ = 0;  // in words; in sentences, known only for stories from files
  bool can_be_longer_ = false;
  double chance_ = 0;
  std::vector<std::vector<std::unique_ptr<babi::StoryGenerator>>> generators_;  // by subtask and length
  std::array<babi::Questions, 3> questions_;                                    // by split
};

}  // namespace

std::unique_ptr<Task> make_babi() { return std::make_unique<Babi>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
