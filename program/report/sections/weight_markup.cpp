#include "program/report/sections/weight_markup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "program/report/drawing/colored_cell.hpp"
#include "program/report/drawing/svg.hpp"
#include "program/report/markup/number.hpp"
#include "program/text/columns.hpp"

namespace memnet::report {
namespace {

constexpr const char* kCheckMark = "\u2713";

bool has_supports(const WeightTable& table) { return std::ranges::any_of(table.rows, &WeightTable::Row::is_marked); }

constexpr double kLetter = 6.8, kEdge = 4, kGap = 12;

double length_of(const std::string& text) { return kLetter * static_cast<double>(memnet::columns_of(text)); }

// The sizes of one table in a drawing. Where weights are not spelled, cells are narrow, and the words above them stand
// upright.
struct Sizes {
  double left = 0, head, row, column;

  explicit Sizes(const WeightTable& table)
      : head(table.are_spelled ? 24 : kGap), row(table.are_spelled ? 22 : 18), column(table.are_spelled ? 62 : 18) {
    left = length_of(table.title);
    for (const WeightTable::Row& shown : table.rows) left = std::max(left, length_of(shown.words));
    left += kEdge + kGap;
    if (table.are_spelled) return;
    for (const std::string& word : table.columns) head = std::max(head, length_of(word) + kGap);
  }
  double width(const WeightTable& table) const { return left + column * static_cast<double>(table.columns.size()); }
  double height(const WeightTable& table) const { return head + row * static_cast<double>(table.rows.size()); }
};

Markup upright_text(double x, double y, const std::string& text) {
  return element("text", {{"transform", fmt::format("translate({:g} {:g}) rotate(-90)", x, y)}}, {text});
}

// Draws a table with its upper edge at y.
Markup drawing_of(const WeightTable& table, const Sizes& sizes, double y) {
  Markup drawn;
  const double top = y + sizes.head;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const double middle = sizes.left + sizes.column * (static_cast<double>(c) + 0.5);
    drawn += table.are_spelled ? svg_text(middle, top - 8, "middle", table.columns[c], "label")
                               : upright_text(middle + 4, top - 5, table.columns[c]);
  }
  if (!table.are_spelled) drawn += svg_text(kEdge, top - 5, "start", table.title, "label");
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const double at = top + sizes.row * static_cast<double>(r), middle = at + sizes.row / 2 + 4;
    const WeightTable::Row& row = table.rows[r];
    drawn += table.are_spelled ? svg_text(kEdge, middle, "start", row.words)
                               : svg_text(sizes.left - kGap / 2, middle, "end", row.words);
    for (std::size_t c = 0; c < table.columns.size(); ++c)
      if (const double weight = table.cell(r, c).weight; !std::isnan(weight))
        drawn += colored_rectangle(weight, table.are_spelled ? fmt::format("{:.2f}", weight) : "",
                                   sizes.left + sizes.column * static_cast<double>(c), at, sizes.column, sizes.row);
    if (row.is_marked) drawn += svg_text(sizes.width(table) + 6, middle, "start", kCheckMark);
  }
  return drawn;
}

}  // namespace

Markup weight_table(const WeightTable& table, const std::string& from) {
  const bool marks = has_supports(table) || table.are_spelled;
  Markup head = element("th", {{"scope", "col"}}, {name_span(table.title)}), rows;
  for (const std::string& column : table.columns) head += element("th", {{"scope", "col"}}, {name_span(column)});
  if (marks) head += element("th", {{"scope", "col"}}, {"supporting fact"});
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    Markup cells = element("th", {{"scope", "row"}}, {name_span(table.rows[r].title())});
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const auto& [weight, place] = table.cell(r, c);
      cells += std::isnan(weight)
                   ? element("td", {"\u2013"})
                   : colored_cell(weight, number(weight, NumberFormat::percent, fmt::format("{} {}", from, place)));
    }
    if (marks) cells += element("td", {table.rows[r].is_marked ? std::string(kCheckMark) + " supporting" : ""});
    rows += element("tr", {cells});
  }
  return element(
      "div", {{"class", "scroll"}},
      {element("table", {{"class", "story"}}, {element("thead", {element("tr", {head})}), element("tbody", {rows})})});
}

Markup weights_drawing(std::span<const WeightTable> tables, const std::string& below) {
  Markup drawn;
  double width = length_of(below) + 2 * kEdge, y = 0;
  for (const WeightTable& table : tables) {
    const Sizes sizes(table);
    drawn += drawing_of(table, sizes, y);
    width = std::max(width, sizes.width(table) + (has_supports(table) ? 24 : kEdge));
    y += sizes.height(table) + kGap;
  }
  if (!below.empty()) drawn += svg_text(kEdge, y + 4, "start", below, "title");
  return svg_drawing(width, y + (below.empty() ? 0 : kGap),
                     tables.front().are_spelled
                         ? "The weight of each sentence in each hop; a check mark at each supporting fact"
                         : "The weight of each word of the source for each word of the answer",
                     drawn);
}

}  // namespace memnet::report
