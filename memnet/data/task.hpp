// What every task can do. A task is one file in tasks/ and one line in tasks/table.def.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "memnet/base/options.hpp"
#include "memnet/base/random.hpp"
#include "memnet/data/episode.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

struct TaskSpec {
  int inputs = 0;    // numbers read at each time step
  int outputs = 0;   // bits answered at each time step; or words that an answer is one of, number 0 included
  int shortest = 0;  // lengths that training draws from
  int longest = 0;
  TargetKind answers = TargetKind::bits;
  bool can_be_longer = true;  // are there episodes beyond the longest trained length?

  // Of its stories, where it tells any; 0 where it does not, or where nobody knows.
  int words = 0;           // how many there are, numbered from 1
  int sentence_words = 0;  // in the longest sentence or question
  int sentences = 0;       // in the longest story
};

// The parts of a task that has no more than so many episodes: to learn from, to look at while learning, to measure
// with.
enum class Split { train, validation, test };

class Task {
 public:
  virtual ~Task() = default;

  virtual void declare(const Options::Section& options) = 0;
  // Throws an Error of kind usage if the options contradict each other.
  virtual TaskSpec spec() const = 0;

  // Throws an Error of kind usage if there is no episode of this length.
  virtual void check_length(int /*length*/) const {}
  // Fills `episode` with a fresh one of this length (reusing its memory). The length is what the length sweep turns;
  // it may lie beyond spec().longest.
  virtual void sample(RandomStream& stream, int length, Episode& episode) const = 0;

  // How many episodes of a split there are, and the i-th of them; 0 where sample() makes fresh ones without end.
  virtual int count(Split /*split*/) const { return 0; }
  virtual void fetch(Split /*split*/, int /*i*/, Episode& /*episode*/) const {}

  // The best possible answer [outputs, T], probabilities worked out from inputs or story, never from the targets. Where
  // it is certain, the laws hold it against them.
  virtual Matrix oracle(const Episode& episode) const = 0;
  // Do the inputs tell every answer? If not, models are measured by what they lose against the oracle.
  virtual bool has_certain_answers() const { return true; }

  // Wrong answers (bits, or words) per sequence of a model that has learned nothing, in closed form.
  virtual double chance_errors(int length) const = 0;

  // The word with this number, 1..spec().words, in its stories.
  virtual std::string word(int number) const;
  // What kinds of episodes there are, where results should tell them apart: Episode::part counts them from 0.
  virtual std::vector<std::string> subtask_names() const { return {}; }

  // One episode as text, with the answer of a model [outputs, T] (probabilities) beneath it.
  virtual std::string draw(const Episode& episode, const Matrix& answer) const;
};

// Which episode: the index-th of a purpose. It is as long as asked, or, where a task has only so many, one of a split:
// in training any of them, elsewhere one after the other.
struct EpisodeRequest {
  std::uint64_t seed;
  std::string_view purpose;
  std::uint64_t index;
  int length;
  Split split;
};
void sample_episode(const Task& task, const EpisodeRequest& wanted, InputForm form, Episode& episode);

// A list of words as text.
std::string words_of(const Task& task, std::span<const int> numbers);
// A story that is answered by words as text, a numbered line for each sentence and each question, as files of bAbI have
// it: behind a question stand, after TABs, its answer, where it is known, and the numbers of the sentences that it
// rests on.
std::string story_text(const Task& task, const Episode& episode);

// Draws a length from those that are trained.
inline int sample_length(const TaskSpec& spec, RandomStream& stream) {
  return stream.between(spec.shortest, spec.longest);
}

// A line of the table of tasks.
struct TaskEntry {
  const char* name;
  const char* meaning;
  std::unique_ptr<Task> (*make)();
};
std::span<const TaskEntry> all_tasks();
// Throws an Error of kind usage, with the nearest name, where there is none.
std::unique_ptr<Task> make_task(const std::string& name);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
