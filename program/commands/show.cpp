// memnet show: prints the summary of a run and draws where its heads attended.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "memnet/base/error.hpp"
#include "memnet/base/render.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/recorded_run.hpp"
#include "program/records/recorded_task.hpp"
#include "program/records/snapshots.hpp"
#include "program/report/sections/episode_section.hpp"
#include "program/report/text/alignment_text.hpp"
#include "program/report/text/story_text.hpp"
#include "program/report/text/summary_text.hpp"
#include "program/report/text/terminal_blocks.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

// A row (slot) is drawn if it has at least this fraction of the largest number at some step; a row of a state, if it
// differs from its first number by as much.
constexpr double kWorthShowing = 0.06;

// Returns a weighting, actions or the state of a memory as text; letters get darker from 0 to `largest`.
std::string draw_rows(const std::string& title, const RunRecord::Trace::Panel& panel, double largest) {
  const Matrix& numbers = panel.numbers;
  std::string picture;
  for (int row = 0; row < numbers.rows(); ++row) {
    std::string line;
    double most = 0;
    for (int t = 0; t < numbers.cols(); ++t) {
      const auto number = static_cast<double>(numbers(row, t));
      const double usual = panel.role == TracedRole::state ? static_cast<double>(numbers(row, 0)) : 0;
      most = std::max(most, std::abs(number - usual) / largest);
      line += shade(std::abs(number) / largest);
    }
    if (most >= kWorthShowing) picture += fmt::format("{:>12} {:>3} |{}|\n", picture.empty() ? title : "", row, line);
  }
  return picture.empty() ? fmt::format("{:>12}: every number is small, or never changes\n", title) : picture;
}

// Returns the most probable word of each step of an answer, up to the end mark; "" if answers are no words.
std::string answer_of(const Task& task, const TaskSpec& spec, const Matrix& outputs) {
  if (!entry_of(spec.answers).one_word || outputs.rows() != spec.outputs) return "";
  Matrix words(1, outputs.cols());
  for (int t = 0; t < outputs.cols(); ++t) {
    const std::span<const Scalar> step = outputs.column(t);
    words(0, t) = static_cast<Scalar>(std::ranges::max_element(step) - step.begin());
  }
  return answer_text(task, words);
}

// Returns the most probable answer to each question of a story; "" if answers are no words.
std::string answers_to_questions(const Task& task, const TaskSpec& spec, const Matrix* outputs) {
  if (!entry_of(spec.answers).one_word || outputs == nullptr || outputs->rows() != spec.outputs) return "";
  std::string answers;
  for (int question = 0; question < outputs->cols(); ++question) {
    const std::span<const Scalar> words = outputs->column(question);
    const std::string word = task.answer_word(static_cast<int>(std::ranges::max_element(words) - words.begin()));
    answers += (question == 0 ? "" : ", ") + word;
  }
  return fmt::format("  the model answers: {}\n", printable(answers));
}

// Returns numbers as text, separated by blanks.
std::string text_of(const Matrix& numbers) {
  std::string text;
  for (const Scalar x : numbers.numbers()) text += fmt::format("{}{:.3f}", text.empty() ? "" : " ", x);
  return text;
}

// Returns a source and its answers as text, and where each word of the answer looked.
std::string draw_answer(const Task& task, const TaskSpec& spec, const RunRecord::Trace& trace) {
  const auto line = [](const char* title, const std::string& words) {
    return fmt::format("  {:>12}  {}\n", title, printable(words));
  };
  std::string source = trace.source;
  if (source.empty() && trace.image.size() > 0)
    source = "(the image below)";
  else if (source.empty())
    source = spec.words > 0 ? "(the start of a text)" : "(numbers; the places below are counted from 0)";
  std::string text = line("source", source);
  const bool answers_words = entry_of(spec.answers).one_word;
  text += line("target", answers_words ? trace.target : text_of(*find_panel(trace, TracedRole::target)));
  if (!answers_words) text += line("answer", text_of(*find_panel(trace, TracedRole::output)));
  if (const std::string answer = answer_of(task, spec, *find_panel(trace, TracedRole::output)); !answer.empty())
    text +=
        line("answer", answer) + line("", "(teacher forcing: each word is predicted from the right ones before it)");
  const std::string alignments = draw_alignments(trace);
  return alignments.empty() ? text : text + "\n" + alignments;
}

class ShowCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet show RUN [--episode N] [--after SEQUENCES] [--draw blocks|letters]\n"
           "\n"
           "  memnet show runs/copy-ntm-s1-*                       summary, and a drawing of its first traced episode\n"
           "  memnet show runs/copy-ntm-s1-* --episode 1           the second traced episode\n"
           "  memnet show runs/copy-ntm-s1-* --after 20000         as it was then, if evaluate.trace_every recorded "
           "it\n"
           "\n"
           "Time runs to the right. The heads are below the episode: each row is a memory slot, and darker means more "
           "attention.\n"
           "Slots that no head attends to, and rows of a state that never change, are left out. Terminals that support "
           "block\n"
           "characters get everything drawn in blocks, others in letters (--draw letters). 'memnet report RUN' shows "
           "the same\n"
           "as an interactive page.\n";
  }

  void declare(const Options::Section& options) override {
    options.add("episode", episode_, 0, 1000, "number of the traced episode to draw, counted from 0");
    options.add("after", after_, 0, kAtTheEnd, "draw the episode as it was after this many training sequences");
    options.add("draw", drawing_, {"blocks", "letters"}, "characters to draw with");
  }

  int run(const Arguments& arguments) override {
    const RecordedRun run(arguments.only_one("the folder of a run"), "", {.episode = episode_, .state = false});
    const RunRecord& record = run.record;
    fmt::print("{}", summary(record));
    if (after_ == kAtTheEnd && snapshots_of(record).empty()) return 0;
    const TracedSnapshot snapshot = snapshot_at(record, after_, episode_, "show");
    const RunRecord::Trace& trace = (*snapshot.traces)[static_cast<std::size_t>(episode_)];
    const std::string title =
        snapshot.traces == &record.traces
            ? fmt::format("Episode {}", episode_)
            : fmt::format("Episode {} after {:.0f} training sequences", episode_, snapshot.sequences);
    const Matrix *inputs = find_panel(trace, TracedRole::input), *targets = find_panel(trace, TracedRole::target),
                 *mask = find_panel(trace, TracedRole::mask), *outputs = find_panel(trace, TracedRole::output);
    const std::unique_ptr<Task> task = recorded_task(record);
    const TaskSpec spec = task->spec();
    if (!trace.story.empty()) {
      const std::string alignments = draw_alignments(trace);
      fmt::print("\n{}:\n\n{}{}{}{}", title, draw_story(trace), answers_to_questions(*task, spec, outputs),
                 alignments.empty() ? "" : "\n", alignments);
      return 0;
    }
    if (inputs == nullptr && targets != nullptr && outputs != nullptr && spec.has_sources()) {
      fmt::print("\n{}:\n\n{}", title, draw_answer(*task, spec, trace));
      return 0;
    }
    if (inputs == nullptr || targets == nullptr || mask == nullptr || outputs == nullptr)
      fail(ErrorKind::data, "{}: its traced episode lacks inputs, targets, mask or outputs", run.file.string());
    const auto fits = [&](const Matrix& panel, int rows) {
      return panel.rows() == rows && panel.cols() == inputs->cols();
    };
    const TargetKindEntry& kind = entry_of(spec.answers);
    if (!fits(*inputs, spec.inputs) || !fits(*targets, kind.target_rows(spec.outputs)) ||
        !fits(*outputs, spec.outputs) || !fits(*mask, 1))
      fail(ErrorKind::data,
           "{}: its traced episode does not fit its task, which reads {} numbers and has {} {} to answer",
           run.file.string(), spec.inputs, spec.outputs, kind.plural);
    const Episode shown{.inputs = spec.input_words > 0 ? words_of_one_hot(*inputs) : *inputs,
                        .targets = *targets,
                        .mask = *mask,
                        .answers = spec.answers,
                        .input_words = spec.input_words};
    if (drawing_ == "blocks") {
      fmt::print("\n{}, time to the right:\n\n{}", title, report::draw_strips(report::main_strips(trace)));
      return 0;
    }
    fmt::print("\n{}, time to the right:\n\n{}", title, task->render(shown, *outputs));
    for (const RunRecord::Trace::Panel& panel : trace.panels)
      if (panel.role == TracedRole::weighting || panel.role == TracedRole::halting)
        fmt::print("\n{}", draw_rows(printable(panel.head), panel, 1));
      else if (panel.role == TracedRole::probability)
        fmt::print("\n{}", draw_rows(printable(panel.head + " sure"), panel, 1));
      else if (panel.role == TracedRole::state || panel.role == TracedRole::action)
        fmt::print("\n{}", draw_rows(printable(panel.head + " " + panel.name), panel,
                                     report::coloring_of(panel.numbers).largest));
    return 0;
  }

 private:
  int episode_ = 0;
  double after_ = kAtTheEnd;
  std::string drawing_ = report::draws_blocks() ? "blocks" : "letters";
};

}  // namespace

std::unique_ptr<Command> make_show_command() { return std::make_unique<ShowCommand>(); }

}  // namespace memnet
