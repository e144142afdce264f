// memnet report: what runs and comparisons came to, to look at.
#include <fmt/format.h>

#include <span>

#include "memnet/base/error.hpp"
#include "memnet/io/run_file.hpp"
#include "memnet/os/atomic_file.hpp"
#include "program/commands/command.hpp"
#include "program/comparison/plan.hpp"
#include "program/records/run_path.hpp"
#include "program/report/page.hpp"
#include "program/report/sections/comparison_section.hpp"
#include "program/report/sections/run_section.hpp"

namespace memnet {

extern const char* const kHelp_report;
const char* const kHelp_report =
    "memnet report RUN|PLAN ... [-o FILE] [--hypotheses FILE]\n\n"
    "  memnet report runs/copy-ntm-s1-3f2a90cd             one run, into report.html\n"
    "  memnet report runs/quick-90cd3f2a -o quick.html     a comparison: the folder that 'memnet compare' names\n"
    "  memnet report runs/copy-* -o copy.html              several runs beside each other; up to eight in full\n"
    "  memnet report runs/matrix-1c2d3e4f --hypotheses docs/hypotheses.csv\n\n"
    "One file of HTML that needs nothing beside it: it opens from disk, prints, and shows everything without scripts\n"
    "too. Of a run: traced episodes with where its heads looked, learning curves, the length sweep. Of a comparison:\n"
    "which scheme solves which task, curves, lengths, cost, and every run. Every number is one of the run files or\n"
    "follows from them; what diverged or is not finished is said. Where a plan's folder holds a hypotheses.csv (the\n"
    "axes of the plan, and `expected`), what was expected is shown beside what happened.\n";

namespace {

using report::Markup;

constexpr std::size_t kMostWhole = 8;  // runs with all their pictures; of more, what they came to

Markup comparison_of(const std::filesystem::path& plan, const std::string& hypotheses) {
  const std::filesystem::path beside = plan_folder(plan) / "hypotheses.csv";
  const bool found = hypotheses.empty() && std::filesystem::exists(beside);
  return report::comparison_section(report::survey(plan), found ? beside : std::filesystem::path(hypotheses));
}

// A run or a plan by the name of its folder.
std::string name_of(const std::filesystem::path& place) {
  const std::filesystem::path whole = std::filesystem::canonical(place);
  return std::filesystem::is_directory(whole) ? whole.filename() : whole.parent_path().filename();
}

}  // namespace

int command_report(const Arguments& arguments) {
  std::string out = "report.html", hypotheses;
  Options options(arguments.settings);
  options.top().add("out", out, "the file to write");
  options.top().add("hypotheses", hypotheses, "what was expected of a comparison, as comma-separated values");
  options.finish();
  if (arguments.positional.empty())
    fail(ErrorKind::usage, "report: expected runs or the folder of a comparison; 'memnet help report' shows examples");
  Markup body;
  std::vector<std::filesystem::path> runs;
  for (const std::string& place : arguments.positional)
    if (is_plan(place))
      body += comparison_of(place, hypotheses);
    else
      runs.push_back(run_file_path(place));
  if (!hypotheses.empty() && body.empty() && runs.size() < 2)
    fail(ErrorKind::usage, "report: --hypotheses is about a comparison; give the folder of a plan, or several runs");
  if (runs.size() > 1) body += report::comparison_section(report::survey_of_runs(runs), hypotheses);
  for (std::size_t i = 0; i < runs.size() && runs.size() <= kMostWhole; ++i)
    body += report::run_section(read_run_file(runs[i]));
  const std::string first = name_of(arguments.positional.front());
  const std::string title =
      arguments.positional.size() == 1 ? first : fmt::format("{} and {} more", first, arguments.positional.size() - 1);
  const std::string text = report::page(title + " - memnet", body);
  write_file_atomically(out, std::as_bytes(std::span(text)));
  return 0;
}

}  // namespace memnet
