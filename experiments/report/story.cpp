#include "experiments/report/story.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "experiments/report/colour.hpp"
#include "experiments/report/figure.hpp"
#include "experiments/report/shade.hpp"
#include "experiments/traced.hpp"

namespace memnet::report {
namespace {

using Panel = RunRecord::Trace::Panel;
using Words = std::vector<std::string>;

int largest(std::span<const Scalar> numbers) {
  return static_cast<int>(std::ranges::max_element(numbers) - numbers.begin());
}

// The answer to a question, how sure the model is, and whether it is right. Rows of outputs are words; where a file does
// not say which, only the expected one is known.
Markup said(const RunRecord::Trace& trace, const Words& words, std::size_t question, const std::string& expected,
            const std::string& from) {
  const Matrix *outputs = find_panel(trace, "outputs"), *targets = find_panel(trace, "targets");
  const auto q = static_cast<int>(question);
  if (outputs == nullptr || outputs->rows() == 0 || q >= outputs->cols()) return "not recorded";
  const auto chances = outputs->column(q);
  const int word = largest(chances);
  const bool right = targets != nullptr && targets->rows() > 0 && q < targets->cols() &&
                     word == static_cast<int>((*targets)(0, q));
  const auto at = static_cast<std::size_t>(word);
  const std::string spelled = right ? expected : at < words.size() && !words[at].empty() ? words[at] : "no word";
  return element("span", {{"class", right ? "right" : "wrong"}},
                 {element("b", {{"class", "name"}}, {spelled}), right ? " (right, " : " (wrong, ",
                  figure(static_cast<double>(chances[at]), Shown::percent,
                         fmt::format("{} outputs {} {}", from, question, word)),
                  " sure)"});
}

Markup head_row(std::size_t hops) {
  Markup cells = element("th", {{"scope", "col"}}, {"sentence"});
  for (std::size_t hop = 0; hop < hops; ++hop)
    cells +=
        element("th", {{"scope", "col"}}, {"hop ", element("span", {{"class", "name"}}, {std::to_string(hop)})});
  return element("tr", {cells, element("th", {{"scope", "col"}}, {"told by"})});
}

// How many sentences a hop no longer knows: a memory holds the last of a long story.
std::size_t forgotten(std::size_t sentences, const Matrix& weights) {
  return sentences - std::min(sentences, static_cast<std::size_t>(weights.rows()));
}

// The sentences before a question, each with the weight that every hop gave it.
Markup question_section(const RunRecord::Trace& trace, const std::vector<StoryLine>& lines, const StoryLine& question,
                        std::size_t number, const Words& words, const std::string& from) {
  const std::vector<const Panel*> hops = hops_of(trace);
  std::vector<const StoryLine*> sentences;
  for (const StoryLine& line : lines) {
    if (&line == &question) break;
    if (!line.is_question) sentences.push_back(&line);
  }
  Markup rows;
  for (std::size_t s = 0; s < sentences.size(); ++s) {
    const bool supports = std::ranges::find(question.supports, sentences[s]->number) != question.supports.end();
    Markup cells = element(
        "th", {{"scope", "row"}},
        {element("span", {{"class", "name"}}, {fmt::format("{} {}", sentences[s]->number, sentences[s]->words)})});
    for (const Panel* hop : hops) {
      const std::size_t before = forgotten(sentences.size(), hop->numbers);
      if (s < before || static_cast<int>(number) >= hop->numbers.cols()) {
        cells += element("td", {"\u2013"});
        continue;
      }
      const std::size_t slot = s - before;
      const double weight = static_cast<double>(hop->numbers(static_cast<int>(slot), static_cast<int>(number)));
      cells += shaded_cell(weight,
                           figure(weight, Shown::percent, fmt::format("{} {} {} {}", from, hop->name, number, slot)));
    }
    rows += element("tr", {cells, element("td", {supports ? "\u2713 supports" : ""})});
  }
  // A hop attends to a support where no other sentence has more weight.
  std::size_t attended = 0;
  for (const Panel* hop : hops) {
    if (static_cast<int>(number) >= hop->numbers.cols() || hop->numbers.rows() == 0) continue;
    const std::size_t most = forgotten(sentences.size(), hop->numbers) +
                             static_cast<std::size_t>(largest(hop->numbers.column(static_cast<int>(number))));
    attended += most < sentences.size() &&
                        std::ranges::find(question.supports, sentences[most]->number) != question.supports.end()
                    ? 1
                    : 0;
  }
  const std::string verdict = attended == hops.size() ? "Every hop looked hardest at a sentence that tells the answer."
                              : attended > 0
                                  ? "Some hops looked hardest at a sentence that tells the answer, others did not."
                                  : "No hop looked hardest at a sentence that tells the answer.";
  return element("section", {{"class", "question"}},
                 {element("h4", {element("span", {{"class", "name"}}, {question.words})}),
                  element("p", {"Answer: ", said(trace, words, number, question.answer, from),
                                ". Expected: ", element("b", {{"class", "name"}}, {question.answer}), ". ", verdict}),
                  element("div", {{"class", "scroll"}},
                          {element("table", {{"class", "story"}},
                                   {element("thead", {head_row(hops.size())}), element("tbody", {rows})})})});
}

}  // namespace

std::vector<StoryLine> story_lines(const std::string& story) {
  std::vector<StoryLine> lines;
  std::istringstream text(story);
  for (std::string line; std::getline(text, line);) {
    std::istringstream fields(line);
    StoryLine told;
    std::string supports;
    fields >> told.number >> std::ws;
    std::getline(fields, told.words, '\t');
    told.is_question = static_cast<bool>(std::getline(fields, told.answer, '\t'));
    std::getline(fields, supports);
    std::istringstream numbers(supports);
    for (std::string support; numbers >> support;) told.supports.push_back(support);
    while (told.words.ends_with(' ')) told.words.pop_back();
    if (!told.number.empty()) lines.push_back(std::move(told));
  }
  return lines;
}

bool is_story(const RunRecord::Trace& trace) {
  return !trace.story.empty() && !hops_of(trace).empty();
}

Markup story_content(const RunRecord::Trace& trace, const Words& words, const std::string& from) {
  const std::vector<StoryLine> lines = story_lines(trace.story);
  Markup content = element("p", {"The brighter a cell, the more of its attention a hop gave to the sentence."});
  std::size_t number = 0;
  for (const StoryLine& line : lines)
    if (line.is_question) content += question_section(trace, lines, line, number++, words, from);
  return content;
}

}  // namespace memnet::report
