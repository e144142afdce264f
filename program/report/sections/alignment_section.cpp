#include "program/report/sections/alignment_section.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "program/report/content/alignments.hpp"
#include "program/report/drawing/colored_cell.hpp"
#include "program/report/drawing/lit_image.hpp"
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

// Returns a picture of so many pixels as an element, larger, with an alternative text and a title below it.
Markup framed_picture(const Picture& picture, const std::string& alternative, const Markup& title) {
  constexpr int kPixel = 4;
  return element("figure", {element("div", {{"class", "frame"}},
                                    {element("img", {{"alt", alternative},
                                                     {"width", picture.width * kPixel},
                                                     {"height", picture.height * kPixel},
                                                     {"src", data_address(picture)}})}),
                            element("figcaption", {title})});
}

Markup map_frames(const Alignments& all, const Alignments::Head& head) {
  const int steps = std::min(head.weights->cols(), kMostSteps);
  const double largest = head.largest();
  Markup frames = framed_picture(picture_of_image(*all.image), "the image", "the image");
  for (int t = 0; t < steps; ++t) {
    const auto weights = head.weights->column(t);
    const auto most = std::ranges::max_element(weights);
    const auto place = static_cast<int>(most - weights.begin());
    const std::string alternative = fmt::format("{}: the largest weight is at row {}, column {}", all.step(t),
                                                place / head.across + 1, place % head.across + 1);
    frames +=
        framed_picture(picture_of_lit_image(*all.image, head.map(t), largest), alternative, name_span(all.step(t)));
  }
  Markup maps = element("p", {name_span(head.title)}) + element("div", {{"class", "maps"}}, {frames});
  if (steps < head.weights->cols())
    maps += element("p", {fmt::format("Shown are the first {} of {} steps.", steps, head.weights->cols())});
  return maps;
}

}  // namespace

Markup alignment_content(const RunRecord::Trace& trace, const std::string& from) {
  const Alignments all = alignments_of(trace);
  if (all.source.empty() && all.heads.empty() && all.image == nullptr) return {};
  Markup content =
      all.image != nullptr ? element("p", {"Right answer: ", name_span(trace.target), "."})
      : all.source.empty()
          ? element("p", {"Right answer: ", name_span(trace.target), ". The places of the source are no words."})
          : element("p", {"Source: ", name_span(trace.source), ". Right answer: ", name_span(trace.target), "."});
  if (all.image != nullptr && all.heads.empty())
    content += framed_picture(picture_of_image(*all.image), "the image", "the image");
  const auto is_map = [](const Alignments::Head& head) { return head.across > 0; };
  if (std::ranges::any_of(all.heads, is_map))
    content += element("p", {"Each part of the image is as bright as its weight for the word below it, where the right "
                             "words before it are told."});
  if (!std::ranges::all_of(all.heads, is_map))
    content += element("p", {"Each row shows the weights of the places for a word of the answer, where the right words "
                             "before it are told."});
  for (const Alignments::Head& head : all.heads)
    content += is_map(head) ? map_frames(all, head) : alignment_table(all, head, from);
  return content;
}

}  // namespace memnet::report
