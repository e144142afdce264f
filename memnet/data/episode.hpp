// Episode: the data that tasks create and models read.
#pragma once

#include <span>
#include <vector>

#include "memnet/base/matrix.hpp"
#include "memnet/data/context.hpp"
#include "memnet/data/target_kind.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// The form in which a model reads an episode.
enum class InputForm {
  sequence,  // one input vector a time step
  context,   // what is given at once: a story with its questions, or a source
};

// One example. As a sequence, each column is a time step; as a context, each column is a step of the answers: the
// answer to a question, or a word of a target. Many tasks provide both forms.
struct Episode {
  Matrix inputs;   // [inputs, T]; or [1, T], words (see input_words); no columns if there is only a context
  Matrix targets;  // [outputs, T], bits or numbers; or [1, T], the number of a word; zero where no answer is scored,
                   // and at an end mark
  Matrix mask;     // [1, T]: 1 where the answer is scored
  // Ground truth for oracle heads. Each item that should be stored gets a number, from 1, in the order of appearance.
  Matrix item_shown = {};  // [1, T]: the item that this step shows; 0 if it shows none
  Matrix item_asked = {};  // [1, T]: the item that gives the answer of this step; 0 if no single item does

  TargetKind answers = TargetKind::bits;
  int input_words = 0;   // above 0: each step shows one of so many words, by its number from 1, or no word, 0
  Context context = {};  // empty if the task has none
  int subtask = 0;       // index into Task::subtask_names()
  Matrix subtasks = {};  // [1, T]: the same for each answer, where they differ within an episode; otherwise empty

  int steps() const { return targets.cols(); }
  int subtask_at(int t) const { return subtasks.cols() > 0 ? static_cast<int>(subtasks(0, t)) : subtask; }
  // Returns the number of items that should be stored: in a context, its places.
  int items() const;
  // Makes this an episode of `steps` steps, all zero and without a context, whose inputs are numbers and answers bits.
  void assign(int input_rows, int output_rows, int steps) {
    inputs.assign(input_rows, steps);
    targets.assign(output_rows, steps);
    mask.assign(1, steps);
    item_shown.assign(1, steps);
    item_asked.assign(1, steps);
    subtasks.assign(0, 0);
    answers = TargetKind::bits;
    input_words = 0;
    context.clear();
  }
  // Makes this an episode that is only a context, which is answered by so many steps with one word each: as many
  // questions, or the words of a target.
  void assign_context(int answer_steps);
  // Adds the steps 0, 1, ... to context.answered_at, and scores them. Requires an episode that is only a context.
  void score_answers();
};

// Turns an episode that is only a context into a sequence.
//   a story        one word a step. Each sentence ends with a step for the full stop, each question with a step for the
//                  question mark, where its answer is scored; these two are the words `words` + 1 and `words` + 2
//   a source       one word a step, then a step for the mark that ends it, `words` + 1; then a step for each step of
//   the
//                  answer, which shows nothing
//   measurements   the same with numbers, and a channel behind them that is 1 at the mark
// Each place is an item. Does not change an episode that already has a sequence. Throws an Error of kind data if a
// context has a word above `words`.
void context_to_sequence(Episode& episode, int words);

// Sets the channel of the word that step t shows to 1, in an episode whose inputs are words. Requires channels, one for
// each word, that are all 0.
void write_one_hot(const Episode& episode, int t, Scalar* channels);
// Returns the words [1, T] of columns of such channels: 0 where all are 0.
Matrix words_of_one_hot(const Matrix& columns);

// Returns the number of scored answers of the episode: bits, words or numbers.
int count_scored(const Episode& episode);
// Returns the cost, in nats, of these answers [outputs, T], given as probabilities or numbers: the negative
// log-likelihood of the targets.
double negative_log_likelihood(const Matrix& answer, const Episode& episode);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
