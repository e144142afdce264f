#include "program/report/sections/comparison_section.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "program/report/markup/number.hpp"
#include "program/report/sections/hypotheses.hpp"
#include "program/report/sections/run_section.hpp"
#include "program/report/sections/run_table.hpp"
#include "program/report/sections/scheme_curves.hpp"
#include "program/report/sections/side_by_side.hpp"
#include "program/report/sections/solved_matrix.hpp"

namespace memnet::report {
namespace {

Markup name(const std::string& text) { return element("span", {{"class", "name"}}, {text}); }

Markup counted(std::size_t count, const std::string& what) {
  return number(static_cast<double>(count), NumberFormat::whole, "plan " + what) + " " + what + (count == 1 ? "" : "s");
}

Markup overview(const ComparisonView& view) {
  const auto done = std::ranges::count_if(
      view.states, [](const ComparisonView::State& s) { return s.status == "finished" || s.status == "diverged"; });
  Markup words = element("p", {number(static_cast<double>(done), NumberFormat::whole, "plan done"), " of ",
                               number(static_cast<double>(view.plan.runs.size()), NumberFormat::whole, "plan cells"),
                               " runs are done: ", counted(view.tasks().size(), "task"), ", ",
                               counted(view.comparison.schemes.size(), "scheme"), "."});
  words += what_is_missing(view);
  if (view.comparison.fewest_seeds < kEnoughSeeds)
    words += element("p", {{"class", "warning note"}},
                     {"Somewhere in these tables there are only ",
                      number(view.comparison.fewest_seeds, NumberFormat::whole, "plan fewest_seeds"),
                      " seeds. Differences may be luck: conclude nothing from fewer than ",
                      name(std::to_string(kEnoughSeeds)), "."});
  return words;
}

// One of group_columns(), by its name.
Markup group_figure(const SeedGroup& group, std::string_view which, NumberFormat format) {
  for (const GroupColumn& column : group_columns())
    if (column.name == which) return number(column.value(group), format, place_of(group, column.name));
  return {};
}

Markup details_table(const ComparisonView& view, const std::string& task) {
  Markup head, rows;
  for (const char* column : {"scheme", "solved", "95\u202f%", "sequences until solved, median"})
    head += element("th", {{"scope", "col"}}, {element("span", {{"class", "name"}}, {column})});
  for (const double multiple : view.comparison.multiples)
    head += element("th", {{"scope", "col"}}, {"exact at ", name(fmt::format("{}x", multiple))});
  head +=
      element("th", {{"scope", "col"}}, {"half at"}) + element("th", {{"scope", "col"}}, {"lost for each multiple"});
  for (const ComparedScheme& scheme : view.comparison.schemes) {
    const SeedGroup* group = view.group_of(task, scheme);
    if (group == nullptr || group->results.empty()) continue;
    Markup cells = element("th", {{"scope", "row"}}, {name(scheme.name)});
    cells += element(
        "td", {number(group->solved, NumberFormat::whole, place_of(*group, "solved")), "/",
               number(static_cast<double>(group->results.size()), NumberFormat::whole, place_of(*group, "done"))});
    cells += element(
        "td", {interval(group->solved_interval, place_of(*group, "solved_low"), place_of(*group, "solved_high"))});
    cells += element("td", {group_figure(*group, "sequences_to_criterion", NumberFormat::whole)});
    for (std::size_t i = 0; i < view.comparison.multiples.size(); ++i)
      cells += element("td", {number(group->exact[i], NumberFormat::percent,
                                     place_of(*group, fmt::format("exact_{}x", view.comparison.multiples[i])))});
    const Markup half = group->half_beyond
                            ? Markup("beyond ") + name(fmt::format("{}x", view.comparison.multiples.back()))
                            : Markup(group->half && *group->half <= 1 ? "\u2264 " : "") +
                                  group_figure(*group, "half_length", NumberFormat::plain) + (group->half ? "x" : "");
    cells += element("td", {half}) + element("td", {group_figure(*group, "slope", NumberFormat::percent)});
    rows += element("tr", {cells});
  }
  return element("div", {{"class", "scroll"}},
                 {element("table", {element("thead", {element("tr", {head})}), element("tbody", {rows})})});
}

Markup task_section(const ComparisonView& view, const std::string& task) {
  Markup charts, seeds;
  for (const auto& [chart, note] : {std::pair{learning_by_scheme(view, task), "median of the seeds"},
                                    {lengths_by_scheme(view, task), "mean of the seeds"},
                                    {solved_by_scheme(view, task), "of all seeds that are done"}}) {
    const bool banded = std::ranges::any_of(chart.lines, [](const Line& line) { return !line.low.empty(); });
    if (!chart.lines.empty())
      charts += framed(chart, fmt::format("{}{}", note, banded ? ", band from the worst to the best" : ""));
  }
  for (std::size_t i = 0; i < view.comparison.schemes.size(); ++i)
    if (const Chart chart = learning_of_seeds(view, task, i); !chart.lines.empty()) seeds += framed(chart);
  Markup section = element("h3", {name(task)});
  if (charts.empty()) return section + element("p", {"No run of this task has been evaluated yet."});
  section += element("div", {{"class", "charts"}}, {charts}) + details_table(view, task);
  section += element(
      "details", {element("summary", {"Every seed of every scheme"}), element("div", {{"class", "charts"}}, {seeds})});
  return section + versus_section(view, task);
}

}  // namespace

Markup comparison_section(const ComparisonView& view, const std::filesystem::path& hypotheses) {
  Markup section = element("h2", {name(view.plan.name)}) + overview(view);
  section += element("h3", {"What solves what"}) +
             element("div", {{"class", "side"}}, {matrix_table(view), ranking_table(view)});
  if (!hypotheses.empty()) section += element("h3", {"What was expected"}) + hypotheses_table(view, hypotheses);
  if (const Chart cost = cost_and_success(view); !cost.lines.empty())
    section += element("div", {{"class", "charts"}}, {framed(cost)});
  for (const std::string& task : view.tasks()) section += task_section(view, task);
  section += element("h3", {"Every run"}) + run_table(view);
  return element("article", {{"class", "comparison"}}, {section});
}

}  // namespace memnet::report
