#include "program/report/text/story_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <vector>

#include "memnet/base/render.hpp"
#include "program/report/content/story_questions.hpp"
#include "program/text/printable.hpp"

namespace memnet {
namespace {

constexpr std::size_t kMostLetters = 60;  // of a line; the weights beside a longer line are not aligned

}  // namespace

std::string draw_story(const RunRecord::Trace& trace) {
  const std::vector<report::QuestionAsked> asked = report::questions_asked(trace);
  const std::size_t sentences = asked.empty() ? 0 : asked.front().sentences.size();
  std::vector<std::string> lines;
  std::istringstream text(trace.story);
  for (std::string line; std::getline(text, line);) {
    std::ranges::replace(line, '\t', ' ');
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(printable(line));
  }
  std::size_t width = 0;
  for (std::size_t i = 0; i < std::min(sentences, lines.size()); ++i)
    width = std::max(width, std::min(lines[i].size(), kMostLetters));

  std::string picture;
  if (sentences > 0 && report::is_story(trace)) {
    picture = fmt::format("  {:{}}", "", width);
    for (const report::QuestionAsked::Hop& hop : asked.front().hops)
      picture += fmt::format("{:>8}", printable(hop.title));
    picture += "\n";
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool has_weights = i < sentences && !asked.front().hops.empty();
    picture += has_weights ? fmt::format("  {:{}}", lines[i], width) : "  " + lines[i];
    for (std::size_t k = 0; has_weights && k < asked.front().hops.size(); ++k)
      if (const double weight = asked.front().hops[k].weight(i); !std::isnan(weight))
        picture += fmt::format("  {}{:5.2f}", shade(weight), weight);
    picture += "\n";
  }
  if (asked.empty()) return picture;
  for (const report::QuestionAsked::Hop& hop : asked.front().hops)
    if (hop.choice != nullptr)
      picture += fmt::format("  {} chooses one; the probability of its choice is {:.2f}\n", printable(hop.title),
                             hop.choice->numbers(0, hop.question));
  return picture;
}

}  // namespace memnet
