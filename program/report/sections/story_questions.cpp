#include "program/report/sections/story_questions.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include "program/records/snapshots.hpp"

namespace memnet::report {
namespace {

QuestionAsked::Hop hop_of(const RunRecord::Trace::Panel& panel, int question, std::size_t told) {
  const Matrix& numbers = panel.numbers;
  const std::size_t slots = question < numbers.cols() ? static_cast<std::size_t>(numbers.rows()) : 0;
  QuestionAsked::Hop hop{panel.name, told - std::min(told, slots), {}};
  hop.weights.assign(told, std::numeric_limits<double>::quiet_NaN());
  for (std::size_t sentence = hop.lost; sentence < told; ++sentence)
    hop.weights[sentence] = static_cast<double>(numbers(static_cast<int>(sentence - hop.lost), question));
  return hop;
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

bool QuestionAsked::is_told_by(std::size_t sentence) const {
  return std::ranges::find(line.supports, told[sentence].number) != line.supports.end();
}

bool QuestionAsked::is_found_by(const Hop& hop) const {
  double most = 0;
  for (const double weight : hop.weights) most = std::isnan(weight) ? most : std::max(most, weight);
  for (std::size_t sentence = 0; sentence < told.size(); ++sentence)
    if (most > 0 && hop.weights[sentence] == most && is_told_by(sentence)) return true;
  return false;
}

std::vector<QuestionAsked> questions_asked(const RunRecord::Trace& trace) {
  std::vector<QuestionAsked> asked;
  std::vector<StoryLine> told;
  for (const StoryLine& line : story_lines(trace.story)) {
    if (!line.is_question) {
      told.push_back(line);
      continue;
    }
    QuestionAsked question{line, told, {}};
    for (const RunRecord::Trace::Panel* hop : hops_of(trace))
      question.hops.push_back(hop_of(*hop, static_cast<int>(asked.size()), told.size()));
    asked.push_back(std::move(question));
  }
  return asked;
}

bool is_story(const RunRecord::Trace& trace) { return !trace.story.empty() && !hops_of(trace).empty(); }

}  // namespace memnet::report
