// memnet ask: reads a story and questions, or sources, and prints the answers of a trained model and its attention.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <numeric>
#include <optional>
#include <sstream>

#include "memnet/base/error.hpp"
#include "memnet/base/text.hpp"
#include "memnet/base/utf8.hpp"
#include "memnet/math/kernels.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/recorded_run.hpp"
#include "program/experiment/trace_episode.hpp"
#include "program/experiment/written_answer.hpp"
#include "program/records/record.hpp"
#include "program/records/snapshots.hpp"
#include "program/report/text/alignment_text.hpp"
#include "program/report/text/story_text.hpp"
#include "program/text/printable.hpp"
#include "tasks/babi/format/lines.hpp"
#include "tasks/babi/format/words.hpp"
#include "tasks/pairs/words.hpp"

namespace memnet {
namespace {

constexpr std::size_t kMostBytes = 1'000'000;  // between two line feeds
constexpr std::size_t kMostGuessed = 40;       // letters of a word for which a similar one is looked for

// The story so far, and the model that answers questions about it.
class Conversation {
 public:
  Conversation(const Experiment& experiment, int answers)
      : experiment_(experiment), spec_(experiment.task->spec()), answers_(answers) {
    for (int number = 1; number <= spec_.words; ++number) words_.push_back(experiment.task->word(number));
  }

  // Adds a sentence to the story, or answers a question; a blank line, or "new", ends the story. Returns the text to
  // print. Throws an Error of kind data, and changes nothing, for a line that is not possible.
  std::string read_line(std::string_view text) {
    const std::optional<babi::StoryLine> line = trimmed(text) == "new" ? std::nullopt : reader_.read(text);
    if (!line) {
      reader_.end_story();
      story_ended_ = true;
      return "";
    }
    const std::vector<int> words = word_numbers(line->line.text);
    const int answer = line->line.answer.empty() ? 0 : number_of(babi::answer_word(line->line.answer));
    reader_.accept(*line);
    ++understood_;
    if (line->starts_story) sentences_.clear();
    story_ended_ = false;
    if (line->is_question) return reply(words, answer);
    sentences_.add_list(words);
    return "";
  }

  int next_line() const { return story_ended_ ? 1 : sentences_.size() + 1; }
  int understood() const { return understood_; }
  int questions() const { return questions_; }
  int compared() const { return compared_; }
  int right() const { return right_; }

 private:
  bool knows(std::string_view word) const { return std::ranges::find(words_, word) != words_.end(); }

  int number_of(const std::string& word) const {
    if (!knows(word))
      fail(ErrorKind::data, "'{}' is no word of task = {}, which has {} words{}", excerpt(word), experiment_.task_name,
           words_.size(), advice_for(word));
    return static_cast<int>(std::ranges::find(words_, word) - words_.begin()) + 1;
  }

  // Returns what to do about an unknown word.
  std::string advice_for(const std::string& word) const {
    const std::vector<std::string> unmarked = babi::split_words(word);
    if (babi::ends_sentence(word) && !unmarked.empty() && knows(unmarked[0]))
      return "; if the line has several sentences, write each on a line of its own";
    const std::string guess = word.size() > kMostGuessed ? "" : nearest(word, words_);
    return guess.empty() ? "; use other words" : fmt::format("; did you mean '{}'?", guess);
  }

  std::vector<int> word_numbers(std::string_view text) const {
    std::vector<int> numbers;
    for (const std::string& word : babi::split_words(text)) numbers.push_back(number_of(word));
    // A model that reads word by word takes sentences of any length.
    const bool at_once = experiment_.model->input_form() == InputForm::context;
    if (at_once && numbers.size() > static_cast<std::size_t>(spec_.sentence_words))
      fail(ErrorKind::data, "'{}' has {} words, but the model reads sentences of at most {}; write a shorter one",
           excerpt(text), numbers.size(), spec_.sentence_words);
    return numbers;
  }

  std::string reply(std::span<const int> question, int expected) {
    Episode episode;
    episode.assign_context(1);
    episode.context.sentences = sentences_;
    episode.context.questions.add_list(question);
    episode.context.supports.add_list({});
    episode.context.answered_at.push_back(0);
    episode.targets(0, 0) = static_cast<Scalar>(expected);
    episode.mask(0, 0) = 1;
    if (experiment_.model->input_form() == InputForm::sequence) context_to_sequence(episode, spec_.words);
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
  babi::LineReader reader_{babi::LineReader::Numbers::optional};
  RaggedArray sentences_;
  bool story_ended_ = false;
  int understood_ = 0, questions_ = 0, compared_ = 0, right_ = 0;  // lines; and of these, questions
};

// Reads sources, a line each, and prints the answer to each of them.
class SourceDialog {
 public:
  // `unit` is the task.unit of the run; "" if its task has no such option.
  SourceDialog(const Experiment& experiment, std::string unit, int longest, bool draws)
      : experiment_(experiment),
        spec_(experiment.task->spec()),
        unit_(std::move(unit)),
        longest_(longest),
        draws_(draws) {
    for (int number = 1; number <= spec_.words; ++number) words_.push_back(experiment.task->word(number));
    has_blanks_ = unit_ == "characters" && knows(pairs::kBlank);
  }

  // Returns the words of the answer to a source, between blanks, and a picture of where they look if one is wanted; an
  // empty line for an empty line. Throws an Error of kind data for a line with another word.
  std::string answer(std::string_view line) const {
    const std::vector<int> source = numbers_of(line);
    if (source.empty()) return "\n";
    const WrittenAnswer written = answer_source(experiment_, source, longest_, experiment_.evaluate.beam);
    std::string text;
    for (const int word : written.words) append_item(text, printable(experiment_.task->answer_word(word)), " ");
    if (!written.has_ended) text += " ...";
    text += "\n";
    return draws_ ? text + draw_alignments(trace_answer(experiment_, source, written)) : text;
  }

 private:
  bool knows(std::string_view word) const { return std::ranges::find(words_, word) != words_.end(); }

  static std::size_t first_letter(std::string_view text) { return std::max<std::size_t>(character_length(text), 1); }

  // Returns true if the characters between two blanks are words: by task.unit, or if they are unknown as a word and
  // there are words of one letter among them.
  bool is_cut(std::string_view part) const {
    if (!unit_.empty()) return unit_ == "characters";
    if (knows(part)) return false;
    for (std::string_view rest = part; !rest.empty(); rest.remove_prefix(first_letter(rest)))
      if (knows(rest.substr(0, first_letter(rest)))) return true;
    return false;
  }

  std::vector<int> numbers_of(std::string_view line) const {
    std::vector<int> numbers;
    for (const std::string& part : split_text(line, ' ')) {
      if (has_blanks_ && !numbers.empty()) numbers.push_back(number_of(pairs::kBlank));
      const bool cut = is_cut(part);
      for (std::string_view rest = part; !rest.empty();) {
        const std::size_t length = cut ? first_letter(rest) : rest.size();
        numbers.push_back(number_of(rest.substr(0, length)));
        rest.remove_prefix(length);
      }
    }
    return numbers;
  }

  int number_of(std::string_view word) const {
    auto found = std::ranges::find(words_, word);
    if (found == words_.end()) found = std::ranges::find(words_, pairs::Vocabulary::kUnknown);
    if (found == words_.end())
      fail(ErrorKind::data, "'{}' is no word of the sources of task = {}, which have {}; use other words",
           excerpt(word), experiment_.task_name, words_.size());
    return static_cast<int>(found - words_.begin()) + 1;
  }

  const Experiment& experiment_;
  const TaskSpec spec_;
  const std::string unit_;
  int longest_;
  bool draws_;
  bool has_blanks_ = false;
  std::vector<std::string> words_;
};

// Throws an Error of kind data for bytes that are no characters.
void require_text(std::string_view line) {
  for (std::string_view rest = line; !rest.empty(); rest.remove_prefix(character_length(rest)))
    if (character_length(rest) == 0)
      fail(ErrorKind::data, "holds the byte 0x{:02x}, which is not UTF-8; expected text, save it as UTF-8",
           static_cast<unsigned char>(rest[0]));
}

void print_now(const std::string& text) {
  fmt::print("{}", text);
  std::fflush(stdout);
}

void require_question(const Conversation& conversation, const std::string& input_name) {
  if (conversation.questions() == 0)
    fail(ErrorKind::data,
         "{}: contains no question; expected a story and a question, which is a line that ends with '?'", input_name);
}

// Reads all lines, and prints the answers. A line that is not possible is an error. A person at a terminal gets a
// prompt before each line, and a message instead of the error.
class Dialog {
 public:
  Dialog(Conversation& conversation, std::string input_name, bool at_terminal)
      : conversation_(conversation), input_name_(std::move(input_name)), at_terminal_(at_terminal) {}

  void read(std::istream& input) {
    std::vector<char> buffer(kMostBytes);
    prompt();
    while (const std::optional<std::string_view> piece = read_piece(input, buffer)) {
      std::string_view lines = number_ == 0 ? without_byte_order_mark(*piece) : *piece;
      do read_line(babi::cut_line(lines));
      while (!lines.empty());
      prompt();
    }
    if (at_terminal_) print_now("\n");
  }

 private:
  void prompt() const {
    if (at_terminal_) print_now(fmt::format("{}> ", conversation_.next_line()));
  }

  // Returns the bytes up to the next line feed, or to the end; nothing if there are none.
  std::optional<std::string_view> read_piece(std::istream& input, std::span<char> buffer) const {
    input.getline(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    const auto read = static_cast<std::size_t>(input.gcount());
    if (!input.fail()) return std::string_view(buffer.data(), input.eof() ? read : read - 1);
    if (read > 0)
      fail(ErrorKind::data, "{}:{}: the line has {} bytes or more; is this a story?", input_name_, number_ + 1, read);
    return std::nullopt;
  }

  void read_line(std::string_view line) {
    ++number_;
    try {
      print_now(conversation_.read_line(line));
    } catch (const Error& error) {
      if (!at_terminal_) fail(error.kind(), "{}:{}: {}", input_name_, number_, error.what());
      fmt::print(stderr, "memnet: ask: line {}: {}\n", number_, printable(error.what()));
    }
  }

  Conversation& conversation_;
  std::string input_name_;
  bool at_terminal_;
  int number_ = 0;  // of the line
};

// Answers all lines. A person at a terminal gets a message in place of an error.
void answer_sources(const SourceDialog& dialog, std::istream& input, const std::string& name, bool at_terminal) {
  int number = 0;
  std::string line;
  if (at_terminal) print_now("> ");
  for (; std::getline(input, line); ++number) {
    try {
      std::string_view text = number == 0 ? without_byte_order_mark(line) : line;
      if (text.ends_with('\r')) text.remove_suffix(1);
      if (text.size() > kMostBytes) fail(ErrorKind::data, "the line has {} bytes; is this a source?", text.size());
      require_text(text);
      print_now(dialog.answer(text));
    } catch (const Error& error) {
      if (!at_terminal) fail(error.kind(), "{}:{}: {}", name, number + 1, error.what());
      fmt::print(stderr, "memnet: ask: line {}: {}\n", number + 1, printable(error.what()));
    }
    if (at_terminal) print_now("> ");
  }
  if (at_terminal) print_now("\n");
  if (number == 0) fail(ErrorKind::data, "{}: contains no line; expected a source on each", name);
}

void read_standard_input(Conversation& conversation) {
  const std::string name = "standard input";
  const bool at_terminal = ::isatty(STDIN_FILENO) != 0;
  Dialog(conversation, name, at_terminal).read(std::cin);
  if (std::ferror(stdin) != 0) fail(ErrorKind::io, "{} cannot be read", name);
  if (at_terminal && conversation.understood() == 0)
    fail(ErrorKind::data, "{}: no line was understood; expected a story and a question", name);
  if (!at_terminal) require_question(conversation, name);
}

void read_file_of_stories(Conversation& conversation, const std::string& file) {
  const std::vector<std::byte> bytes = read_file(file);
  std::istringstream text(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  Dialog(conversation, file, false).read(text);
  require_question(conversation, file);
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
           "Write one sentence a line. A line that ends with '?' is a question about all sentences so far and is "
           "answered at once;\n"
           "an empty line, or 'new', starts a new story. The answer shows the most probable words, and beside each "
           "sentence the\n"
           "attention of each hop of the model. As in bAbI files, a number may stand before a sentence (1 starts a new "
           "story; all\n"
           "lines of the story then have one) and the expected answer behind a TAB; the answer of the model is then "
           "compared with\n"
           "it. A line that is not possible, or has a word that the task of the model does not have, ends the command "
           "with exit\n"
           "code 3; at a terminal you can write it again.\n"
           "\n"
           "  echo 535+61 | memnet ask RUN                                            a model that answers sources\n"
           "\n"
           "Of a task with sources, each line is a source, and the words of the answer are printed on a line, between "
           "blanks.\n"
           "Letters need no blanks between them. At a terminal, or with --draw, a table shows where each word "
           "looked.\n";
  }

  void declare(const Options::Section& options) override {
    options.add("file", file_, "file with a story and questions; empty: type them");
    options.add("answers", answers_, 1, 1000, "how many of the most probable words are shown");
    options.add("longest", longest_, 1, 10000, "words of an answer to a source, at most");
    options.add("draw", draws_, "show where each word of an answer to a source looked");
  }

  int run(const Arguments& arguments) override {
    const RecordedRun run(arguments.only_one("the folder of a run"), arguments.command,
                          {.snapshots = false, .episode = RunParts::kNone});
    Experiment experiment = run.experiment_without_data();
    const auto answers_in_words = [](const TaskSpec& spec) {
      return spec.words > 0 && entry_of(spec.answers).one_word;
    };
    const TaskSpec spec = experiment.task->spec();
    if (!answers_in_words(spec))
      fail(ErrorKind::usage,
           "ask: the run is of task = {}, whose episodes are no stories or sources in words; use a run of: {}",
           experiment.task_name, tasks_that(answers_in_words));
    require_more_than_the_start(run.record, *experiment.task, spec);
    run.restore_parameters(experiment);
    if (spec.has_sources()) {
      ask_sources(experiment, recorded_option(run.record, "task.unit"));
      return 0;
    }

    Conversation conversation(experiment, answers_);
    file_.empty() ? read_standard_input(conversation) : read_file_of_stories(conversation, file_);
    if (conversation.compared() > 0)
      fmt::print("{} of {} answers are as expected\n", conversation.right(), conversation.compared());
    return 0;
  }

 private:
  // Throws an Error of kind usage for a language model: its only source is the start of a text, which has no spelling.
  static void require_more_than_the_start(const RunRecord& record, const Task& task, const TaskSpec& spec) {
    if (spec.has_sources() && spec.own_answer_words && task.word(spec.words).empty())
      fail(ErrorKind::usage,
           "ask: {} was trained on texts without sources, so there is nothing to ask; 'memnet eval' gives the "
           "perplexity, and 'memnet show' a text with its answers",
           record.name);
  }

  void ask_sources(const Experiment& experiment, const std::string& unit) const {
    const bool at_terminal = file_.empty() && ::isatty(STDIN_FILENO) != 0;
    const SourceDialog dialog(experiment, unit, longest_, draws_ || at_terminal);
    if (file_.empty()) {
      answer_sources(dialog, std::cin, "standard input", at_terminal);
      return;
    }
    const std::vector<std::byte> bytes = read_file(file_);
    std::istringstream text(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
    answer_sources(dialog, text, file_, false);
  }

  std::string file_;
  int answers_ = 5;
  int longest_ = 200;
  bool draws_ = false;
};

}  // namespace

std::unique_ptr<Command> make_ask_command() { return std::make_unique<AskCommand>(); }

}  // namespace memnet
