// memnet show: what became of a run, and where its heads looked.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "memnet/base/error.hpp"
#include "memnet/base/render.hpp"
#include "memnet/io/run_file.hpp"
#include "program/commands/command.hpp"
#include "program/experiment/experiment.hpp"
#include "program/records/run_path.hpp"
#include "program/records/snapshots.hpp"
#include "program/report/sections/episode_section.hpp"
#include "program/report/text/story_text.hpp"
#include "program/report/text/summary_text.hpp"
#include "program/report/text/terminal_blocks.hpp"
#include "program/text/printable.hpp"

namespace memnet {

extern const char* const kHelp_show;
const char* const kHelp_show =
    "memnet show RUN [--episode N] [--after SEQUENCES] [--draw blocks|letters]\n\n"
    "  memnet show runs/copy-ntm-s1-3f2a90cd                summary, and a drawing of its first traced episode\n"
    "  memnet show runs/copy-ntm-s1-3f2a90cd --episode 1    the second one\n"
    "  memnet show runs/copy-ntm-s1-3f2a90cd --after 20000  as it was then, if evaluate.trace_every had it traced\n\n"
    "Time runs to the right. Under the episode stand the heads: each row is a memory slot, darker where a head looks\n"
    "harder. Slots that no head ever looked at are left out. A terminal that knows block characters gets all pictures "
    "of\n"
    "the episode in them, everything else letters (--draw letters). 'memnet report RUN' is the same to look at and to "
    "touch.\n";

namespace {

// Rows (slots) are drawn if any step has at least this much of the largest number.
constexpr double kWorthShowing = 0.06;

// A weighting, or the state of a memory; letters get darker from 0 to `largest`.
std::string draw_rows(const std::string& title, const Matrix& numbers, double largest) {
  std::string picture;
  for (int row = 0; row < numbers.rows(); ++row) {
    std::string line;
    double most = 0;
    for (int t = 0; t < numbers.cols(); ++t) {
      const double share = std::abs(static_cast<double>(numbers(row, t))) / largest;
      most = std::max(most, share);
      line += shade(share);
    }
    if (most >= kWorthShowing) picture += fmt::format("{:>12} {:>3} |{}|\n", picture.empty() ? title : "", row, line);
  }
  return picture.empty() ? fmt::format("{:>12}: every number is small\n", title) : picture;
}

}  // namespace

int command_show(const Arguments& arguments) {
  const std::filesystem::path file = run_file_path(only_argument(arguments, "show", "the folder of a run"));
  int episode = 0;
  double after = kAtTheEnd;
  std::string drawing = report::draws_blocks() ? "blocks" : "letters";
  Options options(arguments.settings);
  options.top().add("episode", episode, 0, 1000, "which traced episode to draw");
  options.top().add("after", after, 0, kAtTheEnd, "as it was after so many training sequences");
  options.top().add("draw", drawing, {"blocks", "letters"}, "what to draw it with");
  options.finish();

  const RunRecord record = read_run_file(file);
  fmt::print("{}", summary(record));
  if (after == kAtTheEnd && snapshots_of(record).empty()) return 0;
  const TracedSnapshot snapshot = snapshot_at(record, after, episode, "show");
  const RunRecord::Trace& trace = (*snapshot.traces)[static_cast<std::size_t>(episode)];
  const std::string title =
      snapshot.traces == &record.traces
          ? fmt::format("Episode {}", episode)
          : fmt::format("Episode {} after {:.0f} training sequences", episode, snapshot.sequences);
  const Matrix *inputs = find_panel(trace, TracedRole::input), *targets = find_panel(trace, TracedRole::target),
               *mask = find_panel(trace, TracedRole::mask), *outputs = find_panel(trace, TracedRole::output);
  if (!trace.story.empty()) {
    fmt::print("\n{}:\n\n{}", title, draw_story(trace));
    return 0;
  }
  if (inputs == nullptr || targets == nullptr || mask == nullptr || outputs == nullptr)
    fail(ErrorKind::data, "{}: its traced episode lacks inputs, targets, mask or outputs", file.string());
  const Experiment experiment(with_recorded({}, record, file.string()));
  const TaskSpec spec = experiment.task->spec();
  const auto fits = [&](const Matrix& panel, int rows) {
    return panel.rows() == rows && panel.cols() == inputs->cols();
  };
  if (!fits(*inputs, spec.inputs) || !fits(*targets, spec.outputs) || !fits(*outputs, spec.outputs) || !fits(*mask, 1))
    fail(ErrorKind::data,
         "{}: its traced episode does not fit its task, which reads {} numbers and answers {} bits a step",
         file.string(), spec.inputs, spec.outputs);
  const Episode shown{.inputs = *inputs, .targets = *targets, .mask = *mask};
  if (drawing == "blocks") {
    fmt::print("\n{}, time to the right:\n\n{}", title, report::draw_strips(report::main_strips(trace)));
    return 0;
  }
  fmt::print("\n{}, time to the right:\n\n{}", title, experiment.task->render(shown, *outputs));
  for (const RunRecord::Trace::Panel& panel : trace.panels)
    if (panel.role == TracedRole::weighting)
      fmt::print("\n{}", draw_rows(printable(panel.head), panel.numbers, 1));
    else if (panel.role == TracedRole::state)
      fmt::print("\n{}", draw_rows(printable(panel.head + " " + panel.name), panel.numbers,
                                   report::colouring_of(panel.numbers).largest));
  return 0;
}

}  // namespace memnet
