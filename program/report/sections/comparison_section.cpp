#include "program/report/sections/comparison_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "program/report/markup/number.hpp"
#include "program/report/sections/hypotheses.hpp"
#include "program/report/sections/run_section.hpp"
#include "program/report/sections/run_table.hpp"
#include "program/report/sections/scheme_curves.hpp"
#include "program/report/sections/side_by_side.hpp"
#include "program/report/sections/solved_matrix.hpp"

namespace memnet::report {
namespace {

Markup counted(std::size_t count, const std::string& what) {
  return number(static_cast<double>(count), NumberFormat::whole, "plan " + what) + " " + what + (count == 1 ? "" : "s");
}

Markup overview(const ComparisonView& view) {
  const auto done = std::ranges::count_if(
      view.states, [](const ComparisonView::State& s) { return s.status == "finished" || s.status == "diverged"; });
  Markup words = element("p", {number(static_cast<double>(done), NumberFormat::whole, "plan done"), " of ",
                               number(static_cast<double>(view.plan.runs.size()), NumberFormat::whole, "plan runs"),
                               " runs are done: ", counted(view.tasks().size(), "task"), ", ",
                               counted(view.comparison.schemes.size(), "scheme"), "."});
  words += unfinished_runs(view);
  if (view.comparison.fewest_seeds < kEnoughSeeds)
    words += element("p", {{"class", "warning note"}},
                     {"At least one group of runs in these tables has only ",
                      number(view.comparison.fewest_seeds, NumberFormat::whole, "plan fewest_seeds"),
                      " seeds. Differences may be due to chance: do not draw conclusions from fewer than ",
                      name_span(std::to_string(kEnoughSeeds)), " seeds."});
  return words;
}

// Returns the number of a group in the column of group_columns() with this name.
Markup group_number(const ComparisonView& view, const SeedGroup& group, std::string_view name, NumberFormat format) {
  for (const GroupColumn& column : group_columns(view.comparison))
    if (column.name == name) return number(column.value(group), format, source_of(group, column.name));
  return {};
}

Markup details_table(const ComparisonView& view, const std::string& task) {
  Markup head, rows;
  for (const char* column : {"scheme", "solved", "95\u202f% interval", "solved after, median sequences"})
    head += element("th", {{"scope", "col"}}, {name_span(column)});
  for (const double multiple : view.comparison.multiples)
    head += element("th", {{"scope", "col"}}, {"exact at ", name_span(fmt::format("{}x", multiple))});
  head += element("th", {{"scope", "col"}}, {"half at: length with half of the sequences exact"}) +
          element("th", {{"scope", "col"}}, {"largest fall of exact, and where"});
  for (const ComparedScheme& scheme : view.comparison.schemes) {
    const SeedGroup* group = view.group_of(task, scheme);
    if (group == nullptr || group->results.empty()) continue;
    Markup cells = element("th", {{"scope", "row"}}, {name_span(scheme.name)});
    cells += element(
        "td", {number(group->solved, NumberFormat::whole, source_of(*group, "solved")), "/",
               number(static_cast<double>(group->results.size()), NumberFormat::whole, source_of(*group, "done"))});
    cells += element(
        "td", {interval(group->solved_interval, source_of(*group, "solved_low"), source_of(*group, "solved_high"))});
    cells += element("td", {group_number(view, *group, "sequences_to_criterion", NumberFormat::whole)});
    for (std::size_t i = 0; i < view.comparison.multiples.size(); ++i)
      cells += element("td", {number(group->exact[i], NumberFormat::percent,
                                     source_of(*group, fmt::format("exact_{}x", view.comparison.multiples[i])))});
    const Markup half = std::isfinite(group->half.multiple)
                            ? group_number(view, *group, "half_length", NumberFormat::plain) + "x"
                            : name_span(group->half.text());
    cells += element("td", {half}) +
             element("td", {group_number(view, *group, "largest_fall", NumberFormat::percent) + " at " +
                            group_number(view, *group, "largest_fall_at", NumberFormat::plain) + "x"});
    rows += element("tr", {cells});
  }
  return element("div", {{"class", "scroll"}},
                 {element("table", {element("thead", {element("tr", {head})}), element("tbody", {rows})})});
}

Markup task_section(const ComparisonView& view, const std::string& task) {
  Markup charts, seeds;
  for (const auto& [chart, note] :
       {std::pair{learning_by_scheme(view, task), "median over seeds"},
        {lengths_by_scheme(view, task), "mean over seeds"},
        {solved_by_scheme(view, task), "fraction of the seeds that are finished or diverged"}}) {
    const bool banded = std::ranges::any_of(chart.lines, [](const Line& line) { return !line.low.empty(); });
    if (!chart.lines.empty())
      charts += framed(chart, fmt::format("{}{}", note, banded ? ", band from the worst to the best seed" : ""));
  }
  for (std::size_t i = 0; i < view.comparison.schemes.size(); ++i)
    if (const Chart chart = learning_of_seeds(view, task, i); !chart.lines.empty()) seeds += framed(chart);
  Markup section = element("h3", {name_span(task)});
  if (charts.empty()) return section + element("p", {"No run of this task has been evaluated yet."});
  section += element("div", {{"class", "charts"}}, {charts}) + details_table(view, task);
  section += element(
      "details", {element("summary", {"All seeds of each scheme"}), element("div", {{"class", "charts"}}, {seeds})});
  return section + side_by_side(view, task);
}

}  // namespace

Markup comparison_section(const ComparisonView& view, const std::filesystem::path& hypotheses) {
  Markup section = element("h2", {name_span(view.plan.name)}) + overview(view);
  section += element("h3", {"Solved tasks by scheme"}) +
             element("div", {{"class", "side"}}, {matrix_table(view), ranking_table(view)});
  if (!hypotheses.empty())
    section += element("h3", {"Expected and actual results"}) + hypotheses_table(view, hypotheses);
  if (const Chart cost = cost_and_success(view); !cost.lines.empty())
    section += element("div", {{"class", "charts"}}, {framed(cost)});
  for (const std::string& task : view.tasks()) section += task_section(view, task);
  section +=
      element("h3", {"All runs"}) + run_table(view) + element("p", {"Builds: ", name_span(view.comparison.builds)});
  if (!view.comparison.banked.empty())
    section += element("p", {"From the bank, without run files: ", name_span(view.comparison.banked)});
  return element("article", {{"class", "comparison"}}, {section});
}

}  // namespace memnet::report
