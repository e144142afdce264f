#include "program/report/sections/solved_matrix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "memnet/base/error.hpp"
#include "program/records/record.hpp"
#include "program/records/solved.hpp"
#include "program/report/drawing/colored_cell.hpp"
#include "program/report/drawing/svg.hpp"
#include "program/report/markup/number.hpp"

namespace memnet::report {
namespace {

double solved_share(const SeedGroup* group) {
  return group == nullptr || group->results.empty()
             ? kMissing
             : static_cast<double>(group->solved) / static_cast<double>(group->results.size());
}

Markup cell(const SeedGroup* group) {
  if (group == nullptr) return colored_cell(kMissing, "");
  const int done = static_cast<int>(group->results.size()), missing = group->seeds - done;
  Markup content = number(group->solved, NumberFormat::whole, source_of(*group, "solved")) + Markup("/") +
                   number(done, NumberFormat::whole, source_of(*group, "done"));
  if (group->solved_interval)
    content += element(
        "small", {interval(group->solved_interval, source_of(*group, "solved_low"), source_of(*group, "solved_high"))});
  if (group->diverged > 0)
    content +=
        element("small", {number(group->diverged, NumberFormat::whole, source_of(*group, "diverged")), " diverged"});
  if (missing > 0)
    content += element("small", {element("data", {{"value", missing}, {"data-from", source_of(*group, "missing")}},
                                         {std::to_string(missing)}),
                                 " not done"});
  return colored_cell(solved_share(group), content);
}

// What a cell of the drawing shows.
struct DrawnCell {
  double share = kMissing;  // which is its color; kMissing: nothing is drawn
  std::string text;
};

DrawnCell solved_cell(const SeedGroup& group) {
  if (group.results.empty()) return {};
  const Interval& range = *group.solved_interval;
  return {solved_share(&group), fmt::format("{}/{} ({:.0f}\u2013{:.0f}\u202f%)", group.solved, group.results.size(),
                                            100 * range.low, 100 * range.high)};
}

// A share of a group at one length, a column of compare.csv.
struct ShareColumn {
  const char* name;
  const char* meaning;
  std::vector<double> SeedGroup::*values;
};
constexpr ShareColumn kShareColumns[] = {{"exact", "Sequences without an error", &SeedGroup::exact},
                                         {"right_answers", "Right answers", &SeedGroup::right_answers}};

// How the drawing makes its cells, and what they are in words.
struct CellRule {
  std::function<DrawnCell(const SeedGroup&)> cell;
  std::string meaning;
};

CellRule cell_rule(const ComparisonResult& comparison, const std::string& column) {
  if (column.empty())
    return {solved_cell, "Seeds that solve the task, of those that are finished or diverged, with 95 % intervals"};
  std::vector<std::string> known;
  for (const auto& [name, meaning, values] : kShareColumns)
    for (std::size_t i = 0; i < comparison.multiples.size(); ++i) {
      known.push_back(fmt::format("{}_{}x", name, comparison.multiples[i]));
      if (known.back() != column) continue;
      const auto cell = [values = values, i](const SeedGroup& group) {
        const double share = i < (group.*values).size() ? (group.*values)[i] : kMissing;
        return std::isnan(share) ? DrawnCell{} : DrawnCell{share, fmt::format("{:.0f}\u202f%", 100 * share)};
      };
      return {cell, fmt::format("{} at {} times the longest trained length, mean over seeds", meaning,
                                comparison.multiples[i])};
    }
  fail(ErrorKind::usage, "figure: the matrix has no metric '{}'; it has {}", column, fmt::join(known, ", "));
}

}  // namespace

Markup matrix_table(const ComparisonView& view) {
  const std::vector<std::string> tasks = view.tasks();
  Markup head = element("th", {{"scope", "col"}}, {"scheme"}), rows;
  for (const std::string& task : tasks) head += element("th", {{"scope", "col"}}, {name_span(task)});
  for (const ComparedScheme& scheme : view.comparison.schemes) {
    Markup cells = element("th", {{"scope", "row"}}, {name_span(scheme.name)});
    for (const std::string& task : tasks) cells += cell(view.group_of(task, scheme));
    rows += element("tr", {cells});
  }
  const Markup note = element("p", {"The number of seeds that solve the task, of those that are finished or diverged, "
                                    "and the 95\u202f% interval of this fraction (Wilson). ",
                                    fmt::format("Solved: {}. ", fmt::join(solved_in_words("\u202f"), "; ")),
                                    "Lighter cells have larger fractions."});
  return element("section",
                 {note, element("div", {{"class", "scroll"}},
                                {element("table", {{"class", "matrix"}},
                                         {element("thead", {element("tr", {head})}), element("tbody", {rows})})})});
}

Markup matrix_drawing(const ComparisonView& view, const std::string& column) {
  const CellRule rule = cell_rule(view.comparison, column);
  constexpr double kRow = 34, kColumn = 112, kLetter = 7, kTop = 26;
  const std::vector<std::string> tasks = view.tasks();
  double left = 0;
  for (const ComparedScheme& scheme : view.comparison.schemes)
    left = std::max(left, kLetter * static_cast<double>(scheme.name.size()) + 16);
  Markup drawn;
  for (std::size_t t = 0; t < tasks.size(); ++t)
    drawn += svg_text(left + kColumn * (static_cast<double>(t) + 0.5), kTop - 8, "middle", tasks[t]);
  for (std::size_t row = 0; row < view.comparison.schemes.size(); ++row) {
    const ComparedScheme& scheme = view.comparison.schemes[row];
    const double y = kTop + kRow * static_cast<double>(row);
    drawn += svg_text(left - 8, y + kRow / 2 + 4, "end", scheme.name);
    for (std::size_t t = 0; t < tasks.size(); ++t) {
      const SeedGroup* group = view.group_of(tasks[t], scheme);
      const DrawnCell cell = group == nullptr ? DrawnCell{} : rule.cell(*group);
      if (std::isnan(cell.share)) continue;
      drawn += colored_rectangle(cell.share, cell.text, left + kColumn * static_cast<double>(t), y, kColumn, kRow);
    }
  }
  const double width = left + kColumn * static_cast<double>(tasks.size()),
               height = kTop + kRow * static_cast<double>(view.comparison.schemes.size());
  const std::string meaning = rule.meaning + ": a row for each scheme, a column for each task";
  return svg_drawing(width, height, meaning.c_str(), drawn);
}

Markup ranking_table(const ComparisonView& view) {
  const ComparisonResult& comparison = view.comparison;
  std::vector<std::size_t> order(comparison.schemes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::erase_if(order, [&](std::size_t i) { return std::isnan(comparison.schemes[i].iqm); });
  std::ranges::stable_sort(order, std::greater(), [&](std::size_t i) { return comparison.schemes[i].iqm; });
  const auto source = [](const char* dataset, std::size_t i) {
    return fmt::format("compare.h5 /overall/{} {}", dataset, i);
  };
  Markup rows;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const ComparedScheme& scheme = comparison.schemes[order[i]];
    Markup cells =
        element("th", {{"scope", "row"}}, {name_span(scheme.name)}) +
        element("td", {number(scheme.iqm, NumberFormat::percent, source("iqm", order[i]))}) +
        element("td", {interval(scheme.iqm_interval, source("iqm_low", order[i]), source("iqm_high", order[i]))});
    if (i + 1 < order.size()) {
      const PairwiseWin& win = comparison.wins[order[i]][order[i + 1]];
      const std::size_t at = order[i] * comparison.schemes.size() + order[i + 1];
      cells += element("td", {number(win.probability, NumberFormat::percent, source("better", at))}) +
               element("td", {interval(win.interval, source("better_low", at), source("better_high", at))});
    }
    rows += element("tr", {cells});
  }
  Markup head;
  for (const char* column :
       {"scheme", "score", "95\u202f% interval", "probability of improvement", "95\u202f% interval"})
    head += element("th", {{"scope", "col"}}, {column});
  const Markup note = element(
      "p", {"Score: of the errors of the best answer without a memory, the part that is avoided "
            "(interquartile mean over all tasks, lengths and seeds). Probability of improvement: that a run of this "
            "scheme has a higher score than one of the next scheme below."});
  return element(
      "section",
      {note, element("div", {{"class", "scroll"}},
                     {element("table", {element("thead", {element("tr", {head})}), element("tbody", {rows})})})});
}

}  // namespace memnet::report
