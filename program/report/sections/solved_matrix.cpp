#include "program/report/sections/solved_matrix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "program/records/record.hpp"
#include "program/records/solved.hpp"
#include "program/report/drawing/color.hpp"
#include "program/report/drawing/colored_cell.hpp"
#include "program/report/markup/number.hpp"

namespace memnet::report {
namespace {

double solved_share(const SeedGroup* group) {
  return group == nullptr || group->results.empty()
             ? kMissing
             : static_cast<double>(group->solved) / static_cast<double>(group->results.size());
}

Markup name(const std::string& text) { return element("span", {{"class", "name"}}, {text}); }

Markup cell(const SeedGroup* group) {
  if (group == nullptr) return colored_cell(kMissing, "");
  const int done = static_cast<int>(group->results.size()), missing = group->seeds - done;
  Markup content = number(group->solved, NumberFormat::whole, place_of(*group, "solved")) + Markup("/") +
                   number(done, NumberFormat::whole, place_of(*group, "done"));
  if (group->solved_interval)
    content += element(
        "small", {interval(group->solved_interval, place_of(*group, "solved_low"), place_of(*group, "solved_high"))});
  if (group->diverged > 0)
    content +=
        element("small", {number(group->diverged, NumberFormat::whole, place_of(*group, "diverged")), " diverged"});
  if (missing > 0)
    content += element("small", {element("data", {{"value", missing}, {"data-from", place_of(*group, "missing")}},
                                         {std::to_string(missing)}),
                                 " not done"});
  return colored_cell(solved_share(group), content);
}

}  // namespace

Markup matrix_table(const ComparisonView& view) {
  const std::vector<std::string> tasks = view.tasks();
  Markup head = element("th", {{"scope", "col"}}, {"scheme"}), rows;
  for (const std::string& task : tasks) head += element("th", {{"scope", "col"}}, {name(task)});
  for (const ComparedScheme& scheme : view.comparison.schemes) {
    Markup cells = element("th", {{"scope", "row"}}, {name(scheme.name)});
    for (const std::string& task : tasks) cells += cell(view.group_of(task, scheme));
    rows += element("tr", {cells});
  }
  const Markup note = element(
      "p",
      {"Seeds that solve their task, of those that are done, and the 95\u202f% interval of that fraction (Wilson). ",
       fmt::format("Solved: {}. ", fmt::join(solved_in_words("\u202f"), "; ")), "The lighter, the more seeds."});
  return element("section",
                 {note, element("div", {{"class", "scroll"}},
                                {element("table", {{"class", "matrix"}},
                                         {element("thead", {element("tr", {head})}), element("tbody", {rows})})})});
}

Markup matrix_drawing(const ComparisonView& view) {
  constexpr double kRow = 34, kColumn = 112, kLetter = 7, kTop = 26;
  const std::vector<std::string> tasks = view.tasks();
  double left = 0;
  for (const ComparedScheme& scheme : view.comparison.schemes)
    left = std::max(left, kLetter * static_cast<double>(scheme.name.size()) + 16);
  Markup drawn;
  const auto letters = [&](double x, double y, const char* anchor, const std::string& text, const char* kind) {
    drawn += element("text", {{"x", x}, {"y", y}, {"text-anchor", anchor}, {"class", kind}}, {text});
  };
  for (std::size_t t = 0; t < tasks.size(); ++t)
    letters(left + kColumn * (static_cast<double>(t) + 0.5), kTop - 8, "middle", tasks[t], "");
  for (std::size_t row = 0; row < view.comparison.schemes.size(); ++row) {
    const ComparedScheme& scheme = view.comparison.schemes[row];
    const double y = kTop + kRow * static_cast<double>(row);
    letters(left - 8, y + kRow / 2 + 4, "end", scheme.name, "");
    for (std::size_t t = 0; t < tasks.size(); ++t) {
      const SeedGroup* group = view.group_of(tasks[t], scheme);
      const double share = solved_share(group);
      if (std::isnan(share)) continue;
      const Interval& range = *group->solved_interval;
      const std::string text = fmt::format("{}/{} ({:.0f}\u2013{:.0f}\u202f%)", group->solved, group->results.size(),
                                           100 * range.low, 100 * range.high);
      drawn += colored_rectangle(share, text, left + kColumn * static_cast<double>(t), y, kColumn, kRow);
    }
  }
  const double width = left + kColumn * static_cast<double>(tasks.size()),
               height = kTop + kRow * static_cast<double>(view.comparison.schemes.size());
  return element("svg",
                 {{"xmlns", "http://www.w3.org/2000/svg"},
                  {"class", "chart"},
                  {"role", "img"},
                  {"width", width},
                  {"height", height},
                  {"viewBox", fmt::format("0 0 {:.0f} {:.0f}", width, height)},
                  {"aria-label",
                   "Seeds that solve their task, of those that are done, with 95 % intervals: a row for each scheme, a "
                   "column for each task"}},
                 {drawn});
}

Markup ranking_table(const ComparisonView& view) {
  const ComparisonResult& comparison = view.comparison;
  std::vector<std::size_t> order(comparison.schemes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::erase_if(order, [&](std::size_t i) { return std::isnan(comparison.schemes[i].iqm); });
  std::ranges::stable_sort(order, std::greater(), [&](std::size_t i) { return comparison.schemes[i].iqm; });
  const auto place = [](const char* figure, std::size_t i) {
    return fmt::format("compare.h5 /overall/{} {}", figure, i);
  };
  Markup rows;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const ComparedScheme& scheme = comparison.schemes[order[i]];
    Markup cells =
        element("th", {{"scope", "row"}}, {name(scheme.name)}) +
        element("td", {number(scheme.iqm, NumberFormat::percent, place("iqm", order[i]))}) +
        element("td", {interval(scheme.iqm_interval, place("iqm_low", order[i]), place("iqm_high", order[i]))});
    if (i + 1 < order.size()) {
      const PairwiseWin& win = comparison.wins[order[i]][order[i + 1]];
      const std::size_t at = order[i] * comparison.schemes.size() + order[i + 1];
      cells += element("td", {number(win.probability, NumberFormat::percent, place("better", at))}) +
               element("td", {interval(win.interval, place("better_low", at), place("better_high", at))});
    }
    rows += element("tr", {cells});
  }
  Markup head;
  for (const char* column :
       {"scheme", "score", "95\u202f% interval", "a seed beats one of the next", "95\u202f% interval"})
    head += element("th", {{"scope", "col"}}, {column});
  const Markup note = element("p", {"Over all tasks, lengths and seeds: bits right above chance, from "
                                    "guessing to perfect (interquartile mean), and how probable it is that "
                                    "a seed does better than one of the scheme below it"});
  return element(
      "section",
      {note, element("div", {{"class", "scroll"}},
                     {element("table", {element("thead", {element("tr", {head})}), element("tbody", {rows})})})});
}

}  // namespace memnet::report
