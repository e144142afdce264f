#include "program/report/sections/run_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include "memnet/base/text.hpp"
#include "program/comparison/run_result.hpp"
#include "program/records/record.hpp"
#include "program/report/markup/number.hpp"
#include "program/report/sections/run_section.hpp"

namespace memnet::report {
namespace {

// A column of results. A reader finds its number again with `memnet export` and `memnet ls`.
struct Column {
  const char* name;
  const char* unit;
  Shown how;
  double (*value)(const RunResult& result);
};
constexpr std::array<Column, 7> kColumns = {{
    {"sequences", "trained on", Shown::whole, [](const RunResult& r) { return r.sequences; }},
    {"criterion", "sequences until solved", Shown::whole,
     [](const RunResult& r) { return r.criterion.value_or(kMissing); }},
    {"score", "from guessing to perfect", Shown::percent, [](const RunResult& r) { return r.score; }},
    {"read slots", "looked at", Shown::plain, [](const RunResult& r) { return r.read_slots; }},
    {"parameters", "trained", Shown::whole, [](const RunResult& r) { return r.parameters; }},
    {"operations", "to learn from a sequence", Shown::whole, [](const RunResult& r) { return r.flops; }},
    {"seconds", "for a sequence, wall time", Shown::plain, [](const RunResult& r) { return r.seconds; }},
}};

Markup head_cell(const std::string& name, const std::string& unit = "") {
  return element("th", {{"scope", "col"}}, {name, element("small", {unit.empty() ? "" : " " + unit})});
}

Markup head_row(const Survey& survey) {
  Markup cells = head_cell("run");
  for (const std::string& axis : survey.comparison.axes) cells += head_cell(axis);
  cells += head_cell("seed") + head_cell("status") + head_cell("solved");
  for (const Column& column : kColumns) cells += head_cell(column.name, column.unit);
  for (const double multiple : survey.comparison.multiples)
    cells += element("th", {{"scope", "col"}},
                     {"exact ", element("span", {{"class", "name"}}, {fmt::format("{}x", multiple)})});
  return element("tr", {cells});
}

Markup text_cell(const std::string& text) {
  return element("td", {{"class", "text"}}, {element("span", {{"class", "name"}}, {text})});
}

Markup result_cells(const Survey& survey, const std::string& run, const RunResult& result) {
  Markup cells = element("td", {result.solved ? "yes" : "no"});
  for (const Column& column : kColumns)
    cells += element("td", {figure(column.value(result), column.how, fmt::format("{} result {}", run, column.name))});
  for (const double multiple : survey.comparison.multiples) {
    const auto found = std::ranges::find(result.multiples, multiple);
    const auto at = static_cast<std::size_t>(found - result.multiples.begin());
    const double exact = found == result.multiples.end() ? kMissing : result.exact[at];
    cells += element("td", {figure(exact, Shown::percent, fmt::format("{} result exact {}", run, at))});
  }
  return cells;
}

// The results of runs, by place and seed.
const RunResult* result_of_cell(const Survey& survey, const PlannedRun& cell) {
  const std::vector<std::string> place = survey.plan.place(cell);
  const auto group = std::ranges::find(survey.comparison.groups, place, &SeedGroup::place);
  const auto seed = parse_number<std::uint64_t>(cell.value("seed")).value_or(0);
  const auto found = std::ranges::find(group->results, seed, &RunResult::seed);
  return found == group->results.end() ? nullptr : &*found;
}

}  // namespace

Markup run_table(const Survey& survey) {
  Markup rows;
  const std::size_t figures = 1 + kColumns.size() + survey.comparison.multiples.size();
  for (std::size_t i = 0; i < survey.plan.runs.size(); ++i) {
    const PlannedRun& cell = survey.plan.runs[i];
    Markup cells = element("th", {{"scope", "row"}}, {element("span", {{"class", "name"}}, {cell.name})});
    for (const std::string& value : survey.plan.place(cell)) cells += text_cell(value);
    cells += text_cell(cell.value("seed")) +
             element("td", {status_badge(survey.states[i].status, survey.states[i].message)});
    if (const RunResult* result = result_of_cell(survey, cell))
      cells += result_cells(survey, cell.name, *result);
    else
      for (std::size_t k = 0; k < figures; ++k) cells += element("td", {{"class", "none"}}, {"\u2013"});
    rows += element("tr", {cells});
  }
  return element("div", {{"class", "scroll"}},
                 {element("table", {{"class", "sortable"}, {"data-name", survey.plan.name}},
                          {element("thead", {head_row(survey)}), element("tbody", {rows})})});
}

Markup what_is_missing(const Survey& survey) {
  std::map<std::string, int> counts;
  Markup list;
  for (std::size_t i = 0; i < survey.states.size(); ++i) {
    const auto& [status, message] = survey.states[i];
    if (status == "finished") continue;
    ++counts[status];
    list += element("li",
                    {status_badge(status, ""), " ",
                     element("span", {{"class", "name"}}, {survey.plan.describe(survey.plan.runs[i])}),
                     element("small", {element("span", {{"class", "name"}}, {message.empty() ? "" : " " + message})})});
  }
  if (counts.empty()) return {};
  Markup words;
  for (const auto& [status, count] : counts)
    words += Markup(words.empty() ? "" : ", ") + figure(count, Shown::whole, "plan status " + status) + " " + status;
  return element("div", {{"class", "warning"}},
                 {element("p", {"Not every run of this comparison is finished: ", words,
                                ". Runs that diverged count as not solved; those that are not done count nowhere."}),
                  element("details", {element("summary", {"Which ones"}), element("ul", {list})})});
}

}  // namespace memnet::report
