#include "program/report/sections/story_section.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "program/records/snapshots.hpp"
#include "program/report/markup/number.hpp"
#include "program/report/sections/weight_markup.hpp"

namespace memnet::report {
namespace {

using Words = std::vector<std::string>;

int largest(std::span<const Scalar> numbers) {
  return static_cast<int>(std::ranges::max_element(numbers) - numbers.begin());
}

// Returns the step that answers a question: the scored step with the number of the question.
int step_of(const RunRecord::Trace& trace, std::size_t question) {
  const Matrix* mask = find_panel(trace, TracedRole::mask);
  if (mask == nullptr || mask->rows() == 0) return static_cast<int>(question);
  int step = 0;
  for (std::size_t before = 0; step < mask->cols(); ++step)
    if ((*mask)(0, step) != 0 && before++ == question) break;
  return step;
}

// Returns the answer to a question, its probability, and whether it is right. Rows of outputs are words; a file
// without a list of words provides only the expected one.
Markup answer_to(const RunRecord::Trace& trace, const Words& words, std::size_t question, const std::string& expected,
                 const std::string& from) {
  const Matrix *outputs = find_panel(trace, TracedRole::output), *targets = find_panel(trace, TracedRole::target);
  const int q = step_of(trace, question);
  if (outputs == nullptr || outputs->rows() == 0 || q >= outputs->cols()) return "not recorded";
  const auto probabilities = outputs->column(q);
  const int word = largest(probabilities);
  const bool right =
      targets != nullptr && targets->rows() > 0 && q < targets->cols() && word == static_cast<int>((*targets)(0, q));
  const auto at = static_cast<std::size_t>(word);
  const std::string spelled = right ? expected : at < words.size() && !words[at].empty() ? words[at] : "no word";
  return element(
      "span", {{"class", right ? "right" : "wrong"}},
      {element("b", {{"class", "name"}}, {spelled}), right ? " (right, probability " : " (wrong, probability ",
       number(static_cast<double>(probabilities[at]), NumberFormat::percent,
              fmt::format("{} outputs {} {}", from, q, word)),
       ")"});
}

// Returns the sentences before a question, each with its weight in every hop.
Markup question_section(const RunRecord::Trace& trace, const QuestionAsked& question, std::size_t number,
                        const Words& words, const std::string& from) {
  const auto found = static_cast<std::size_t>(
      std::ranges::count_if(question.hops, [&](const QuestionAsked::Hop& hop) { return question.is_found_by(hop); }));
  const bool is_known = !question.hops.empty() && !question.line.supports.empty();
  const std::string verdict = !is_known                       ? ""
                              : found == question.hops.size() ? "Every hop has its largest weight at a supporting fact."
                              : found > 0 ? "Some hops have their largest weight at a supporting fact, others do not."
                                          : "No hop has its largest weight at a supporting fact.";
  Markup choices;
  for (const QuestionAsked::Hop& hop : question.hops)
    if (hop.choice != nullptr)
      choices += Markup(" ") + name_span(hop.title) + " chooses one; the probability of its choice is " +
                 report::number(static_cast<double>(hop.choice->numbers(0, hop.question)), NumberFormat::percent,
                                fmt::format("{} {} {} 0", from, hop.choice->path(), number)) +
                 ".";
  return element("section", {{"class", "question"}},
                 {element("h4", {name_span(question.line.words)}),
                  element("p", {"Answer: ", answer_to(trace, words, number, question.line.answer, from), ". Expected: ",
                                element("b", {{"class", "name"}}, {question.line.answer}), ". ", verdict, choices}),
                  weight_table(weights_of(question, number), from)});
}

}  // namespace

Markup story_content(const RunRecord::Trace& trace, const Words& words, const std::string& from) {
  const std::vector<QuestionAsked> asked = questions_asked(trace);
  Markup content;
  if (is_story(trace)) content += element("p", {"Brighter cells have larger weights."});
  for (std::size_t q = 0; q < asked.size(); ++q) content += question_section(trace, asked[q], q, words, from);
  if (std::ranges::count(story_lines(trace.story), true, &StoryLine::is_question) > std::ssize(asked))
    content += element("p", {"The story is longer than a page can show; further questions are left out."});
  return content;
}

}  // namespace memnet::report
