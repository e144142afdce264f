#include "program/report/sections/image_markup.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "program/report/drawing/lit_image.hpp"
#include "program/report/drawing/svg.hpp"

namespace memnet::report {
namespace {

constexpr int kMostWords = 100;  // that are shown

// Returns a picture as an element, larger than its pixels, with a caption below it.
Markup framed_picture(const Picture& picture, const std::string& alternative, const Markup& caption) {
  constexpr int kPixel = 4;
  return element("figure", {element("img", {{"alt", alternative},
                                            {"width", picture.width * kPixel},
                                            {"height", picture.height * kPixel},
                                            {"src", data_address(picture)}}),
                            element("figcaption", {caption})});
}

}  // namespace

Markup image_frame(const Alignments& all) {
  return element("div", {{"class", "maps"}}, {framed_picture(picture_of_image(*all.image), "the image", "the image")});
}

Markup map_frames(const Alignments& all, const Alignments::Head& head) {
  const int words = std::min(head.weights->cols(), kMostWords);
  const double largest = head.largest();
  Markup frames = framed_picture(picture_of_image(*all.image), "the image", "the image");
  for (int t = 0; t < words; ++t) {
    const auto weights = head.weights->column(t);
    const auto place = static_cast<int>(std::ranges::max_element(weights) - weights.begin());
    const std::string alternative = fmt::format("{}: the largest weight is at row {}, column {}", all.step(head, t),
                                                place / head.across + 1, place % head.across + 1);
    frames += framed_picture(picture_of_lit_image(*all.image, head.map(t), largest), alternative,
                             name_span(all.step(head, t)));
  }
  Markup maps = element("p", {name_span(head.title)}) + element("div", {{"class", "maps"}}, {frames});
  if (words < head.weights->cols())
    maps += element("p", {fmt::format("Shown are the first {} of {} words.", words, head.weights->cols())});
  return maps;
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
    if (head.across == 0) continue;
    const double largest = head.largest();
    for (int t = 0; t < std::min(head.weights->cols(), kMostWords); ++t)
      add(picture_of_lit_image(*all.image, head.map(t), largest), all.step(head, t));
  }
  const int rows = (count + kBeside - 1) / kBeside;
  return svg_drawing(std::min(count, kBeside) * (kWidth + kGap), rows * (height + kTitle + kGap),
                     "The image, and the weights of its parts for each word of the answer", drawn);
}

}  // namespace memnet::report
