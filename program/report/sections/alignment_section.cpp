#include "program/report/sections/alignment_section.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "program/report/sections/image_markup.hpp"
#include "program/report/sections/weight_markup.hpp"

namespace memnet::report {
namespace {

constexpr int kMostPlaces = 60, kMostSteps = 100;  // of a table

Markup alignment_table(const WeightTable& shown, const std::string& from) {
  Markup table = weight_table(shown, from);
  if (shown.is_cut())
    table += element("p", {fmt::format("Shown are the first {} of {} places and the first {} of {} steps.",
                                       shown.columns.size(), shown.all_columns, shown.rows.size(), shown.all_rows)});
  return table;
}

}  // namespace

Markup alignment_content(const RunRecord::Trace& trace, const std::string& from) {
  const Alignments all = alignments_of(trace);
  const bool is_story = !trace.story.empty();
  if (all.heads.empty() && all.image == nullptr && (all.source.empty() || is_story)) return {};
  Markup content;
  if (is_story)
    content += element("p", {"Each row shows the weights of the words for an answer."});
  else if (all.image != nullptr)
    content += element("p", {"Right answer: ", name_span(trace.target), "."});
  else if (!all.source.empty())
    content += element("p", {"Source: ", name_span(trace.source), ". Right answer: ", name_span(trace.target), "."});
  else if (trace.target.empty())
    content += element("p", {"The places of the context are no words. The row shows their weights for the answer."});
  else
    content += element("p", {"Right answer: ", name_span(trace.target), ". The places of the source are no words."});
  const auto is_map = [](const Alignments::Head& head) { return head.across > 0; };
  if (std::ranges::any_of(all.heads, is_map))
    content += element("p", {"Each part of the image is as bright as its weight for the word below it, where the right "
                             "words before it are given."});
  else if (all.image != nullptr)
    content += image_frame(all);
  for (const Alignments::Head& head : all.heads)
    if (is_map(head)) content += map_frames(all, head);
  if (!std::ranges::all_of(all.heads, is_map) && !trace.target.empty() && !is_story)
    content += element("p", {"Each row shows the weights of the places for a word of the answer, where the right words "
                             "before it are given."});
  if (std::ranges::any_of(
          all.heads, [](const Alignments::Head& head) { return head.sides != Alignments::Sides::answer_at_source; }))
    content += element("p", {"Where words look at their own sequence, a row has those of the word on its left: of the "
                             "source, or, of the answer, at the words before the one that is predicted."});
  for (const WeightTable& table : weights_of(all, kMostPlaces, kMostSteps)) content += alignment_table(table, from);
  return content;
}

}  // namespace memnet::report
