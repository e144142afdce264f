// memnet ask: reads a story and questions, and prints the answers of a trained model and its attention.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <numeric>
#include <sstream>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/recorded_run.hpp"
#include "program/experiment/trace_episode.hpp"
#include "program/records/snapshots.hpp"
#include "program/report/text/story_text.hpp"
#include "program/text/printable.hpp"
#include "tasks/babi/format/words.hpp"

namespace memnet {
namespace {

constexpr std::size_t kMostLetters = 1000;  // in a line
constexpr std::size_t kMostShown = 40;      // letters of a line in a message

std::string excerpt(std::string_view text) {
  return std::string(text.substr(0, kMostShown)) + (text.size() > kMostShown ? "..." : "");
}

// A line of input: a sentence or a question, and what bAbI files add to it (a number before it, an answer behind it).
struct InputLine {
  std::string_view text;      // the sentence or question alone
  std::string_view answer;    // the expected one, or ""
  bool starts_story = false;  // true: the lines before it belong to another story

  explicit InputLine(std::string_view whole) {
    const std::size_t tab = whole.find('\t');
    if (tab != whole.npos) answer = trimmed(whole.substr(tab + 1, whole.find('\t', tab + 1) - tab - 1));
    text = trimmed(whole.substr(0, tab));
    if (const std::size_t digits = text.find_first_not_of("0123456789");
        digits != 0 && digits != text.npos && text[digits] == ' ') {
      starts_story = text.substr(0, digits) == "1";
      text = trimmed(text.substr(digits));
    }
    if (text == "new") text = "";
    starts_story = starts_story || text.empty();
  }
  bool is_question() const { return text.ends_with('?'); }
};

// The story so far, and the model that answers questions about it.
class Conversation {
 public:
  Conversation(const Experiment& experiment, int answers)
      : experiment_(experiment), spec_(experiment.task->spec()), answers_(answers) {
    for (int number = 1; number <= spec_.words; ++number) words_.push_back(experiment.task->word(number));
  }

  // Adds a sentence to the story, or answers a question. Returns the text to print. Throws an Error of kind data, and
  // changes nothing, for a line that is not possible.
  std::string read_line(std::string_view whole) {
    if (whole.size() > kMostLetters)
      fail(ErrorKind::data, "the line has {} letters, but no sentence has more than {}; is this a story?", whole.size(),
           kMostLetters);
    const InputLine line(whole);
    if (line.text.empty()) {
      sentences_.clear();
      return "";
    }
    if (!line.is_question() && !line.answer.empty())
      fail(ErrorKind::data, "'{}' has an answer, but is not a question; expected a '?' at its end", excerpt(line.text));
    const std::vector<int> sentence = word_numbers(line.text);
    const int answer = line.answer.empty() ? 0 : number_of(babi::answer_word(line.answer));
    if (line.starts_story) sentences_.clear();
    if (line.is_question()) return reply(sentence, answer);
    sentences_.add_list(sentence);
    return "";
  }

  int next_line() const { return sentences_.size() + 1; }
  int questions() const { return questions_; }
  int compared() const { return compared_; }
  int right() const { return right_; }

 private:
  int number_of(const std::string& word) const {
    const auto found = std::ranges::find(words_, word);
    if (found != words_.end()) return static_cast<int>(found - words_.begin()) + 1;
    const std::string guess = word.size() > kMostShown ? "" : nearest(word, words_);
    fail(ErrorKind::data, "'{}' is no word of task = {}, which has {} words{}", excerpt(word), experiment_.task_name,
         words_.size(), guess.empty() ? "; use other words" : fmt::format("; did you mean '{}'?", guess));
  }

  std::vector<int> word_numbers(std::string_view text) const {
    std::vector<int> numbers;
    for (const std::string& word : babi::split_words(text)) numbers.push_back(number_of(word));
    if (numbers.empty()) fail(ErrorKind::data, "'{}' holds no word; expected a sentence", excerpt(text));
    // A model that reads word by word takes sentences of any length.
    const bool at_once = experiment_.model->input_form() == InputForm::story;
    if (at_once && numbers.size() > static_cast<std::size_t>(spec_.sentence_words))
      fail(ErrorKind::data, "'{}' has {} words, but the model reads sentences of at most {}; write a shorter one",
           excerpt(text), numbers.size(), spec_.sentence_words);
    return numbers;
  }

  std::string reply(std::span<const int> question, int expected) {
    Episode episode;
    episode.assign_story(1);
    episode.story.sentences = sentences_;
    episode.story.questions.add_list(question);
    episode.story.supports.add_list({});
    episode.story.answered_at.push_back(0);
    episode.targets(0, 0) = static_cast<Scalar>(expected);
    episode.mask(0, 0) = 1;
    if (experiment_.model->input_form() == InputForm::sequence) story_to_sequence(episode, spec_.words);
    const RunRecord::Trace trace = trace_episode(*experiment_.task, *experiment_.model, experiment_.params, episode);
    const Matrix& outputs = *find_panel(trace, TracedRole::output);
    return draw_story(trace) + "\n" + list_answers(outputs.column(outputs.cols() - 1), expected) + "\n";
  }

  // Returns the most probable words, one a line, and counts the question.
  std::string list_answers(std::span<const Scalar> probabilities, int expected) {
    if (!kernels::all_finite(probabilities.data(), static_cast<int>(probabilities.size())))
      fail(ErrorKind::data, "the model's answer is not finite; its run has diverged, train it again");
    // A model may have more outputs than the task has words (such as the ages of sentences): they are left out.
    std::vector<int> order(static_cast<std::size_t>(spec_.outputs));
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, std::greater(),
                             [&](int word) { return probabilities[static_cast<std::size_t>(word)]; });
    const std::string verdict = expected == 0 ? "" : order[0] == expected ? "  right" : "  wrong";
    ++questions_;
    compared_ += expected == 0 ? 0 : 1;
    right_ += expected != 0 && order[0] == expected ? 1 : 0;
    std::string text;
    for (const int word : std::span(order).first(std::min(order.size(), static_cast<std::size_t>(answers_))))
      text += fmt::format("{:>8.1f} %  {}{}\n", 100 * probabilities[static_cast<std::size_t>(word)],
                          word == 0 ? "nothing" : printable(words_[static_cast<std::size_t>(word) - 1]),
                          text.empty() ? verdict : "");
    return text;
  }

  const Experiment& experiment_;
  const TaskSpec spec_;
  const int answers_;
  std::vector<std::string> words_;  // of the task, from number 1 on
  RaggedArray sentences_;
  int questions_ = 0, compared_ = 0, right_ = 0;
};

void print_now(const std::string& text) {
  fmt::print("{}", text);
  std::fflush(stdout);
}

// Reads lines of standard input and prints answers. After a line that is not possible it prints a message and goes on.
void read_input(Conversation& conversation) {
  const bool prompts = ::isatty(STDIN_FILENO) != 0;
  const auto prompt = [&] {
    if (prompts) print_now(fmt::format("{}> ", conversation.next_line()));
  };
  prompt();
  int number = 0;
  for (std::string line; std::getline(std::cin, line); prompt()) {
    ++number;
    try {
      print_now(conversation.read_line(line));
    } catch (const Error& error) {
      fmt::print(stderr, "memnet: ask: line {}: {}\n", number, printable(error.what()));
    }
  }
  if (prompts) print_now("\n");
}

void read_story_file(Conversation& conversation, const std::string& file) {
  const std::vector<std::byte> bytes = read_file(file);
  std::istringstream text(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  int number = 0;
  for (std::string line; std::getline(text, line);) {
    ++number;
    try {
      fmt::print("{}", conversation.read_line(line));
    } catch (const Error& error) {
      fail(error.kind(), "{}:{}: {}", file, number, error.what());
    }
  }
  if (conversation.questions() == 0)
    fail(ErrorKind::data,
         "{}: contains no question; expected a story and a question, which is a line that ends with '?'", file);
}

class AskCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet ask RUN [--file STORY.txt] [--answers N]\n"
           "\n"
           "  memnet ask runs/babi-memn2n.dot+softmax-s1-*                            type a story and questions about "
           "it\n"
           "  printf 'Mary went to the kitchen.\\nWhere is Mary?\\n' | memnet ask RUN   the same from a program\n"
           "  memnet ask RUN --file story.txt                                         from a file\n"
           "  memnet ask RUN --file en/qa1_single-supporting-fact_test.txt            also one of the released bAbI "
           "files\n"
           "\n"
           "Type one sentence a line. A line that ends with '?' is a question about all sentences so far and is "
           "answered at once;\n"
           "an empty line, or 'new', starts a new story. The answer shows the most probable words, and beside each "
           "sentence the\n"
           "attention of each hop of the model. A word that the task of the model does not have is an error. As in "
           "bAbI files,\n"
           "a number may stand before a sentence (1 starts a new story) and the expected answer behind a TAB; the "
           "answer of the\n"
           "model is then compared with it.\n";
  }

  void declare(const Options::Section& options) override {
    options.add("file", file_, "file with a story and questions; empty: type them");
    options.add("answers", answers_, 1, 1000, "how many of the most probable words are shown");
  }

  int run(const Arguments& arguments) override {
    const RecordedRun run(arguments.only_one("the folder of a run"), arguments.command,
                          {.snapshots = false, .episode = RunParts::kNone});
    Experiment experiment = run.experiment_without_data();
    const auto answers_in_words = [](const TaskSpec& spec) {
      return spec.words > 0 && spec.answers == TargetKind::word;
    };
    if (!answers_in_words(experiment.task->spec()))
      fail(ErrorKind::usage, "ask: the run is of task = {}, which has no stories in words; use a run of: {}",
           experiment.task_name, tasks_that(answers_in_words));
    run.restore_parameters(experiment);

    Conversation conversation(experiment, answers_);
    file_.empty() ? read_input(conversation) : read_story_file(conversation, file_);
    if (conversation.compared() > 0)
      fmt::print("{} of {} answers are as expected\n", conversation.right(), conversation.compared());
    return 0;
  }

 private:
  std::string file_;
  int answers_ = 5;
};

}  // namespace

std::unique_ptr<Command> make_ask_command() { return std::make_unique<AskCommand>(); }

}  // namespace memnet
