// memnet figure: writes one figure of a run or a comparison as vector graphics, for papers.
#include <fmt/format.h>

#include <algorithm>

#include "memnet/base/error.hpp"
#include "program/commands/command.hpp"
#include "program/commands/output_file.hpp"
#include "program/comparison/plan.hpp"
#include "program/experiment/recorded_run.hpp"
#include "program/records/snapshots.hpp"
#include "program/report/page.hpp"
#include "program/report/sections/episode_section.hpp"
#include "program/report/sections/run_section.hpp"
#include "program/report/sections/scheme_curves.hpp"
#include "program/report/sections/solved_matrix.hpp"
#include "program/report/sections/svg_figures.hpp"
#include "program/terminal/standard_streams.hpp"

namespace memnet {
namespace {

using report::Markup;

Markup figure_of_run(const RunRecord& record, const std::string& panel, int episode, double after) {
  if (panel == "curves") return report::charts_drawing(report::learning_curves(record));
  if (panel == "lengths") return report::charts_drawing({report::length_curves(record)});
  if (panel == "matrix")
    fail(ErrorKind::usage,
         "figure: the panel matrix shows a comparison; give the folder of its plan, or another --panel");
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

Markup figure_of_plan(const std::filesystem::path& plan, const std::string& panel, const BankOptions& banks) {
  const report::ComparisonView comparison = report::comparison_view(plan, banks);
  if (!comparison.left_out.empty()) write_now(stderr, comparison.left_out + "\n");
  if (panel == "matrix") return report::matrix_drawing(comparison);
  if (panel != "curves" && panel != "lengths")
    fail(ErrorKind::usage, "figure: the panel {} shows a run; give the folder of one, or another --panel", panel);
  std::vector<report::Chart> charts;
  for (const std::string& task : comparison.tasks()) {
    charts.push_back(panel == "curves" ? report::learning_by_scheme(comparison, task)
                                       : report::lengths_by_scheme(comparison, task));
    charts.back().title = task;
  }
  return report::charts_drawing(charts);
}

class FigureCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet figure RUN|PLAN --panel PANEL [-o FILE] [--episode N] [--after SEQUENCES] [--force]\n"
           "\n"
           "  memnet figure runs/copy-ntm-s1-* --panel weightings -o heads.svg           where its heads attended\n"
           "  memnet figure runs/copy-ntm-s1-* --panel episode                           with inputs, answers, adds "
           "and reads\n"
           "  memnet figure runs/quick-90cd3f2a --panel matrix                           which scheme solves which "
           "task\n"
           "\n"
           "Writes an SVG file. The panels 'episode' and 'weightings' show a traced episode of a run, 'curves' and "
           "'lengths' are\n"
           "for a run or a comparison, 'matrix' is for a comparison. --after draws the episode as it was during "
           "training, if\n"
           "evaluate.trace_every recorded it. 'memnet report' shows all panels on one page.\n";
  }

  void declare(const Options::Section& options) override {
    options.add("panel", panel_, {"episode", "weightings", "curves", "lengths", "matrix"}, "what the figure shows");
    options.add("episode", episode_, 0, 1000, "number of the traced episode, counted from 0");
    options.add("after", after_, 0, kAtTheEnd, "draw the episode as it was after this many training sequences");
    out_.declare(options, "name of the SVG file to write");
    banks_.declare(options);
  }

  int run(const Arguments& arguments) override {
    const std::filesystem::path place = arguments.only_one("a run, or the folder of a comparison");
    if (panel_ != "episode" && panel_ != "weightings" && (episode_ != 0 || after_ != kAtTheEnd))
      fail(ErrorKind::usage, "figure: --episode and --after are for the panels episode and weightings, not for {}",
           panel_);
    const Markup drawn = is_plan(place)
                             ? figure_of_plan(place, panel_, banks_)
                             : figure_of_run(RecordedRun(place, "", {.episode = episode_, .state = false}).record,
                                             panel_, episode_, after_);
    out_.write(report::svg_file(drawn));
    return 0;
  }

 private:
  OutputFile out_{"figure.svg", {report::kSvgStart}};
  std::string panel_ = "episode";
  int episode_ = 0;
  double after_ = kAtTheEnd;
  BankOptions banks_;
};

}  // namespace

std::unique_ptr<Command> make_figure_command() { return std::make_unique<FigureCommand>(); }

}  // namespace memnet
