#include "memnet/data/episode.hpp"

#include <algorithm>
#include <utility>

#include "memnet/base/error.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

void Episode::assign_story(int questions) {
  assign(0, 1, questions);
  inputs.assign(0, 0);
  answers = TargetKind::word;
}

int Episode::items() const {
  if (inputs.cols() == 0) return story.sentences.size();
  return static_cast<int>(*std::ranges::max_element(item_shown.numbers()));
}

void story_to_sequence(Episode& episode, int words) {
  const Story& story = episode.story;
  if (episode.inputs.cols() > 0 || story.empty()) return;
  int steps = 0;
  for (const RaggedArray* lists : {&story.sentences, &story.questions})
    for (int i = 0; i < lists->size(); ++i) steps += static_cast<int>((*lists)[i].size()) + 1;
  // item_asked holds the answers for now and is filled last: a copy of the answers would allocate memory each time.
  std::swap(episode.targets, episode.item_asked);
  const Matrix& answers = episode.item_asked;
  episode.input_words = words + 2;
  for (Matrix* part : {&episode.inputs, &episode.targets, &episode.mask, &episode.item_shown}) part->assign(1, steps);
  int t = 0;
  const auto add_words = [&](std::span<const int> sentence, int end) {
    for (const int word : sentence) {
      if (word < 1 || word > words)
        fail(ErrorKind::data, "a story holds word {}, but its task has words 1 to {}", word, words);
      episode.inputs(0, t++) = static_cast<Scalar>(word);
    }
    episode.inputs(0, t) = static_cast<Scalar>(end);
  };
  for (int i = 0; i < story.sentences.size(); ++i) {
    add_words(story.sentences[i], words + 1);
    episode.item_shown(0, t++) = static_cast<Scalar>(i + 1);
  }
  for (int i = 0; i < story.questions.size(); ++i) {
    add_words(story.questions[i], words + 2);
    episode.targets(0, t) = answers(0, i);
    episode.mask(0, t) = 1;
    episode.story.answered_at[static_cast<std::size_t>(i)] = t++;
  }
  episode.item_asked.assign(1, steps);
  for (int i = 0; i < story.questions.size(); ++i)
    if (const std::span<const int> facts = story.supports[i]; facts.size() == 1)
      episode.item_asked(0, story.answered_at[static_cast<std::size_t>(i)]) = static_cast<Scalar>(facts[0] + 1);
}

void write_one_hot(const Episode& episode, int t, Scalar* channels) {
  if (const int word = static_cast<int>(episode.inputs(0, t)); word > 0) channels[word - 1] = 1;
}

Matrix words_of_one_hot(const Matrix& columns) {
  Matrix words(1, columns.cols());
  for (int t = 0; t < columns.cols(); ++t)
    for (int channel = 0; channel < columns.rows(); ++channel)
      if (columns(channel, t) != 0) words(0, t) = static_cast<Scalar>(channel + 1);
  return words;
}

int count_scored(const Episode& episode) {
  int steps = 0;
  for (const Scalar m : episode.mask.numbers()) steps += m != 0 ? 1 : 0;
  return steps * episode.targets.rows();
}

double negative_log_likelihood(const Matrix& answer, const Episode& episode) {
  const TargetKindEntry& kind = entry_of(episode.answers);
  double nats = 0;
  for (int t = 0; t < episode.steps(); ++t)
    if (episode.mask(0, t) != 0) nats += kind.cost(answer.column(t), episode.targets.column(t));
  return nats;
}

}  // namespace MEMNET_PRECISION
}  // namespace memnet
