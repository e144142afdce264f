// memnet report: writes runs and comparisons as one HTML page.
#include <fmt/format.h>

#include "memnet/base/error.hpp"
#include "program/commands/command.hpp"
#include "program/commands/output_file.hpp"
#include "program/commands/saved_runs.hpp"
#include "program/comparison/plan.hpp"
#include "program/experiment/recorded_run.hpp"
#include "program/report/page.hpp"
#include "program/report/sections/comparison_section.hpp"
#include "program/report/sections/run_section.hpp"
#include "program/terminal/standard_streams.hpp"

namespace memnet {
namespace {

using report::Markup;

constexpr std::size_t kMostInFull = 8;  // runs; of more runs only the comparison is shown

Markup comparison_of(const std::filesystem::path& plan, const std::string& hypotheses, const BankOptions& banks) {
  const std::filesystem::path of_plan = plan_folder(plan) / "hypotheses.csv";
  const bool found = hypotheses.empty() && std::filesystem::exists(of_plan);
  const report::ComparisonView view = report::comparison_view(plan, banks);
  if (!view.left_out.empty()) write_now(stderr, view.left_out + "\n");
  return report::comparison_section(view, found ? of_plan : std::filesystem::path(hypotheses));
}

// Returns the name of the folder of a run or a plan.
std::string folder_name(const std::filesystem::path& place) {
  const std::filesystem::path whole = std::filesystem::canonical(place);
  return std::filesystem::is_directory(whole) ? whole.filename() : whole.parent_path().filename();
}

class ReportCommand final : public Command {
 public:
  std::string help() const override {
    return "memnet report RUN|PLAN ... [-o FILE] [--hypotheses FILE] [--force]\n"
           "\n"
           "  memnet report runs/copy-ntm-s1-*                    one run, into report.html\n"
           "  memnet report runs/quick-90cd3f2a -o quick.html     a comparison: the folder that 'memnet compare' "
           "names\n"
           "  memnet report runs/copy-* -o copy.html              several runs beside each other; up to eight in full\n"
           "  memnet report runs/matrix-1c2d3e4f --hypotheses docs/hypotheses.csv\n"
           "\n"
           "Writes one HTML file that needs no other file: it can be opened from disk and printed, and shows "
           "everything without\n"
           "scripts too. A run is shown with its traced episodes and the attention of its heads, its learning curves "
           "and its\n"
           "length sweep; a comparison with the tasks that each scheme solves, curves, lengths, cost, and every run. "
           "All numbers\n"
           "come from the run files. Runs that diverged or are not finished are named. If the folder of a plan "
           "contains a file\n"
           "hypotheses.csv (the axes of the plan, and a column `expected`), expectations are shown beside the "
           "results.\n";
  }

  void declare(const Options::Section& options) override {
    out_.declare(options, "name of the HTML file to write");
    options.add("hypotheses", hypotheses_, "CSV file with the expected results of a comparison");
    banks_.declare(options);
  }

  int run(const Arguments& arguments) override {
    if (arguments.positional.empty())
      fail(ErrorKind::usage,
           "report: expected runs or the folder of a comparison; 'memnet help report' shows examples");
    Markup body;
    std::vector<std::string> places;
    for (const std::string& place : arguments.positional)
      if (is_plan(place))
        body += comparison_of(place, hypotheses_, banks_);
      else
        places.push_back(place);
    const auto [runs, code] = places.empty() ? SavedRuns{} : saved_runs(places);
    if (!hypotheses_.empty() && body.empty() && runs.size() < 2)
      fail(ErrorKind::usage, "report: --hypotheses is about a comparison; give the folder of a plan, or several runs");
    if (runs.size() > 1) body += report::comparison_section(report::comparison_view_of_runs(runs), hypotheses_);
    for (std::size_t i = 0; i < runs.size() && runs.size() <= kMostInFull; ++i)
      body += report::run_section(RecordedRun(runs[i], "", {.state = false}).record);
    const std::string first = folder_name(arguments.positional.front());
    const std::string title = arguments.positional.size() == 1
                                  ? first
                                  : fmt::format("{} and {} more", first, arguments.positional.size() - 1);
    const std::string text = report::page(title + " - memnet", body);
    out_.write(text);
    return code;
  }

 private:
  OutputFile out_{"report.html", {report::kPageStart}};
  std::string hypotheses_;
  BankOptions banks_;
};

}  // namespace

std::unique_ptr<Command> make_report_command() { return std::make_unique<ReportCommand>(); }

}  // namespace memnet
