#include "program/report/sections/run_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "memnet/base/text.hpp"
#include "program/comparison/run_result.hpp"
#include "program/records/record.hpp"
#include "program/report/markup/number.hpp"
#include "program/report/sections/run_section.hpp"

namespace memnet::report {
namespace {

// A column of results. `memnet export` and `memnet ls` print the same numbers.
struct ResultColumn {
  const char* name;
  const char* unit;
  NumberFormat format;
  double (*value)(const RunResult& result);
  double RunResult::*cost = nullptr;  // of a column that is there only if a run has this cost
};
constexpr NumberFormat format_with(int digits, double scale) {
  return digits > 0 && scale == 1 ? NumberFormat::plain : NumberFormat::whole;
}
constexpr auto kColumns = std::to_array<ResultColumn>({
    {"trained", "sequences", NumberFormat::whole, [](const RunResult& r) { return r.sequences; }},
    {"solved after", "sequences", NumberFormat::whole,
     [](const RunResult& r) { return r.criterion.value_or(kMissing); }},
    {"score", "part of the errors without a memory that is avoided", NumberFormat::percent,
     [](const RunResult& r) { return r.score; }},
    {"read slots", "effective number", NumberFormat::plain, [](const RunResult& r) { return r.read_slots; }},
#define MEMNET_COST(name, label, unit, meaning, column, scale, digits) \
  {label, unit, format_with(digits, scale), [](const RunResult& r) { return r.name; }, &RunResult::name},
#include "program/records/costs.def"
#undef MEMNET_COST
    {"seconds", "wall time per training sequence", NumberFormat::plain, [](const RunResult& r) { return r.seconds; }},
});

// Returns the columns without the costs that no run has.
std::vector<ResultColumn> columns_of(const ComparisonView& view) {
  std::vector<ResultColumn> columns;
  for (const ResultColumn& column : kColumns)
    if (column.cost == nullptr || is_known(view.comparison, column.cost)) columns.push_back(column);
  return columns;
}

Markup head_cell(const std::string& name, const std::string& unit = "") {
  return element("th", {{"scope", "col"}}, {name, element("small", {unit.empty() ? "" : " " + unit})});
}

Markup head_row(const ComparisonView& view) {
  Markup cells = head_cell("run");
  for (const std::string& axis : view.comparison.axes) cells += head_cell(axis);
  cells += head_cell("seed") + head_cell("status") + head_cell("solved");
  for (const ResultColumn& column : columns_of(view)) cells += head_cell(column.name, column.unit);
  for (const double multiple : view.comparison.multiples)
    cells += element("th", {{"scope", "col"}}, {"exact ", name_span(fmt::format("{}x", multiple))});
  return element("tr", {cells});
}

Markup text_cell(const std::string& text) { return element("td", {{"class", "text"}}, {name_span(text)}); }

Markup result_cells(const ComparisonView& view, const std::string& run, const RunResult& result) {
  Markup cells = element("td", {result.solved ? "yes" : "no"});
  for (const ResultColumn& column : columns_of(view))
    cells +=
        element("td", {number(column.value(result), column.format, fmt::format("{} result {}", run, column.name))});
  for (const double multiple : view.comparison.multiples) {
    const auto found = std::ranges::find(result.multiples, multiple);
    const auto at = static_cast<std::size_t>(found - result.multiples.begin());
    const double exact = found == result.multiples.end() ? kMissing : result.exact[at];
    cells += element("td", {number(exact, NumberFormat::percent, fmt::format("{} result exact {}", run, at))});
  }
  return cells;
}

// Returns the result of a planned run; nullptr if it is not finished.
const RunResult* result_of(const ComparisonView& view, const PlannedRun& run) {
  const std::vector<std::string> place = view.plan.place(run);
  const auto group = std::ranges::find(view.comparison.groups, place, &SeedGroup::place);
  const auto seed = parse_number<std::uint64_t>(run.value("seed")).value_or(0);
  const auto found = std::ranges::find(group->results, seed, &RunResult::seed);
  return found == group->results.end() ? nullptr : &*found;
}

}  // namespace

NumberFormat format_of_cost(std::string_view name) {
#define MEMNET_COST(cost, label, unit, meaning, column, scale, digits) \
  if (name == #cost) return format_with(digits, scale);
#include "program/records/costs.def"
#undef MEMNET_COST
  return NumberFormat::plain;
}

Markup run_table(const ComparisonView& view) {
  Markup rows;
  const std::size_t columns = 1 + columns_of(view).size() + view.comparison.multiples.size();
  for (std::size_t i = 0; i < view.plan.runs.size(); ++i) {
    const PlannedRun& run = view.plan.runs[i];
    Markup cells = element("th", {{"scope", "row"}}, {name_span(run.name)});
    for (const std::string& value : view.plan.place(run)) cells += text_cell(value);
    cells +=
        text_cell(run.value("seed")) + element("td", {status_badge(view.states[i].status, view.states[i].message)});
    if (const RunResult* result = result_of(view, run))
      cells += result_cells(view, run.name, *result);
    else
      for (std::size_t k = 0; k < columns; ++k) cells += element("td", {{"class", "none"}}, {"\u2013"});
    rows += element("tr", {cells});
  }
  return element("div", {{"class", "scroll"}},
                 {element("table", {{"class", "sortable"}, {"data-name", view.plan.name}},
                          {element("thead", {head_row(view)}), element("tbody", {rows})})});
}

Markup unfinished_runs(const ComparisonView& view) {
  std::map<std::string, int> counts;
  Markup list;
  for (std::size_t i = 0; i < view.states.size(); ++i) {
    const auto& [status, message] = view.states[i];
    if (status == "finished") continue;
    ++counts[status];
    list += element("li", {status_badge(status, ""), " ", name_span(view.plan.describe(view.plan.runs[i])),
                           element("small", {name_span(message.empty() ? "" : " " + message)})});
  }
  if (counts.empty()) return {};
  Markup words;
  for (const auto& [status, count] : counts)
    words +=
        Markup(words.empty() ? "" : ", ") + number(count, NumberFormat::whole, "plan status " + status) + " " + status;
  return element(
      "div", {{"class", "warning"}},
      {element("p",
               {"Not every run of this comparison is finished: ", words,
                ". A run that diverged counts as not solved; all other unfinished runs are left out of the results."}),
       element("details", {element("summary", {"List of these runs"}), element("ul", {list})})});
}

}  // namespace memnet::report
