#include "program/report/sections/run_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include "program/comparison/run_result.hpp"
#include "program/records/record.hpp"
#include "program/report/markup/number.hpp"
#include "program/report/sections/run_section.hpp"

namespace memnet::report {
namespace {

// A column of results. A reader finds its number again with `memnet export` and `memnet ls`.
struct RunColumn {
  const char* name;
  const char* unit;
  NumberFormat format;
  double (*value)(const Result& result);
};
constexpr std::array<RunColumn, 7> kColumns = {{
    {"sequences", "trained on", NumberFormat::whole, [](const Result& r) { return r.sequences; }},
    {"criterion", "sequences until solved", NumberFormat::whole,
     [](const Result& r) { return r.criterion.value_or(kMissing); }},
    {"score", "from guessing to perfect", NumberFormat::percent, [](const Result& r) { return r.score; }},
    {"read slots", "looked at", NumberFormat::plain, [](const Result& r) { return r.read_slots; }},
    {"parameters", "trained", NumberFormat::whole, [](const Result& r) { return r.parameters; }},
    {"operations", "to learn from a sequence", NumberFormat::whole, [](const Result& r) { return r.flops; }},
    {"seconds", "for a sequence, wall time", NumberFormat::plain, [](const Result& r) { return r.seconds; }},
}};

Markup head_cell(const std::string& name, const std::string& unit = "") {
  return element("th", {{"scope", "col"}}, {name, element("small", {unit.empty() ? "" : " " + unit})});
}

Markup head_row(const ComparisonView& view) {
  Markup cells = head_cell("run");
  for (const std::string& axis : view.findings.axes) cells += head_cell(axis);
  cells += head_cell("seed") + head_cell("status") + head_cell("solved");
  for (const RunColumn& column : kColumns) cells += head_cell(column.name, column.unit);
  for (const double multiple : view.findings.multiples)
    cells += element("th", {{"scope", "col"}},
                     {"exact ", element("span", {{"class", "name"}}, {fmt::format("{}x", multiple)})});
  return element("tr", {cells});
}

Markup text_cell(const std::string& text) {
  return element("td", {{"class", "text"}}, {element("span", {{"class", "name"}}, {text})});
}

Markup result_cells(const ComparisonView& view, const std::string& run, const Result& result) {
  Markup cells = element("td", {result.solved ? "yes" : "no"});
  for (const RunColumn& column : kColumns)
    cells +=
        element("td", {number(column.value(result), column.format, fmt::format("{} result {}", run, column.name))});
  for (const double multiple : view.findings.multiples) {
    const auto found = std::ranges::find(result.multiples, multiple);
    const auto at = static_cast<std::size_t>(found - result.multiples.begin());
    const double exact = found == result.multiples.end() ? kMissing : result.exact[at];
    cells += element("td", {number(exact, NumberFormat::percent, fmt::format("{} result exact {}", run, at))});
  }
  return cells;
}

// The results of runs, by place and seed.
const Result* result_of_cell(const ComparisonView& view, const PlannedRun& cell) {
  const std::vector<std::string> place = view.plan.place(cell);
  const auto group = std::ranges::find(view.findings.groups, place, &Group::place);
  const auto seed = std::strtoull(cell.value("seed").c_str(), nullptr, 10);
  const auto found = std::ranges::find(group->results, seed, &Result::seed);
  return found == group->results.end() ? nullptr : &*found;
}

}  // namespace

Markup run_table(const ComparisonView& view) {
  Markup rows;
  const std::size_t figures = 1 + kColumns.size() + view.findings.multiples.size();
  for (std::size_t i = 0; i < view.plan.cells.size(); ++i) {
    const PlannedRun& cell = view.plan.cells[i];
    Markup cells = element("th", {{"scope", "row"}}, {element("span", {{"class", "name"}}, {cell.run})});
    for (const std::string& value : view.plan.place(cell)) cells += text_cell(value);
    cells +=
        text_cell(cell.value("seed")) + element("td", {status_badge(view.states[i].status, view.states[i].message)});
    if (const Result* result = result_of_cell(view, cell))
      cells += result_cells(view, cell.run, *result);
    else
      for (std::size_t k = 0; k < figures; ++k) cells += element("td", {{"class", "none"}}, {"\u2013"});
    rows += element("tr", {cells});
  }
  return element("div", {{"class", "scroll"}},
                 {element("table", {{"class", "sortable"}, {"data-name", view.plan.name}},
                          {element("thead", {head_row(view)}), element("tbody", {rows})})});
}

Markup what_is_missing(const ComparisonView& view) {
  std::map<std::string, int> counts;
  Markup list;
  for (std::size_t i = 0; i < view.states.size(); ++i) {
    const auto& [status, message] = view.states[i];
    if (status == "finished") continue;
    ++counts[status];
    list += element(
        "li",
        {status_badge(status, ""), " ", element("span", {{"class", "name"}}, {view.plan.describe(view.plan.cells[i])}),
         element("small", {element("span", {{"class", "name"}}, {message.empty() ? "" : " " + message})})});
  }
  if (counts.empty()) return {};
  Markup words;
  for (const auto& [status, count] : counts)
    words +=
        Markup(words.empty() ? "" : ", ") + number(count, NumberFormat::whole, "plan status " + status) + " " + status;
  return element("div", {{"class", "warning"}},
                 {element("p", {"Not every run of this comparison is finished: ", words,
                                ". Runs that diverged count as not solved; those that are not done count nowhere."}),
                  element("details", {element("summary", {"Which ones"}), element("ul", {list})})});
}

}  // namespace memnet::report
