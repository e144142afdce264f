#include "experiments/story_drawing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <vector>

#include "experiments/printable.hpp"
#include "experiments/traced.hpp"
#include "memnet/core/draw.hpp"

namespace memnet {
namespace {

constexpr std::size_t kWidest = 60;  // letters of a sentence that hops are lined up behind

}  // namespace

std::string draw_story(const RunRecord::Trace& trace) {
  std::vector<std::string> sentences, others;
  std::istringstream text(trace.story);
  for (std::string line; std::getline(text, line);) {
    const bool asks = line.find('\t') != line.npos;
    std::ranges::replace(line, '\t', ' ');
    line.erase(line.find_last_not_of(' ') + 1);
    (asks || !others.empty() ? others : sentences).push_back(printable(line));
  }
  std::size_t width = 0;
  for (const std::string& sentence : sentences) width = std::max(width, std::min(sentence.size(), kWidest));

  const std::vector<const RunRecord::Trace::Panel*> hops = hops_of(trace);
  std::string picture;
  if (!hops.empty() && !sentences.empty()) {
    picture = fmt::format("  {:{}}", "", width);
    for (std::size_t k = 0; k < hops.size(); ++k) picture += fmt::format("{:>8}", fmt::format("hop {}", k));
    picture += "\n";
  }
  const int told = static_cast<int>(sentences.size());
  for (int i = 0; i < told; ++i) {
    const std::string& sentence = sentences[static_cast<std::size_t>(i)];
    picture += hops.empty() ? "  " + sentence : fmt::format("  {:{}}", sentence, width);
    for (const RunRecord::Trace::Panel* hop : hops) {
      const Matrix& w = hop->numbers;
      const int slot = i - std::max(0, told - w.rows());  // slots hold the newest sentences
      if (slot < 0) continue;
      picture += fmt::format("  {}{:5.2f}", shade(static_cast<double>(w(slot, 0))), w(slot, 0));
    }
    picture += "\n";
  }
  for (const std::string& line : others) picture += "  " + line + "\n";
  return picture;
}

}  // namespace memnet
