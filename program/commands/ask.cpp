// memnet ask: somebody tells a story and asks about it, and a trained model answers.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <numeric>
#include <sstream>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/experiment.hpp"
#include "program/experiment/runner.hpp"
#include "program/experiment/trace_episode.hpp"
#include "program/records/record.hpp"
#include "program/records/run_path.hpp"
#include "program/records/snapshots.hpp"
#include "program/report/text/story_text.hpp"
#include "program/text/printable.hpp"
#include "tasks/babi/format/words.hpp"

namespace memnet {

extern const char* const kHelp_ask;
const char* const kHelp_ask =
    "memnet ask RUN [--file STORY.txt] [--answers N] [--task.data FOLDER]\n\n"
    "  memnet ask runs/babi-memn2n.dot+softmax-s1-3f2a90cd                     type a story, and questions about it\n"
    "  printf 'Mary went to the kitchen.\\nWhere is Mary?\\n' | memnet ask RUN   the same from a program\n"
    "  memnet ask RUN --file story.txt                                         from a file\n"
    "  memnet ask RUN --file en/qa1_single-supporting-fact_test.txt            also one of the released bAbI files\n\n"
    "One sentence a line. A line that ends with '?' is a question about all that was said before, and is answered at\n"
    "once; an empty line, or 'new', starts a new story. Under each story stand the most probable answers (--answers, "
    "5),\n"
    "and beside its sentences how hard each hop of the model looks at them. Only words of the model's task are\n"
    "understood: a line with any other is refused. What bAbI files have beside a sentence may be there: a number "
    "before\n"
    "it (1 starts a new story), and an answer behind a TAB, which the model's answer is held against. A run that was "
    "trained\n"
    "on files needs them for its words: --task.data says where they lie now, if they have moved.\n";

namespace {

constexpr std::size_t kMostLetters = 1000;  // of a line
constexpr std::size_t kMostShown = 40;      // of them, in a message

std::string excerpt(std::string_view text) {
  return std::string(text.substr(0, kMostShown)) + (text.size() > kMostShown ? "..." : "");
}

// A sentence or a question, without what bAbI files have before and behind it.
struct Line {
  std::string_view text;
  std::string_view answer;    // where it is known
  bool starts_story = false;  // with this line, or without any

  explicit Line(std::string_view whole) {
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
  bool asks() const { return text.ends_with('?'); }
};

// What was said so far, and the model that heard it. A line that it refuses is an Error of kind data, and leaves it as
// it was.
class Conversation {
 public:
  Conversation(const Experiment& experiment, int answers)
      : experiment_(experiment), spec_(experiment.task->spec()), answers_(answers) {
    for (int number = 1; number <= spec_.words; ++number) words_.push_back(experiment.task->word(number));
  }

  // Gives what there is to show.
  std::string hear(std::string_view whole) {
    if (whole.size() > kMostLetters)
      fail(ErrorKind::data, "the line has {} letters, but no sentence has more than {}; is this a story?", whole.size(),
           kMostLetters);
    const Line line(whole);
    if (line.text.empty()) return told_.clear(), "";
    if (!line.asks() && !line.answer.empty())
      fail(ErrorKind::data, "'{}' has an answer, but is no question; expected a '?' at its end", excerpt(line.text));
    const std::vector<int> sentence = understand(line.text);
    const int answer = line.answer.empty() ? 0 : number_of(babi::answer_word(line.answer));
    if (line.starts_story) told_.clear();
    if (line.asks()) return reply(sentence, answer);
    told_.add_list(sentence);
    return "";
  }

  int next_line() const { return told_.size() + 1; }
  int asked() const { return asked_; }
  int compared() const { return compared_; }
  int right() const { return right_; }

 private:
  int number_of(const std::string& word) const {
    const auto found = std::ranges::find(words_, word);
    if (found != words_.end()) return static_cast<int>(found - words_.begin()) + 1;
    const std::string guess = word.size() > kMostShown ? "" : nearest(word, words_);
    fail(ErrorKind::data, "'{}' is no word of task = {}, which knows {}{}", excerpt(word), experiment_.task_name,
         words_.size(), guess.empty() ? "; take others" : fmt::format("; did you mean '{}'?", guess));
  }

  std::vector<int> understand(std::string_view text) const {
    std::vector<int> numbers;
    for (const std::string& word : babi::split_words(text)) numbers.push_back(number_of(word));
    if (numbers.empty()) fail(ErrorKind::data, "'{}' holds no word; expected a sentence", excerpt(text));
    // Who reads word by word can read on and on.
    const bool at_once = experiment_.model->input_form() == InputForm::story;
    if (at_once && numbers.size() > static_cast<std::size_t>(spec_.sentence_words))
      fail(ErrorKind::data, "'{}' has {} words, but the model was made for sentences of at most {}; say it in fewer",
           excerpt(text), numbers.size(), spec_.sentence_words);
    return numbers;
  }

  std::string reply(std::span<const int> question, int expected) {
    Episode episode;
    episode.assign_story(1);
    episode.story.sentences = told_;
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

  // The most probable words, each in a line.
  std::string list_answers(std::span<const Scalar> chances, int expected) {
    if (!kernels::all_finite(chances.data(), static_cast<int>(chances.size())))
      fail(ErrorKind::data, "the model's answer is not finite; its run has diverged, train it again");
    // Behind those of words a model may have answers that only it can mean, such as ages of sentences.
    std::vector<int> order(static_cast<std::size_t>(spec_.outputs));
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, std::greater(), [&](int word) { return chances[static_cast<std::size_t>(word)]; });
    const std::string verdict = expected == 0 ? "" : order[0] == expected ? "  right" : "  wrong";
    ++asked_;
    compared_ += expected == 0 ? 0 : 1;
    right_ += expected != 0 && order[0] == expected ? 1 : 0;
    std::string text;
    for (const int word : std::span(order).first(std::min(order.size(), static_cast<std::size_t>(answers_))))
      text += fmt::format("{:>8.1f} %  {}{}\n", 100 * chances[static_cast<std::size_t>(word)],
                          word == 0 ? "nothing" : printable(words_[static_cast<std::size_t>(word) - 1]),
                          text.empty() ? verdict : "");
    return text;
  }

  const Experiment& experiment_;
  const TaskSpec spec_;
  const int answers_;
  std::vector<std::string> words_;  // of the task, from number 1 on
  RaggedArray told_;
  int asked_ = 0, compared_ = 0, right_ = 0;
};

void print_now(const std::string& text) {
  fmt::print("{}", text);
  std::fflush(stdout);
}

// Whoever types hears at once which line was refused, and goes on.
void listen(Conversation& conversation) {
  const bool prompts = ::isatty(STDIN_FILENO) != 0;
  const auto prompt = [&] {
    if (prompts) print_now(fmt::format("{}> ", conversation.next_line()));
  };
  prompt();
  int number = 0;
  for (std::string line; std::getline(std::cin, line); prompt()) {
    ++number;
    try {
      print_now(conversation.hear(line));
    } catch (const Error& error) {
      fmt::print(stderr, "memnet: ask: line {}: {}\n", number, printable(error.what()));
    }
  }
  if (prompts) print_now("\n");
}

void read_story(Conversation& conversation, const std::string& file) {
  const std::vector<std::byte> bytes = read_file(file);
  std::istringstream text(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  int number = 0;
  for (std::string line; std::getline(text, line);) {
    ++number;
    try {
      fmt::print("{}", conversation.hear(line));
    } catch (const Error& error) {
      fail(error.kind(), "{}:{}: {}", file, number, error.what());
    }
  }
  if (conversation.asked() == 0)
    fail(ErrorKind::data, "{}: asks nothing; expected a story and, in a line that ends with '?', a question", file);
}

}  // namespace

int command_ask(const Arguments& arguments) {
  std::string story;
  int answers = 5;
  // Where the run's data lies now is for its task; everything else is for this command.
  std::vector<Setting> own, moved;
  for (const Setting& setting : arguments.settings) (setting.name == "task.data" ? moved : own).push_back(setting);
  Options options(own);
  options.top().add("file", story, "a story with questions; empty: they are typed");
  options.top().add("answers", answers, 1, 1000, "how many words are shown, the most probable ones");
  options.finish();
  const std::filesystem::path file = run_file_path(only_argument(arguments, "ask", "the folder of a run"));

  const RunRecord record = read_run_file(file);
  require_current_format(record, file.string(), "ask");
  Experiment experiment(with_recorded(std::move(moved), record, file.string()));
  const auto answers_in_words = [](const TaskSpec& spec) { return spec.words > 0 && spec.answers == TargetKind::word; };
  if (!answers_in_words(experiment.task->spec()))
    fail(ErrorKind::usage, "ask: the run is of task = {}, which tells no stories in words; take one of: {}",
         experiment.task_name, tasks_that(answers_in_words));
  Runner runner(experiment, file.parent_path(), {}, "");
  runner.restore_parameters(record);

  Conversation conversation(experiment, answers);
  story.empty() ? listen(conversation) : read_story(conversation, story);
  if (conversation.compared() > 0)
    fmt::print("{} of {} answers are as expected\n", conversation.right(), conversation.compared());
  return 0;
}

}  // namespace memnet
