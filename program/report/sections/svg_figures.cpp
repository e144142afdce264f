#include "program/report/sections/svg_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "program/report/drawing/colored_cell.hpp"
#include "program/report/drawing/heat_map.hpp"
#include "program/report/drawing/lit_image.hpp"
#include "program/report/drawing/svg.hpp"

namespace memnet::report {

Markup strips_drawing(const std::vector<Strip>& strips) {
  constexpr double kLeft = 124, kWidth = 480, kGap = 7, kLetters = 14, kFoot = 34;
  Markup drawn;
  double y = 4;
  const int steps = strips.front().numbers.cols();
  for (const Strip& strip : strips) {
    const double height = std::clamp(9.0 * strip.numbers.rows(), kLetters, 150.0);
    drawn += svg_text(kLeft - 8, y + height / 2 + 4, "end", strip.title);
    drawn += rectangles_of(strip.numbers, strip.coloring, kLeft, y, kWidth, height);
    drawn += element("rect", {{"class", "frame"}, {"x", kLeft}, {"y", y}, {"width", kWidth}, {"height", height}});
    y += height + kGap;
  }
  for (int t = 0; t < steps; t += tick_stride(steps))
    drawn += svg_text(kLeft + kWidth * (t + 0.5) / steps, y + 10, "middle", std::to_string(t));
  drawn += svg_text(kLeft + kWidth, y + 26, "end", "time step", "label");
  return svg_drawing(kLeft + kWidth + 6, y + kFoot, "Heat maps over time: inputs, outputs and the weightings of heads",
                     drawn);
}

Markup story_drawing(const QuestionAsked& question) {
  constexpr double kLetter = 6.8, kRow = 22, kColumn = 62, kTop = 24, kEdge = 4;
  double left = 0;
  for (const StoryLine& line : question.sentences)
    left = std::max(left, kLetter * static_cast<double>(line.words.size()) + kEdge + 12);
  Markup drawn;
  for (std::size_t k = 0; k < question.hops.size(); ++k)
    drawn +=
        svg_text(left + kColumn * (static_cast<double>(k) + 0.5), kTop - 8, "middle", question.hops[k].title, "label");
  double y = kTop;
  for (std::size_t s = 0; s < question.sentences.size(); ++s, y += kRow) {
    drawn += svg_text(kEdge, y + kRow / 2 + 4, "start", question.sentences[s].words);
    double x = left;
    for (const QuestionAsked::Hop& hop : question.hops) {
      if (const double weight = hop.weight(s); !std::isnan(weight))
        drawn += colored_rectangle(weight, fmt::format("{:.2f}", weight), x, y, kColumn, kRow);
      x += kColumn;
    }
    if (question.is_supported_by(s)) drawn += svg_text(x + 6, y + kRow / 2 + 4, "start", "\u2713");
  }
  drawn += svg_text(kEdge, y + kRow / 2 + 4, "start", fmt::format("{} {}", question.line.words, question.line.answer),
                    "title");
  return svg_drawing(left + kColumn * static_cast<double>(question.hops.size()) + 24, y + kRow,
                     "The weight of each sentence in each hop; a check mark at each supporting fact", drawn);
}

Markup image_drawing(const Alignments& all) {
  constexpr double kWidth = 96, kGap = 8, kTitle = 18;
  constexpr int kBeside = 6;
  const double height = kWidth * all.image->rows() / all.image->cols();
  Markup drawn;
  int count = 0;
  const auto add = [&](const Picture& picture, const std::string& title) {
    const double x = count % kBeside * (kWidth + kGap), y = count / kBeside * (height + kTitle + kGap);
    drawn += svg_text(x + kWidth / 2, y + kTitle - 5, "middle", title);
    drawn += element("image", {{"x", x},
                               {"y", y + kTitle},
                               {"width", kWidth},
                               {"height", height},
                               {"preserveAspectRatio", "none"},
                               {"image-rendering", "pixelated"},
                               {"href", data_address(picture)}});
    ++count;
  };
  add(picture_of_image(*all.image), "image");
  for (const Alignments::Head& head : all.heads) {
    const double largest = head.largest();
    for (int t = 0; t < head.weights->cols() && head.across > 0; ++t)
      add(picture_of_lit_image(*all.image, head.map(t), largest), all.step(t));
  }
  const int rows = (count + kBeside - 1) / kBeside;
  return svg_drawing(std::min(count, kBeside) * (kWidth + kGap), rows * (height + kTitle + kGap),
                     "The image, and the weights of its parts for each word of the answer", drawn);
}

Markup charts_drawing(const std::vector<Chart>& charts) {
  constexpr double kWidth = 440, kHeight = 330, kTitle = 20;
  Markup drawn;
  const std::size_t columns = std::min<std::size_t>(2, charts.size());
  for (std::size_t i = 0; i < charts.size(); ++i) {
    const double x = kWidth * static_cast<double>(i % columns),
                 y = (kHeight + kTitle) * static_cast<double>(i / columns);
    drawn += svg_text(x + 8, y + 14, "start", charts[i].title, "title");
    drawn += draw(
        charts[i],
        {{"x", x}, {"y", y + kTitle}, {"width", kWidth}, {"height", kHeight}, {"preserveAspectRatio", "xMidYMin"}});
  }
  const std::size_t rows = (charts.size() + columns - 1) / columns;
  return svg_drawing(kWidth * static_cast<double>(columns), (kHeight + kTitle) * static_cast<double>(rows), "Charts",
                     drawn);
}

}  // namespace memnet::report
