#include "program/report/content/alignments.hpp"

#include <algorithm>
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

}  // namespace

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

std::string Alignments::place(int i) const { return source.empty() ? std::to_string(i) : word_at(source, i, "-"); }

std::string Alignments::step(int t) const { return word_at(target, t, "(end)"); }

Alignments alignments_of(const RunRecord::Trace& trace) {
  Alignments all{.source = words_in(trace.source),
                 .target = words_in(trace.target),
                 .image = trace.image.size() > 0 ? &trace.image : nullptr,
                 .heads = {}};
  for (const RunRecord::Trace::Panel& panel : trace.panels)
    if (panel.role == TracedRole::weighting && panel.axis == TracedAxis::place)
      all.heads.push_back(
          {head_title(panel.head), panel.path(), &panel.numbers, all.image != nullptr ? panel.across : 0});
  return all;
}

}  // namespace memnet::report
