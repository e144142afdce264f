#include "program/report/text/alignment_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "memnet/base/render.hpp"
#include "memnet/base/text.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

constexpr int kMostPlaces = 40;           // that fit beside each other
constexpr std::size_t kMostLetters = 12;  // of a word at the side
constexpr const char* kEnd = "(end)";

// Returns the words of a text, shortened.
std::vector<std::string> words_in(const std::string& text) {
  std::vector<std::string> words;
  for (const std::string& word : split_text(text, ' '))
    if (!word.empty()) words.push_back(printable(word.substr(0, kMostLetters)));
  return words;
}

std::string draw_alignment(const RunRecord::Trace::Panel& panel, const std::vector<std::string>& source,
                           const std::vector<std::string>& target) {
  const int places = std::min(panel.numbers.rows(), kMostPlaces);
  std::string picture = fmt::format("  {:>{}}  ", printable(panel.head), kMostLetters);
  std::vector<std::size_t> widths;
  for (int i = 0; i < places; ++i) {
    const std::string word = static_cast<std::size_t>(i) < source.size() ? source[static_cast<std::size_t>(i)] : "";
    widths.push_back(std::max<std::size_t>(word.size(), 1) + 1);
    picture += fmt::format("{:<{}}", word, widths.back());
  }
  picture += "\n";
  for (int t = 0; t < panel.numbers.cols(); ++t) {
    const auto row = static_cast<std::size_t>(t);
    picture += fmt::format("  {:>{}}  ", row < target.size() ? target[row] : kEnd, kMostLetters);
    for (int i = 0; i < places; ++i) {
      const char mark = shade(static_cast<double>(panel.numbers(i, t)));
      const std::size_t width = widths[static_cast<std::size_t>(i)];
      picture += std::string(width - 1, mark) + " ";
    }
    picture.erase(picture.find_last_not_of(' ') + 1);
    picture += "\n";
  }
  return picture;
}

}  // namespace

std::string draw_alignments(const RunRecord::Trace& trace) {
  const std::vector<std::string> source = words_in(trace.source), target = words_in(trace.target);
  std::string pictures;
  for (const RunRecord::Trace::Panel& panel : trace.panels)
    if (panel.role == TracedRole::weighting && panel.axis == TracedAxis::place)
      pictures += (pictures.empty() ? "" : "\n") + draw_alignment(panel, source, target);
  return pictures;
}

}  // namespace memnet
