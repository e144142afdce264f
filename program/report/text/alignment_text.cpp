#include "program/report/text/alignment_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "memnet/base/render.hpp"
#include "program/report/content/alignments.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

constexpr int kMostPlaces = 40;               // that fit beside each other
constexpr std::size_t kMostWordLetters = 12;  // of a word

std::string shortened(const std::string& word) { return printable(word.substr(0, kMostWordLetters)); }

std::string draw_alignment(const report::Alignments& all, const report::Alignments::Head& head) {
  const int places = std::min(head.weights->rows(), kMostPlaces);
  std::string picture = fmt::format("  {:>{}}  ", printable(head.title), kMostWordLetters);
  std::vector<std::size_t> widths;
  for (int i = 0; i < places; ++i) {
    const std::string word = shortened(all.place(i));
    widths.push_back(word.size());
    picture += word + " ";
  }
  picture += "\n";
  for (int t = 0; t < head.weights->cols(); ++t) {
    picture += fmt::format("  {:>{}}  ", shortened(all.step(t)), kMostWordLetters);
    for (int i = 0; i < places; ++i)
      picture +=
          std::string(widths[static_cast<std::size_t>(i)], shade(static_cast<double>((*head.weights)(i, t)))) + " ";
    picture.erase(picture.find_last_not_of(' ') + 1);
    picture += "\n";
  }
  return picture;
}

}  // namespace

std::string draw_alignments(const RunRecord::Trace& trace) {
  const report::Alignments all = report::alignments_of(trace);
  std::string pictures;
  for (const report::Alignments::Head& head : all.heads)
    pictures += (pictures.empty() ? "" : "\n") + draw_alignment(all, head);
  return pictures;
}

}  // namespace memnet
