// memnet figure: one picture of a run or a comparison, as vectors, for papers.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "memnet/base/error.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/commands/command.hpp"
#include "program/comparison/plan.hpp"
#include "program/records/run_path.hpp"
#include "program/records/snapshots.hpp"
#include "program/report/page.hpp"
#include "program/report/sections/episode_section.hpp"
#include "program/report/sections/run_section.hpp"
#include "program/report/sections/scheme_curves.hpp"
#include "program/report/sections/solved_matrix.hpp"
#include "program/report/sections/svg_figures.hpp"

namespace memnet {

extern const char* const kHelp_figure;
const char* const kHelp_figure =
    "memnet figure RUN|PLAN --panel PANEL [-o FILE] [--episode N] [--after SEQUENCES]\n\n"
    "  memnet figure runs/copy-ntm-s1-3f2a90cd --panel weightings -o heads.svg    where its heads looked\n"
    "  memnet figure runs/copy-ntm-s1-3f2a90cd --panel episode                    with inputs, answers, adds and "
    "reads\n"
    "  memnet figure runs/quick-90cd3f2a --panel matrix                           which scheme solves which task\n\n"
    "An SVG file, figure.svg unless -o says otherwise. The panels: episode, weightings (of a run: a traced episode,\n"
    "--episode 0 unless told otherwise), curves, lengths (of both), matrix (of a comparison). --after draws the "
    "episode as\n"
    "it was while training, where evaluate.trace_every had it traced. 'memnet report' shows them all in one page.\n";

namespace {

using report::Markup;

Markup of_run(const RunRecord& record, const std::string& panel, int episode, double after) {
  if (panel == "curves") return report::charts_drawing(report::learning_curves(record));
  if (panel == "lengths") return report::charts_drawing({report::length_curves(record)});
  if (panel == "matrix")
    fail(ErrorKind::usage, "figure: a matrix is of a comparison; give the folder of its plan, or another --panel");
  const RunRecord::Trace& trace =
      (*snapshot_at(record, after, episode, "figure").traces)[static_cast<std::size_t>(episode)];
  if (const std::vector<report::QuestionAsked> asked = report::questions_asked(trace);
      report::is_story(trace) && !asked.empty())
    return report::story_drawing(asked.front());
  std::vector<report::Strip> strips = report::main_strips(trace);
  if (panel == "weightings")
    std::erase_if(strips, [](const report::Strip& strip) { return strip.role != TracedRole::weighting; });
  if (strips.empty())
    fail(ErrorKind::usage, "figure: episode {} holds no {}; models without a memory have none", episode, panel);
  return report::strips_drawing(strips);
}

Markup of_plan(const report::Survey& survey, const std::string& panel) {
  if (panel == "matrix") return report::matrix_drawing(survey);
  if (panel != "curves" && panel != "lengths")
    fail(ErrorKind::usage, "figure: {} are of a run; give the folder of one, or another --panel", panel);
  std::vector<report::Chart> charts;
  for (const std::string& task : survey.tasks()) {
    charts.push_back(panel == "curves" ? report::learning_by_scheme(survey, task)
                                       : report::lengths_by_scheme(survey, task));
    charts.back().title = task;
  }
  return report::charts_drawing(charts);
}

}  // namespace

int command_figure(const Arguments& arguments) {
  const std::filesystem::path place = only_argument(arguments, "figure", "a run, or the folder of a comparison");
  std::string out = "figure.svg", panel = "episode";
  int episode = 0;
  double after = kAtTheEnd;
  Options options(arguments.settings);
  options.top().add("panel", panel, {"episode", "weightings", "curves", "lengths", "matrix"}, "what to draw");
  options.top().add("episode", episode, 0, 1000, "which traced episode");
  options.top().add("after", after, 0, kAtTheEnd, "as it was after so many training sequences");
  options.top().add("out", out, "the file to write");
  options.finish();
  if (panel != "episode" && panel != "weightings" && (episode != 0 || after != kAtTheEnd))
    fail(ErrorKind::usage, "figure: --episode and --after are for the panels episode and weightings, not for {}",
         panel);
  const Markup drawn = is_plan(place) ? of_plan(report::survey(place), panel)
                                      : of_run(read_run_file(run_file_path(place)), panel, episode, after);
  const std::string text = report::svg_file(drawn);
  write_file_atomically(out, std::as_bytes(std::span(text)));
  return 0;
}

}  // namespace memnet
