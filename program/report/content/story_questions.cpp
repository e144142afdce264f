#include "program/report/content/story_questions.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include "program/records/snapshots.hpp"

namespace memnet::report {
namespace {

QuestionAsked::Hop hop_of(const RunRecord::Trace::Panel& panel, int question, std::size_t sentences) {
  const Matrix& numbers = panel.numbers;
  const std::size_t slots = question < numbers.cols() ? static_cast<std::size_t>(numbers.rows()) : 0;
  QuestionAsked::Hop hop{head_title(panel.head), panel.path(), sentences - std::min(sentences, slots), {}};
  hop.weights.assign(sentences, std::numeric_limits<double>::quiet_NaN());
  for (std::size_t sentence = hop.lost; sentence < sentences; ++sentence)
    hop.weights[sentence] = static_cast<double>(numbers(static_cast<int>(sentence - hop.lost), question));
  return hop;
}

}  // namespace

std::string head_title(std::string head) {
  const std::size_t digits = head.find_last_not_of("0123456789") + 1;
  if (digits > 0 && digits < head.size()) head.insert(digits, " ");
  return head;
}

std::vector<StoryLine> story_lines(const std::string& story) {
  std::vector<StoryLine> lines;
  std::istringstream text(story);
  for (std::string line; std::getline(text, line);) {
    std::istringstream fields(line);
    StoryLine parsed;
    std::string supports;
    fields >> parsed.number >> std::ws;
    std::getline(fields, parsed.words, '\t');
    parsed.is_question = static_cast<bool>(std::getline(fields, parsed.answer, '\t'));
    std::getline(fields, supports);
    std::istringstream numbers(supports);
    for (std::string support; numbers >> support;) parsed.supports.push_back(support);
    while (parsed.words.ends_with(' ')) parsed.words.pop_back();
    if (!parsed.number.empty()) lines.push_back(std::move(parsed));
  }
  return lines;
}

bool QuestionAsked::is_supported_by(std::size_t sentence) const {
  return std::ranges::find(line.supports, sentences[sentence].number) != line.supports.end();
}

bool QuestionAsked::is_found_by(const Hop& hop) const {
  double most = 0;
  for (const double weight : hop.weights) most = std::isnan(weight) ? most : std::max(most, weight);
  for (std::size_t sentence = 0; sentence < sentences.size(); ++sentence)
    if (most > 0 && hop.weights[sentence] == most && is_supported_by(sentence)) return true;
  return false;
}

std::vector<QuestionAsked> questions_asked(const RunRecord::Trace& trace) {
  std::vector<QuestionAsked> asked;
  std::vector<StoryLine> sentences;
  for (const StoryLine& line : story_lines(trace.story)) {
    if (!line.is_question) {
      sentences.push_back(line);
      continue;
    }
    QuestionAsked question{line, sentences, {}};
    for (const RunRecord::Trace::Panel* hop : weightings_over_sentences(trace))
      question.hops.push_back(hop_of(*hop, static_cast<int>(asked.size()), sentences.size()));
    asked.push_back(std::move(question));
  }
  return asked;
}

bool is_story(const RunRecord::Trace& trace) {
  return !trace.story.empty() && !weightings_over_sentences(trace).empty();
}

}  // namespace memnet::report
