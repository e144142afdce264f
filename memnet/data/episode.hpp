// What tasks make and models read: the one place where the two meet.
#pragma once

#include <span>
#include <vector>

#include "memnet/base/matrix.hpp"
#include "memnet/data/story.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// What an answer is made of, and so how it is scored: bits, each for itself, or one of many words.
enum class TargetKind { bits, word };

// The form in which a model reads an episode: step after step, or as the story that it is.
enum class InputForm { sequence, story };

// One sequence to learn from; time runs along the columns. Or a story with questions, whose answers are the columns.
// Many tasks have both forms.
struct Episode {
  Matrix inputs;   // [inputs, T]; no columns where there is only a story
  Matrix targets;  // [outputs, T], bits; or [1, T], the number of a word; zero where nothing is asked
  Matrix mask;     // [1, T]: 1 where the answer is scored
  // What an all-knowing head needs. Items worth keeping are numbered from 1 as they are shown.
  Matrix item_shown = {};  // [1, T]: the number of the item that this step shows; 0 where it shows none
  Matrix item_asked =
      {};  // [1, T]: the number of the item that the answer is read off; 0 where no single item tells it

  TargetKind answers = TargetKind::bits;
  Story story = {};  // empty where the task tells none
  int part = 0;      // which of the task's parts it belongs to

  int steps() const { return targets.cols(); }
  void assign(int inputs_wide, int outputs_wide, int steps) {
    inputs.assign(inputs_wide, steps);
    targets.assign(outputs_wide, steps);
    mask.assign(1, steps);
    item_shown.assign(1, steps);
    item_asked.assign(1, steps);
    story.clear();
  }
  // A story without a sequence: so many questions, each answered by one word.
  void assign_story(int questions);
};

// Turns an episode that is only a story into a sequence, word by word. Each sentence ends with a full stop, each
// question with a question mark, where its answer is scored; both are channels behind those of the `words`. Sentences
// are the items. Nothing happens where there is a sequence already.
void story_to_sequence(Episode& episode, int words);

// How many answers of the episode are scored: bits, or words.
int count_scored(const Episode& episode);
// What it costs to answer with these probabilities [outputs, T]: negative log-likelihood, in nats.
double negative_log_likelihood(const Matrix& answer, const Episode& episode);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
