#include "tasks/babi/format/questions.hpp"

#include <algorithm>

#include "tasks/babi/format/words.hpp"

namespace memnet::babi {
inline namespace MEMNET_PRECISION {
namespace {

std::vector<int> numbers_of(const std::string& text, const Vocabulary& vocabulary) {
  std::vector<int> numbers;
  for (const std::string& word : split_words(text)) numbers.push_back(vocabulary.number(word));
  return numbers;
}

// The supports of a question as indices of sentences, from 0; in the file they are line numbers, which count questions
// too.
std::vector<int> facts_of(const StoryText& story, const Line& question) {
  std::vector<int> facts;
  for (const int line : question.supports)
    facts.push_back(static_cast<int>(std::ranges::count_if(story.begin(), story.begin() + (line - 1),
                                                           [](const Line& before) { return !before.is_question(); })));
  return facts;
}

void fill(Episode& episode, std::span<const int> words, std::span<const int> facts, int answer) {
  Context& story = episode.context;
  story.questions.add_list(words);
  story.supports.add_list(facts);
  story.answered_at.push_back(0);
  episode.targets(0, 0) = static_cast<Scalar>(answer);
  episode.mask(0, 0) = 1;
}

}  // namespace

std::vector<std::size_t> questions_of(const StoryText& story) {
  std::vector<std::size_t> lines;
  for (std::size_t i = 0; i < story.size(); ++i)
    if (story[i].is_question()) lines.push_back(i);
  return lines;
}

void ask(const StoryText& story, std::size_t question, const Vocabulary& vocabulary, Episode& episode) {
  episode.assign_context(1);
  for (std::size_t i = 0; i < question; ++i)
    if (!story[i].is_question()) episode.context.sentences.add_list(numbers_of(story[i].text, vocabulary));
  const Line& line = story[question];
  fill(episode, numbers_of(line.text, vocabulary), facts_of(story, line), vocabulary.number(answer_word(line.answer)));
}

void Questions::add(const StoryText& story, int subtask, const Vocabulary& vocabulary) {
  const auto sentences = std::make_shared<RaggedArray>();
  for (const Line& line : story) {
    if (!line.is_question()) {
      sentences->add_list(numbers_of(line.text, vocabulary));
      continue;
    }
    asked_.push_back({.sentences = sentences,
                      .count = sentences->size(),
                      .words = numbers_of(line.text, vocabulary),
                      .facts = facts_of(story, line),
                      .answer = vocabulary.number(answer_word(line.answer)),
                      .subtask = subtask});
  }
}

void Questions::fetch(int i, Episode& episode) const {
  const Asked& asked = asked_[static_cast<std::size_t>(i)];
  episode.assign_context(1);
  episode.context.sentences.assign(*asked.sentences, asked.count);
  fill(episode, asked.words, asked.facts, asked.answer);
  episode.subtask = asked.subtask;
}

void Questions::move_last(int count, Questions& to) {
  const auto first = asked_.end() - count;
  std::move(first, asked_.end(), std::back_inserter(to.asked_));
  asked_.erase(first, asked_.end());
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet::babi
