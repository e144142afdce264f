// memnet ask: reads a story and questions, or sources, and prints the answers of a trained model and its attention.
#include "memnet/base/error.hpp"
#include "program/commands/arguments.hpp"
#include "program/commands/ask_sources.hpp"
#include "program/commands/ask_stories.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/recorded_run.hpp"
#include "program/records/record.hpp"

namespace memnet {
namespace {

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
           "looked.\n"
           "A line may have the right answer behind a TAB, or the form IN: source OUT: target: behind the words then "
           "stand\n"
           "whether they are right, and what the right answer costs under teacher forcing, in nats; TABs are between "
           "them.\n";
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
      refuse(arguments, {"answers"}, "sources");
      ask_sources(experiment, recorded_option(run.record, "task.unit"), file_, longest_, draws_);
    } else {
      refuse(arguments, {"longest", "draw"}, "stories");
      ask_about_stories(experiment, file_, answers_);
    }
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

  static void refuse(const Arguments& arguments, std::initializer_list<const char*> options, const char* asked) {
    for (const char* option : options)
      if (arguments.is_given(option))
        fail(ErrorKind::usage, "ask: --{} has no effect on a run about {}; leave it out", option, asked);
  }

  std::string file_;
  int answers_ = 5;
  int longest_ = 200;
  bool draws_ = false;
};

}  // namespace

std::unique_ptr<Command> make_ask_command() { return std::make_unique<AskCommand>(); }

}  // namespace memnet
