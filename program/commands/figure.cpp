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
#include "program/report/sections/grid_curves.hpp"
#include "program/report/sections/image_markup.hpp"
#include "program/report/sections/lines_beside.hpp"
#include "program/report/sections/measure.hpp"
#include "program/report/sections/run_section.hpp"
#include "program/report/sections/scheme_curves.hpp"
#include "program/report/sections/solved_matrix.hpp"
#include "program/report/sections/svg_figures.hpp"
#include "program/report/sections/weight_markup.hpp"
#include "program/terminal/standard_streams.hpp"

namespace memnet {
namespace {

using report::Markup;

constexpr int kMostPlaces = 60, kMostSteps = 100;  // of a source and its answer in a figure

// Says what a figure leaves out of a long source or answer; "" if it shows all.
std::string left_out(const report::WeightTable& table) {
  return table.is_cut() ? fmt::format("the first {} of {} places and the first {} of {} steps", table.columns.size(),
                                      table.all_columns, table.rows.size(), table.all_rows)
                        : "";
}

Markup figure_of_run(const RunRecord& record, const std::string& panel, int episode, double after) {
  if (panel == "curves") return report::charts_drawing(report::learning_curves(record));
  if (panel == "lengths") return report::charts_drawing({report::length_curves(record)});
  if (panel == "matrix" || panel == "grid")
    fail(ErrorKind::usage, "figure: the panel {} shows a comparison; give the folder of its plan, or another --panel",
         panel);
  const RunRecord::Trace& trace =
      (*snapshot_at(record, after, episode, "figure").traces)[static_cast<std::size_t>(episode)];
  if (const std::vector<report::QuestionAsked> asked = report::questions_asked(trace);
      report::is_story(trace) && !asked.empty())
    return report::weights_drawing(std::vector{report::weights_of(asked.front(), 0)},
                                   fmt::format("{} {}", asked.front().line.words, asked.front().line.answer));
  if (const report::Alignments looks = report::alignments_of(trace);
      looks.image != nullptr &&
      std::ranges::any_of(looks.heads, [](const report::Alignments::Head& head) { return head.across > 0; }))
    return report::image_drawing(looks);
  if (const std::vector<report::WeightTable> tables =
          report::weights_of(report::alignments_of(trace), kMostPlaces, kMostSteps);
      !tables.empty())
    return report::weights_drawing(tables, left_out(tables.front()));
  std::vector<report::Strip> strips = report::main_strips(trace);
  if (panel == "weightings")
    std::erase_if(strips, [](const report::Strip& strip) { return strip.role != TracedRole::weighting; });
  if (strips.empty())
    fail(ErrorKind::usage, "figure: episode {} holds no {}; models without a memory have none", episode, panel);
  return report::strips_drawing(strips);
}

// What the charts of a comparison show.
struct ChartOptions {
  std::string metric;            // "": see measure_of()
  std::filesystem::path beside;  // file of lines from other sources; "": none
};

report::Chart chart_of(const report::ComparisonView& comparison, const std::string& task, const std::string& panel,
                       const std::string& metric) {
  if (panel == "curves") return report::learning_by_scheme(comparison, task, metric);
  if (panel == "grid") return report::ends_by_scheme(comparison, task, metric);
  return report::lengths_by_scheme(comparison, task);
}

Markup charts_of_plan(const report::ComparisonView& comparison, const std::string& panel, const ChartOptions& options) {
  const std::vector<std::string> tasks = comparison.tasks();
  std::vector<report::LineBeside> beside;
  if (!options.beside.empty()) beside = report::read_lines_beside(options.beside, tasks);
  std::vector<report::Chart> charts;
  for (const std::string& task : tasks) {
    charts.push_back(chart_of(comparison, task, panel, options.metric));
    charts.back().title = task;
    report::add_lines_beside(charts.back(), beside, task);
  }
  if (panel != "lengths" && !(panel == "grid" && options.metric == report::kSolvedShare))
    write_now(stderr,
              report::runs_without(comparison, options.metric,
                                   panel == "grid" ? report::sweeps_at_the_end : report::sweeps_during_training));
  return report::charts_drawing(charts);
}

Markup figure_of_plan(const std::filesystem::path& plan, const std::string& panel, const ChartOptions& options,
                      const BankOptions& banks) {
  const report::ComparisonView comparison = report::comparison_view(plan, banks);
  if (!comparison.left_out.empty()) write_now(stderr, comparison.left_out + "\n");
  if (panel == "matrix") return report::matrix_drawing(comparison, options.metric);
  if (panel == "curves" || panel == "lengths" || panel == "grid") return charts_of_plan(comparison, panel, options);
  fail(ErrorKind::usage, "figure: the panel {} shows a run; give the folder of one, or another --panel", panel);
}

class FigureCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet figure RUN|PLAN --panel PANEL [-o FILE] [--episode N] [--after SEQUENCES] [--metric NAME]\n"
           "                       [--beside FILE] [--force]\n"
           "\n"
           "  memnet figure runs/copy-ntm-s1-* --panel weightings -o heads.svg           where its heads attended\n"
           "  memnet figure runs/copy-ntm-s1-* --panel episode                           with inputs, answers, adds "
           "and reads\n"
           "  memnet figure runs/quick-90cd3f2a --panel matrix                           which scheme solves which "
           "task\n"
           "  memnet figure runs/quick-90cd3f2a --panel matrix --metric exact_2x         how much is right beyond the "
           "trained "
           "length\n"
           "  memnet figure runs/slots-0b1c2d3e --panel grid --beside published.csv      results over an option of the "
           "grid\n"
           "\n"
           "Writes an SVG file. The panels 'episode' and 'weightings' show a traced episode of a run; of a story, the "
           "sentences "
           "and the\n"
           "hops that looked at them; of a source, where each word of the answer looked. 'curves' and "
           "'lengths' are\n"
           "for a run or a comparison, 'matrix' and 'grid' are for a comparison. --after draws the episode as it was "
           "during\n"
           "training, if evaluate.trace_every recorded it. 'memnet report' shows all panels but 'grid' on one page.\n"
           "\n"
           "'grid' shows the results at the end over the one option of the grid that has numbers, as in "
           "task.keys=8,16,24\n"
           "or model.cell=ponder:0.001,ponder:0.01.\n"
           "--metric is what 'curves' and 'grid' of a comparison show: a metric of the group /evaluation of run files, "
           "or\n"
           "loss_per_step, the loss of a whole answer, which may be several bits or numbers. In a 'grid' it may be "
           "solved: the "
           "share\n"
           "of seeds that solve the task. In a 'matrix' it is a "
           "share "
           "of\n"
           "compare.csv, such as exact_2x; without it, the seeds that solve the task. --beside adds lines from "
           "other\n"
           "sources to the charts of a comparison: a CSV file with the columns name,x,y (and task, if a line is not "
           "for all\n"
           "tasks), in which the rows of one name are a line, and a line that begins with # is a comment.\n";
  }

  void declare(const Options::Section& options) override {
    options.add("panel", panel_, {"episode", "weightings", "curves", "lengths", "matrix", "grid"},
                "what the figure shows");
    options.add("episode", episode_, 0, 1000, "number of the traced episode, counted from 0");
    options.add("after", after_, 0, kAtTheEnd, "draw the episode as it was after this many training sequences");
    options.add("metric", charts_.metric, "metric that the charts of a comparison show");
    options.add("beside", charts_.beside, "CSV file of lines to draw beside those of a comparison: name,x,y");
    out_.declare(options, "name of the SVG file to write");
    banks_.declare(options);
  }

  int run(const Arguments& arguments) override {
    const std::filesystem::path place = arguments.only_one("a run, or the folder of a comparison");
    if (panel_ != "episode" && panel_ != "weightings" && (episode_ != 0 || after_ != kAtTheEnd))
      fail(ErrorKind::usage, "figure: --episode and --after are for the panels episode and weightings, not for {}",
           panel_);
    const bool of_plan = is_plan(place);
    if (!charts_.metric.empty() && (!of_plan || (panel_ != "curves" && panel_ != "grid" && panel_ != "matrix")))
      fail(ErrorKind::usage, "figure: --metric is for the panels curves, grid and matrix of a comparison");
    if (!charts_.beside.empty() && (!of_plan || panel_ == "matrix"))
      fail(ErrorKind::usage, "figure: --beside is for the panels curves, lengths and grid of a comparison");
    const Markup drawn = of_plan ? figure_of_plan(place, panel_, charts_, banks_)
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
  ChartOptions charts_;
  BankOptions banks_;
};

}  // namespace

std::unique_ptr<Command> make_figure_command() { return std::make_unique<FigureCommand>(); }

}  // namespace memnet
