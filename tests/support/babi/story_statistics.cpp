#include "tests/support/babi/story_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "tasks/babi/format/words.hpp"

namespace memnet::babi {
namespace {

// The sum of a number over a story, and the number of the story's questions.
struct Part {
  double sum, questions;
};

// The mean over all questions and its standard error, with independent stories.
Mean mean_of(const std::vector<Part>& parts) {
  double sum = 0, questions = 0, squares = 0;
  for (const Part& part : parts) sum += part.sum, questions += part.questions;
  const double mean = sum / questions;
  for (const Part& part : parts) squares += std::pow(part.sum - mean * part.questions, 2);
  return {mean, std::sqrt(squares) / questions};
}

template <class Number>
Mean mean_over(std::span<const StoryText> stories, Number number) {
  std::vector<Part> parts;
  for (const StoryText& story : stories) {
    Part& part = parts.emplace_back(Part{0, 0});
    int statements = 0;
    for (std::size_t i = 0; i < story.size(); ++i) {
      if (!story[i].is_question()) ++statements;
      part.sum += number(story[i], static_cast<int>(i) + 1, statements);
      part.questions += story[i].is_question() ? 1 : 0;
    }
  }
  return mean_of(parts);
}

}  // namespace

std::set<std::string> Statistics::words_and_answers() const {
  std::set<std::string> all = words;
  for (const auto& [answer, share] : answers) all.insert(answer);
  return all;
}

Statistics measure(std::span<const StoryText> stories) {
  Statistics statistics;
  statistics.stories = static_cast<int>(stories.size());
  for (const StoryText& story : stories)
    for (const Line& line : story) {
      for (std::string& word : split_words(line.text)) statistics.words.insert(std::move(word));
      if (!line.is_question()) continue;
      ++statistics.questions;
      statistics.answers[answer_word(line.answer)] = {};
    }
  // The mean of a number over the questions; statements do not contribute.
  const auto over_questions = [&](auto number) {
    return mean_over(stories, [&](const Line& line, int place, int statements) {
      return line.is_question() ? number(line, place, statements) : 0.0;
    });
  };
  statistics.statements = mean_over(stories, [](const Line& line, int, int) { return line.is_question() ? 0.0 : 1.0; });
  statistics.context = over_questions([](const Line&, int, double statements) { return statements; });
  const Mean squares = over_questions([](const Line&, int, double statements) { return statements * statements; });
  statistics.context_deviation = std::sqrt(std::max(0.0, squares.value - std::pow(statistics.context.value, 2)));
  statistics.supports =
      over_questions([](const Line& line, int, int) { return static_cast<double>(line.supports.size()); });
  statistics.distance = over_questions([](const Line& line, int place, int) {
    return static_cast<double>(place - *std::ranges::min_element(line.supports));
  });
  for (auto& entry : statistics.answers)
    entry.second =
        over_questions([&](const Line& line, int, int) { return answer_word(line.answer) == entry.first ? 1.0 : 0.0; });
  return statistics;
}

}  // namespace memnet::babi
