#include "program/report/sections/alignment_section.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "program/report/content/alignments.hpp"
#include "program/report/drawing/colored_cell.hpp"
#include "program/report/markup/number.hpp"

namespace memnet::report {
namespace {

constexpr int kMostPlaces = 60, kMostSteps = 100;  // of a table

Markup alignment_table(const Alignments& all, const Alignments::Head& head, const std::string& from) {
  const int places = std::min(head.weights->rows(), kMostPlaces), steps = std::min(head.weights->cols(), kMostSteps);
  Markup titles = element("th", {{"scope", "col"}}, {name_span(head.title)});
  for (int i = 0; i < places; ++i) titles += element("th", {{"scope", "col"}}, {name_span(all.place(i))});
  Markup rows;
  for (int t = 0; t < steps; ++t) {
    Markup cells = element("th", {{"scope", "row"}}, {name_span(all.step(t))});
    for (int i = 0; i < places; ++i) {
      const double weight = static_cast<double>((*head.weights)(i, t));
      cells += colored_cell(weight,
                            number(weight, NumberFormat::percent, fmt::format("{} {} {} {}", from, head.panel, t, i)));
    }
    rows += element("tr", {cells});
  }
  Markup table = element("div", {{"class", "scroll"}},
                         {element("table", {{"class", "story"}},
                                  {element("thead", {element("tr", {titles})}), element("tbody", {rows})})});
  if (places < head.weights->rows() || steps < head.weights->cols())
    table += element("p", {fmt::format("Shown are the first {} of {} places and the first {} of {} steps.", places,
                                       head.weights->rows(), steps, head.weights->cols())});
  return table;
}

}  // namespace

Markup alignment_content(const RunRecord::Trace& trace, const std::string& from) {
  const Alignments all = alignments_of(trace);
  const bool is_story = !trace.story.empty();
  if (all.heads.empty() && (all.source.empty() || is_story)) return {};
  Markup content;
  if (is_story)
    content += element("p", {"Each row shows the weights of the words for an answer."});
  else if (!all.source.empty())
    content += element("p", {"Source: ", name_span(trace.source), ". Right answer: ", name_span(trace.target), "."});
  else if (trace.target.empty())
    content += element("p", {"The places of the context are no words. The row shows their weights for the answer."});
  else
    content += element("p", {"Right answer: ", name_span(trace.target), ". The places of the source are no words."});
  if (!all.heads.empty() && !trace.target.empty() && !is_story)
    content += element("p", {"Each row shows the weights of the places for a word of the answer, where the right words "
                             "before it are told."});
  for (const Alignments::Head& head : all.heads) content += alignment_table(all, head, from);
  return content;
}

}  // namespace memnet::report
