#include "program/report/content/story_questions.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include "program/records/snapshots.hpp"

namespace memnet::report {
namespace {

QuestionAsked::Hop hop_of(const RunRecord::Trace& trace, const RunRecord::Trace::Panel& panel, int question,
                          std::size_t sentences) {
  const Matrix& numbers = panel.numbers;
  const std::size_t slots = question < numbers.cols() ? static_cast<std::size_t>(numbers.rows()) : 0;
  const auto choice = std::ranges::find_if(trace.panels, [&](const RunRecord::Trace::Panel& other) {
    return other.role == TracedRole::probability && other.head == panel.head && question < other.numbers.cols();
  });
  return {head_title(panel.head),
          panel.path(),
          sentences - std::min(sentences, slots),
          &numbers,
          question,
          choice == trace.panels.end() ? nullptr : &*choice};
}

// The weights that are shown of all questions together: a page with more can be neither made nor read.
constexpr std::size_t kMostWeights = 50'000;

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
    std::ranges::sort(parsed.supports);
    while (parsed.words.ends_with(' ')) parsed.words.pop_back();
    if (!parsed.number.empty()) lines.push_back(std::move(parsed));
  }
  return lines;
}

double QuestionAsked::Hop::weight(std::size_t sentence) const {
  return sentence < lost ? std::numeric_limits<double>::quiet_NaN()
                         : static_cast<double>((*numbers)(static_cast<int>(sentence - lost), question));
}

bool QuestionAsked::is_supported_by(std::size_t sentence) const {
  return std::ranges::binary_search(line.supports, sentences[sentence].number);
}

bool QuestionAsked::is_found_by(const Hop& hop) const {
  double most = 0;
  for (std::size_t sentence = hop.lost; sentence < sentences.size(); ++sentence)
    most = std::max(most, hop.weight(sentence));
  for (std::size_t sentence = hop.lost; sentence < sentences.size(); ++sentence)
    if (most > 0 && hop.weight(sentence) == most && is_supported_by(sentence)) return true;
  return false;
}

std::vector<QuestionAsked> questions_asked(const RunRecord::Trace& trace) {
  const std::vector<const RunRecord::Trace::Panel*> weightings = weightings_over_sentences(trace);
  const auto story = std::make_shared<std::vector<StoryLine>>();
  std::vector<QuestionAsked> asked;
  std::size_t weights = 0;
  for (StoryLine& line : story_lines(trace.story)) {
    if (!line.is_question) {
      story->push_back(std::move(line));
      continue;
    }
    weights += (1 + story->size()) * (1 + weightings.size());
    if (weights > kMostWeights) break;
    asked.push_back({std::move(line), story, std::span(*story), {}});
    for (const RunRecord::Trace::Panel* hop : weightings)
      asked.back().hops.push_back(hop_of(trace, *hop, static_cast<int>(asked.size()) - 1, story->size()));
  }
  // The sentences have moved while the story grew.
  for (QuestionAsked& question : asked) question.sentences = std::span(*story).first(question.sentences.size());
  return asked;
}

bool is_story(const RunRecord::Trace& trace) {
  return !trace.story.empty() && !weightings_over_sentences(trace).empty();
}

}  // namespace memnet::report
