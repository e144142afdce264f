// bAbI (Weston et al. 2015): a short story in plain words, and a question about it that is answered by one word.
//
//   Mary went to the kitchen. John took the milk. Where is Mary?    kitchen
//
// Stories are told afresh, without end, by the rules of the released files (tasks/babi/); or they are read from such
// files, and then there are only so many. The length counts questions that were asked in a story so far, this one
// included; where the rules of a task fix its stories, any of their questions is asked, whatever the length.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_set>

#include "memnet/base/error.hpp"
#include "memnet/data/task.hpp"
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
  void declare(const Options::Section& options) override {
    options.add("tasks", list_, "which of the twenty tasks: 1, 1-20, or 1,2,15-17");
    options.add("data", data_, "folder of the released files, such as en or en-10k; empty: stories are told afresh");
    numbers_ = babi::parse_tasks(list_, "task.tasks");
    if (data_.empty()) {
      length_.declare(options, 1, "fewest questions in a story so far",
                      "most questions in a story so far, in training");
      options.add("actors", difficulty_.actors, 0, 12, "who may appear; 0: as released");
      options.add("rooms", difficulty_.rooms, 0, 12, "where they may be; 0: as released");
      options.add("objects", difficulty_.objects, 0, 8, "what they may carry; 0: as released");
      options.add("statements", difficulty_.statements, 0, 1000, "before each question; 0: as released; more distract");
      prepare_tellers();
    } else {
      options.add("validation", validation_, 0, 90,
                  "percent of each training file, at its end, that is not learned from");
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
            .words = vocabulary_.size(),
            .sentence_words = longest_sentence_,
            .sentences = longest_story_};
  }

  void check_length(int length) const override {
    if (data_.empty())
      for (const int number : numbers_) babi::check(number, difficulty_at(number, length));
  }

  void sample(RandomStream& stream, int length, Episode& episode) const override {
    const int part = stream.between(0, static_cast<int>(numbers_.size()) - 1);
    const babi::Story story = tell(part, length, stream);
    const std::vector<std::size_t> questions = babi::questions_of(story);
    const int last = static_cast<int>(questions.size()) - 1;
    const int asked = babi::asks_at_will(number_of(part)) ? std::min(length - 1, last) : stream.between(0, last);
    babi::ask(story, questions[static_cast<std::size_t>(asked)], vocabulary_, episode);
    episode.part = part;
  }

  int count(Split split) const override { return questions_[static_cast<std::size_t>(split)].size(); }
  void fetch(Split split, int i, Episode& episode) const override {
    questions_[static_cast<std::size_t>(split)].fetch(i, episode);
  }

  // Reads the sentences and works the answer out, as somebody would who knows the rules but not the generator. Of
  // released questions it gets all but 0.2 % of task 5 right, which have two right answers.
  Matrix oracle(const Episode& episode) const override {
    babi::Story said;
    for (int i = 0; i < episode.story.sentences.size(); ++i)
      said.push_back({words_of(*this, episode.story.sentences[i]), "", {}});
    Matrix answer(vocabulary_.size() + 1, episode.steps());
    for (int i = 0; i < episode.story.questions.size(); ++i) {
      const std::string solved =
          babi::solve(number_of(episode.part), said, words_of(*this, episode.story.questions[i]));
      answer(vocabulary_.number(solved), episode.story.answered_at[static_cast<std::size_t>(i)]) = 1;
    }
    return answer;
  }

  // One of the task's answers, each as likely.
  double chance_errors(int) const override { return chance_; }

  std::string word(int number) const override { return vocabulary_.word(number); }

  std::vector<std::string> subtask_names() const override {
    std::vector<std::string> names;
    for (const int number : numbers_) names.push_back(fmt::format("{}-{}", number, babi::find_task(number).name));
    return names;
  }

 private:
  // Some tasks ask as much as is wanted, but soon run out of questions (14: a day has four times).
  bool asks_twice_as_much() const {
    if (!std::ranges::any_of(numbers_, babi::asks_at_will)) return false;
    try {
      check_length(2 * length_.high);
    } catch (const Error&) {
      return false;
    }
    return true;
  }

  int number_of(int part) const { return numbers_[static_cast<std::size_t>(part)]; }

  babi::Difficulty difficulty_at(int number, int length) const {
    babi::Difficulty difficulty = difficulty_;
    if (babi::asks_at_will(number)) difficulty.questions = length;
    return difficulty;
  }

  // Tellers of lengths that are trained are there; others are made when they are needed.
  babi::Story tell(int part, int length, RandomStream& stream) const {
    const auto& ready = tellers_[static_cast<std::size_t>(part)];
    const auto place = static_cast<std::size_t>(length - 1);
    if (place < ready.size()) return ready[place]->tell(stream);
    return babi::tell(number_of(part), stream, difficulty_at(number_of(part), length));
  }

  void prepare_tellers() {
    std::vector<std::string> words;
    for (const int number : numbers_) {
      tellers_.emplace_back();
      for (int length = 1; length <= length_.high; ++length)
        tellers_.back().push_back(babi::make_teller(number, difficulty_at(number, length)));
      const babi::Lexicon lexicon = tellers_.back().front()->lexicon();
      for (const auto* list : {&lexicon.words, &lexicon.answers}) words.insert(words.end(), list->begin(), list->end());
      longest_sentence_ = std::max(longest_sentence_, lexicon.longest);
      add_chance(lexicon.answers.size());
    }
    vocabulary_ = babi::Vocabulary(std::move(words));
    can_be_longer_ = asks_twice_as_much();
  }

  void read_files() {
    length_.low = length_.high = 1;
    struct Read {
      std::vector<babi::Story> train, test;
    };
    std::vector<Read> files;
    std::unordered_set<std::string> words;
    for (const int number : numbers_) {
      files.push_back({babi::read_stories(babi::find_file(data_, number, "train")),
                       babi::read_stories(babi::find_file(data_, number, "test"))});
      std::unordered_set<std::string> answers;
      for (const auto* stories : {&files.back().train, &files.back().test})
        for (const babi::Story& story : *stories) listen(story, words, answers);
      add_chance(answers.size());
      words.merge(answers);
    }
    vocabulary_ = babi::Vocabulary({words.begin(), words.end()});
    for (std::size_t part = 0; part < files.size(); ++part) {
      babi::Questions train;
      for (const babi::Story& story : files[part].train) train.add(story, static_cast<int>(part), vocabulary_);
      train.move_last(train.size() * validation_ / 100, of(Split::validation));
      train.move_last(train.size(), of(Split::train));
      for (const babi::Story& story : files[part].test) of(Split::test).add(story, static_cast<int>(part), vocabulary_);
    }
    if (count(Split::validation) == 0) of(Split::validation) = of(Split::train);
  }

  void listen(const babi::Story& story, std::unordered_set<std::string>& words,
              std::unordered_set<std::string>& answers) {
    int sentences = 0;
    for (const babi::Line& line : story) {
      const std::vector<std::string> heard = babi::words_of(line.text);
      longest_sentence_ = std::max(longest_sentence_, static_cast<int>(heard.size()));
      words.insert(heard.begin(), heard.end());
      if (line.is_question())
        answers.insert(babi::answer_word(line.answer));
      else
        longest_story_ = std::max(longest_story_, ++sentences);
    }
  }

  // A mean over tasks.
  void add_chance(std::size_t answers) {
    chance_ += (1 - 1 / static_cast<double>(answers)) / static_cast<double>(numbers_.size());
  }

  babi::Questions& of(Split split) { return questions_[static_cast<std::size_t>(split)]; }

  std::string list_ = "1", data_;
  Range length_{"length", 1, 5};
  babi::Difficulty difficulty_;
  int validation_ = 10;

  std::vector<int> numbers_;  // of the tasks, by part
  babi::Vocabulary vocabulary_;
  int longest_sentence_ = 0, longest_story_ = 0;  // in words; in sentences, where stories come from files
  bool can_be_longer_ = false;
  double chance_ = 0;
  std::vector<std::vector<std::unique_ptr<babi::Teller>>> tellers_;  // by part and length
  std::array<babi::Questions, 3> questions_;                         // by split
};

}  // namespace

std::unique_ptr<Task> make_babi() { return std::make_unique<Babi>(); }

}  // namespace MEMNET_PRECISION
}  // namespace memnet
