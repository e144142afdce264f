#include "program/report/sections/story_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "program/records/snapshots.hpp"
#include "program/report/drawing/color.hpp"
#include "program/report/drawing/colored_cell.hpp"
#include "program/report/markup/number.hpp"
#include "program/report/sections/story_questions.hpp"

namespace memnet::report {
namespace {

using Words = std::vector<std::string>;

int largest(std::span<const Scalar> numbers) {
  return static_cast<int>(std::ranges::max_element(numbers) - numbers.begin());
}

// The step that answers a question: the one with its number among those that are scored.
int step_of(const RunRecord::Trace& trace, std::size_t question) {
  const Matrix* mask = find_panel(trace, "mask");
  if (mask == nullptr || mask->rows() == 0) return static_cast<int>(question);
  int step = 0;
  for (std::size_t before = 0; step < mask->cols(); ++step)
    if ((*mask)(0, step) != 0 && before++ == question) break;
  return step;
}

// The answer to a question, how sure the model is, and whether it is right. Rows of outputs are words; where a file
// does not say which, only the expected one is known.
Markup said(const RunRecord::Trace& trace, const Words& words, std::size_t question, const std::string& expected,
            const std::string& from) {
  const Matrix *outputs = find_panel(trace, "outputs"), *targets = find_panel(trace, "targets");
  const int q = step_of(trace, question);
  if (outputs == nullptr || outputs->rows() == 0 || q >= outputs->cols()) return "not recorded";
  const auto chances = outputs->column(q);
  const int word = largest(chances);
  const bool right =
      targets != nullptr && targets->rows() > 0 && q < targets->cols() && word == static_cast<int>((*targets)(0, q));
  const auto at = static_cast<std::size_t>(word);
  const std::string spelled = right ? expected : at < words.size() && !words[at].empty() ? words[at] : "no word";
  return element(
      "span", {{"class", right ? "right" : "wrong"}},
      {element("b", {{"class", "name"}}, {spelled}), right ? " (right, " : " (wrong, ",
       number(static_cast<double>(chances[at]), NumberFormat::percent, fmt::format("{} outputs {} {}", from, q, word)),
       " sure)"});
}

Markup head_row(std::size_t hops) {
  Markup cells = element("th", {{"scope", "col"}}, {"sentence"});
  for (std::size_t hop = 0; hop < hops; ++hop)
    cells += element("th", {{"scope", "col"}}, {"hop ", element("span", {{"class", "name"}}, {std::to_string(hop)})});
  return element("tr", {cells, element("th", {{"scope", "col"}}, {"told by"})});
}

// The sentences before a question, each with the weight that every hop gave it.
Markup question_section(const RunRecord::Trace& trace, const QuestionAsked& question, std::size_t number,
                        const Words& words, const std::string& from) {
  Markup rows;
  for (std::size_t s = 0; s < question.told.size(); ++s) {
    const StoryLine& sentence = question.told[s];
    Markup cells =
        element("th", {{"scope", "row"}},
                {element("span", {{"class", "name"}}, {fmt::format("{} {}", sentence.number, sentence.words)})});
    for (const QuestionAsked::Hop& hop : question.hops) {
      const double weight = hop.weights[s];
      cells +=
          std::isnan(weight)
              ? element("td", {"\u2013"})
              : colored_cell(weight, report::number(weight, NumberFormat::percent,
                                                    fmt::format("{} {} {} {}", from, hop.panel, number, s - hop.lost)));
    }
    rows += element("tr", {cells, element("td", {question.is_told_by(s) ? "\u2713 supports" : ""})});
  }
  const auto found = static_cast<std::size_t>(
      std::ranges::count_if(question.hops, [&](const QuestionAsked::Hop& hop) { return question.is_found_by(hop); }));
  const std::string verdict =
      question.hops.empty()           ? ""
      : found == question.hops.size() ? "Every hop looked hardest at a sentence that tells the answer."
      : found > 0                     ? "Some hops looked hardest at a sentence that tells the answer, others did not."
                                      : "No hop looked hardest at a sentence that tells the answer.";
  return element("section", {{"class", "question"}},
                 {element("h4", {element("span", {{"class", "name"}}, {question.line.words})}),
                  element("p", {"Answer: ", said(trace, words, number, question.line.answer, from), ". Expected: ",
                                element("b", {{"class", "name"}}, {question.line.answer}), ". ", verdict}),
                  element("div", {{"class", "scroll"}},
                          {element("table", {{"class", "story"}},
                                   {element("thead", {head_row(question.hops.size())}), element("tbody", {rows})})})});
}

}  // namespace

Markup story_content(const RunRecord::Trace& trace, const Words& words, const std::string& from) {
  const std::vector<QuestionAsked> asked = questions_asked(trace);
  Markup content;
  if (is_story(trace))
    content += element("p", {"The brighter a cell, the more of its attention a hop gave to the sentence."});
  for (std::size_t q = 0; q < asked.size(); ++q) content += question_section(trace, asked[q], q, words, from);
  return content;
}

}  // namespace memnet::report
