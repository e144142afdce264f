// Episode: the data that tasks create and models read.
#pragma once

#include <span>
#include <vector>

#include "memnet/base/matrix.hpp"
#include "memnet/data/story.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// What an answer consists of, and therefore how it is scored.
enum class TargetKind {
  bits,  // several bits, each scored by itself
  word,  // one word of a vocabulary
};

// The form in which a model reads an episode.
enum class InputForm {
  sequence,  // one input vector a time step
  story,     // sentences and questions, as lists of words
};

// One example. As a sequence, each column is a time step; as a story, each column is the answer to a question. Many
// tasks provide both forms.
struct Episode {
  Matrix inputs;   // [inputs, T]; no columns if there is only a story
  Matrix targets;  // [outputs, T], bits; or [1, T], the number of a word; zero where no answer is scored
  Matrix mask;     // [1, T]: 1 where the answer is scored
  // Ground truth for oracle heads. Each item that should be stored gets a number, from 1, in the order of appearance.
  Matrix item_shown = {};  // [1, T]: the item that this step shows; 0 if it shows none
  Matrix item_asked = {};  // [1, T]: the item that gives the answer of this step; 0 if no single item does

  TargetKind answers = TargetKind::bits;
  Story story = {};  // empty if the task has no stories
  int subtask = 0;   // index into Task::subtask_names()

  int steps() const { return targets.cols(); }
  // Returns the number of items that should be stored: in a story, its sentences.
  int items() const;
  // Makes this an episode of `steps` steps, all zero and without a story.
  void assign(int input_rows, int output_rows, int steps) {
    inputs.assign(input_rows, steps);
    targets.assign(output_rows, steps);
    mask.assign(1, steps);
    item_shown.assign(1, steps);
    item_asked.assign(1, steps);
    story.clear();
  }
  // Makes this an episode that is only a story, with `questions` questions, each answered by one word.
  void assign_story(int questions);
};

// Turns an episode that is only a story into a sequence with one word a step. Each sentence ends with a step for the
// full stop, each question with a step for the question mark, where its answer is scored; these two have channels of
// their own after the `words` channels. Each sentence is an item. Does not change an episode that already has a
// sequence. Throws an Error of kind data if a word has no channel.
void story_to_sequence(Episode& episode, int words);

// Returns the number of scored answers of the episode: bits, or words.
int count_scored(const Episode& episode);
// Returns the negative log-likelihood, in nats, of the targets under these probabilities [outputs, T].
double negative_log_likelihood(const Matrix& answer, const Episode& episode);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
