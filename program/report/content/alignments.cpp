#include "program/report/content/alignments.hpp"

#include <algorithm>
#include <optional>
#include <sstream>

#include "program/report/content/story_questions.hpp"

namespace memnet::report {
namespace {

std::vector<std::string> words_in(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::string word_at(const std::vector<std::string>& words, int i, const char* otherwise) {
  const auto index = static_cast<std::size_t>(i);
  return index < words.size() ? words[index] : otherwise;
}

// The name of a head. "self0/1" has its layer before the slash.
std::string title_of(const std::string& head) { return head.find('/') == head.npos ? head_title(head) : head; }

std::string source_word(const std::vector<std::string>& source, int i) {
  return source.empty() ? std::to_string(i) : word_at(source, i, "-");
}

// Returns whether a panel shows where words looked, and which.
std::optional<Alignments::Sides> sides_of(const RunRecord::Trace::Panel& panel) {
  if (panel.role == TracedRole::self_attention && panel.axis == TracedAxis::place)
    return Alignments::Sides::source_at_source;
  if (panel.role != TracedRole::weighting) return std::nullopt;
  if (panel.axis == TracedAxis::place) return Alignments::Sides::answer_at_source;
  return panel.axis == TracedAxis::earlier_step ? std::optional(Alignments::Sides::answer_at_answer) : std::nullopt;
}

}  // namespace

int Alignments::Head::places() const {
  return sides == Sides::answer_at_answer ? std::min(weights->rows(), weights->cols()) : weights->rows();
}

Matrix Alignments::Head::map(int step) const {
  Matrix map(weights->rows() / across, across);
  for (int i = 0; i < weights->rows(); ++i) map(i / across, i % across) = (*weights)(i, step);
  return map;
}

double Alignments::Head::largest() const {
  double largest = 1e-9;
  for (const Scalar weight : weights->numbers()) largest = std::max(largest, static_cast<double>(weight));
  return largest;
}

std::string Alignments::place(const Head& head, int i) const {
  if (head.sides != Sides::answer_at_answer) return source_word(source, i);
  return i == 0 ? "(start)" : word_at(target, i - 1, "-");
}

std::string Alignments::step(const Head& head, int t) const {
  if (head.sides == Sides::source_at_source) return source_word(source, t);
  return word_at(target, t, target.empty() ? "(answer)" : "(end)");  // numbers have no words and no end
}

Alignments alignments_of(const RunRecord::Trace& trace) {
  Alignments all{.source = words_in(trace.source),
                 .target = words_in(trace.target),
                 .image = trace.image.size() > 0 ? &trace.image : nullptr,
                 .heads = {}};
  for (const RunRecord::Trace::Panel& panel : trace.panels)
    if (const auto sides = sides_of(panel)) {
      const bool is_map = all.image != nullptr && *sides == Alignments::Sides::answer_at_source;
      all.heads.push_back({title_of(panel.head), panel.path(), &panel.numbers, is_map ? panel.across : 0, *sides});
    }
  return all;
}

}  // namespace memnet::report
