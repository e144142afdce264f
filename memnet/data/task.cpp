#include "memnet/data/task.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "memnet/base/interruption.hpp"
#include "memnet/base/render.hpp"
#include "memnet/base/text.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

std::string Task::word(int number) const { return fmt::format("word{}", number); }

namespace {

// Number 0 is no word, and neither are the numbers that a model may have beyond the vocabulary of the task.
std::string name_of(const Task& task, int number) {
  return number < 1 || number > task.spec().words ? "nothing" : task.word(number);
}

// A story whose answers are words, and below each question the model's answer.
std::string render_story(const Task& task, const Episode& episode, const Matrix& answer) {
  const Story& story = episode.story;
  std::string text;
  for (int i = 0; i < story.sentences.size(); ++i)
    text += fmt::format("{:>12} {}\n", i + 1, words_of(task, story.sentences[i]));
  for (int i = 0; i < story.questions.size(); ++i) {
    const int step = story.answered_at[static_cast<std::size_t>(i)];
    const int right = static_cast<int>(episode.targets(0, step));
    const std::span<const Scalar> probabilities = answer.column(step);
    const int answered = static_cast<int>(std::ranges::max_element(probabilities) - probabilities.begin());
    text += fmt::format("{:>12} {}?\n", "question", words_of(task, story.questions[i]));
    text += fmt::format("{:>12} {}\n", "right", name_of(task, right));
    text += fmt::format("{:>12} {} ({:.1f} %)\n", "answer", name_of(task, answered),
                        100 * static_cast<double>(probabilities[static_cast<std::size_t>(answered)]));
    std::string facts;
    for (const int fact : story.supports[i]) append_item(facts, fmt::format("{}", fact + 1));
    if (!facts.empty()) text += fmt::format("{:>12} {}\n", "because of", facts);
  }
  return text;
}

}  // namespace

std::string Task::render(const Episode& episode, const Matrix& answer) const {
  if (episode.answers == TargetKind::word) return render_story(*this, episode, answer);
  return render_rows("input", episode.inputs) + render_rows("target", episode.targets, episode.mask) +
         render_rows("answer", answer, episode.mask);
}

void sample_episode(const Task& task, const EpisodeRequest& request, InputForm form, Episode& episode) {
  throw_if_interrupted();
  RandomStream stream(request.seed, request.purpose, request.index);
  const int count = task.count(request.split);
  if (count == 0)
    task.sample(stream, request.length, episode);
  else if (request.split == Split::train)
    task.fetch(request.split, stream.between(0, count - 1), episode);
  else
    task.fetch(request.split, static_cast<int>(request.index % static_cast<std::uint64_t>(count)), episode);
  if (form == InputForm::sequence && episode.inputs.cols() == 0) story_to_sequence(episode, task.spec().words);
}

std::string words_of(const Task& task, std::span<const int> numbers) {
  std::string text;
  for (const int number : numbers) append_item(text, name_of(task, number), " ");
  return text;
}

std::string story_text(const Task& task, const Episode& episode) {
  const Story& story = episode.story;
  std::string text;
  int line = 0;
  for (int i = 0; i < story.sentences.size(); ++i)
    text += fmt::format("{} {}.\n", ++line, words_of(task, story.sentences[i]));
  for (int i = 0; i < story.questions.size(); ++i) {
    const int answer = static_cast<int>(episode.targets(0, story.answered_at[static_cast<std::size_t>(i)]));
    text +=
        fmt::format("{} {}?\t{}\t", ++line, words_of(task, story.questions[i]), answer == 0 ? "" : task.word(answer));
    std::string facts;
    for (const int fact : story.supports[i]) append_item(facts, fmt::format("{}", fact + 1), " ");
    text += facts + "\n";
  }
  return text;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
