#include "program/report/text/story_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "program/report/content/weight_table.hpp"
#include "program/report/text/weight_text.hpp"
#include "program/text/printable.hpp"

namespace memnet {

std::string draw_story(const RunRecord::Trace& trace) {
  const std::vector<report::QuestionAsked> asked = report::questions_asked(trace);
  const std::size_t sentences = asked.empty() ? 0 : asked.front().sentences.size();
  std::string picture = asked.empty() ? "" : draw_weights(report::weights_of(asked.front(), 0));
  std::istringstream text(trace.story);
  std::size_t number = 0;
  for (std::string line; std::getline(text, line);) {
    if (number++ < sentences) continue;
    std::ranges::replace(line, '\t', ' ');
    line.erase(line.find_last_not_of(' ') + 1);
    picture += "  " + printable(line) + "\n";
  }
  if (asked.empty()) return picture;
  for (const report::QuestionAsked::Hop& hop : asked.front().hops)
    if (hop.choice != nullptr)
      picture += fmt::format("  {} chooses one; the probability of its choice is {:.2f}\n", printable(hop.title),
                             hop.choice->numbers(0, hop.question));
  return picture;
}

}  // namespace memnet
