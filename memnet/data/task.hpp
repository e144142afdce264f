// The interface of all tasks. A task is one file in tasks/ and one line in tasks/table.def.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "memnet/base/options.hpp"
#include "memnet/base/random.hpp"
#include "memnet/data/criterion.hpp"
#include "memnet/data/episode.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

struct TaskSpec {
  int inputs = 0;    // input numbers of each time step; where it shows a word, the number of words
  int outputs = 0;   // bits or numbers of an answer; or the number of possible words, with number 0 for no word
  int shortest = 0;  // training samples lengths between shortest and longest
  int longest = 0;
  TargetKind answers = TargetKind::bits;
  bool can_be_longer = true;               // false if longer episodes do not exist, or need what training never shows
  int input_words = 0;                     // Episode::input_words of its sequences: 0, or as many as `inputs`
  Criterion criterion = Criterion::exact;  // when the task counts as solved
  double tolerance = 0;                    // how far a number of an answer may be off

  // Sizes of its contexts; 0 if it has none, or if the size is not known.
  int words = 0;           // size of the vocabulary; words are numbered from 1
  int sentence_words = 0;  // words in the longest sentence or question
  int sentences = 0;       // sentences in the longest story; of a source, its words
  int place_numbers = 0;   // numbers of a place, if places hold numbers and no words
  // Of images: how many places stand beside each other, each a patch of height x width pixels, row by row; the channels
  // of a pixel are beside each other. 0 across: places form no image.
  int places_across = 0, patch_height = 1, patch_width = 1;

  // How contexts are answered.
  bool has_questions = true;      // false for sources: the context itself is answered
  bool answers_end = false;       // the last step of an answer is an end mark, which is word 0
  bool one_answer = false;        // a source is answered by one step
  bool own_answer_words = false;  // answers have a vocabulary of their own, see Task::answer_word()

  bool has_context() const { return words > 0 || place_numbers > 0; }
  bool has_stories() const { return has_context() && has_questions; }
  bool has_sources() const { return has_context() && !has_questions; }
  bool has_images() const { return places_across > 0; }
};

// The parts of a data set with a limited number of episodes.
enum class Split {
  train,       // episodes that training learns from
  validation,  // episodes for the evaluations during training
  test,        // episodes for the final evaluation
};

class Task {
 public:
  virtual ~Task() = default;

  // Declares the options of the task.
  virtual void declare(const Options::Section& options) = 0;
  // Returns the sizes of its episodes. Throws an Error of kind usage if the options contradict each other.
  virtual TaskSpec spec() const = 0;

  // Throws an Error of kind usage if there are no episodes of this length.
  virtual void check_length(int /*length*/) const {}
  // Fills `episode` with a new random episode of this length, reusing its memory. Each task defines what its length
  // counts. A length may exceed spec().longest: the length sweep measures how far a model generalizes.
  virtual void sample(RandomStream& stream, int length, Episode& episode) const = 0;

  // Returns the number of episodes of a split; 0 if sample() generates an unlimited number.
  virtual int count(Split /*split*/) const { return 0; }
  // Returns a digest of the data files that it reads (memnet/base/digest.hpp), which does not depend on where they are;
  // "" if it reads none. A run with other data is another run.
  virtual std::string data_digest() const { return ""; }
  // Fills `episode` with the i-th episode of a split.
  virtual void fetch(Split /*split*/, int /*i*/, Episode& /*episode*/) const {}

  // Returns the best possible answer [outputs, T], as probabilities, or numbers. It is computed from the inputs or the
  // context, never from the targets; if has_certain_answers(), the laws compare it with the targets.
  virtual Matrix oracle(const Episode& episode) const = 0;
  // True if the answers follow from the inputs. Otherwise models are measured by their loss above the oracle's.
  virtual bool has_certain_answers() const { return true; }

  // Returns the expected wrong answers (bits, words or numbers) per sequence of a model that guesses, in closed form.
  // It guesses bits and words with equal probability, and numbers by their mean.
  virtual double chance_errors(int length) const = 0;
  // Returns what guessing costs in bits per sequence; needed where no answer is certain. A guess of a bit costs one.
  virtual double chance_bits(int length) const { return 2 * chance_errors(length); }

  // Returns the word with this number, from 1: of its contexts, or of inputs and answers that are words.
  virtual std::string word(int number) const;
  // Returns the word of an answer, where answers have a vocabulary of their own; otherwise the same word.
  virtual std::string answer_word(int number) const { return word(number); }
  // Returns the names of its subtasks, for which results are also reported separately; Episode::subtask is an index
  // into this list.
  virtual std::vector<std::string> subtask_names() const { return {}; }
  // Returns sentences about its data that a user should know before training.
  virtual std::vector<std::string> warnings() const { return {}; }

  // Returns a picture in text of an episode and of a model's answer [outputs, T], as probabilities or numbers.
  virtual std::string render(const Episode& episode, const Matrix& answer) const;
};

// Identifies an episode. Equal requests give equal episodes.
struct EpisodeRequest {
  std::uint64_t seed;
  std::string_view purpose;  // such as "train": each purpose has its own random streams
  std::uint64_t index;       // among the episodes of this purpose
  int length;                // used if the task generates an unlimited number of episodes
  Split split;               // used if it has a limited number
};
// Fills `episode` with the requested episode, in this form. A task with a limited number of episodes gives a random one
// of the split for training, and otherwise the episodes of the split in order. May throw Interrupted (see
// base/interruption.hpp).
void sample_episode(const Task& task, const EpisodeRequest& request, InputForm form, Episode& episode);

// Returns a list of words as text, separated by blanks.
std::string words_of(const Task& task, std::span<const int> numbers);
// Returns the words of a source, separated by blanks, and those of an answer [1, T] to it, up to its end mark.
std::string source_text(const Task& task, const Context& context);
std::string answer_text(const Task& task, const Matrix& words);
// Returns an image [height, width], in pixels, that the places of a context are patches of: the mean over the channels
// of each pixel. Requires a task with images.
Matrix image_of(const TaskSpec& spec, const Context& context);
// Returns a story whose answers are words as text, in the format of the bAbI files: a numbered line for each sentence
// and each question; after a question, separated by TABs, its answer, if known, and the numbers of the supporting
// sentences.
std::string story_text(const Task& task, const Episode& episode);

// Samples one of the trained lengths.
inline int sample_length(const TaskSpec& spec, RandomStream& stream) {
  return stream.between(spec.shortest, spec.longest);
}

// One line of tasks/table.def.
struct TaskEntry {
  const char* name;
  const char* meaning;
  std::unique_ptr<Task> (*make)();
};
std::span<const TaskEntry> all_tasks();
// Returns a new task. Throws an Error of kind usage, which suggests the nearest name, if there is no such task.
std::unique_ptr<Task> make_task(const std::string& name);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
