// How MemN2N hears a sentence: which words it holds, at which places, how places weigh them, and how old it is
// (section 4.1).
#pragma once

#include <algorithm>
#include <span>
#include <string>

#include "memnet/base/options.hpp"
#include "memnet/data/task.hpp"
#include "memnet/models/batch.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class SentenceEncoder {
 public:
  void declare(const Options::Section& options);
  // For sentences of this task, in a memory [slots, width]. Each slot may have a word for its age, behind the task's
  // own.
  void prepare(const TaskSpec& task, int slots, int width);

  // What embed() takes.
  struct Encoded {
    Var words, places;  // [J,N]
  };
  // The newest sentences of each story, in their order; slots that are left over hold none.
  Encoded sentences(Tape& tape, const Batch& batch, int slots) const;
  // Question q of each story, as a memory of one slot.
  Encoded question(Tape& tape, const Batch& batch, int q) const;
  // How places weigh words: l [W,P].
  Var places(Tape& tape) const { return tape.constant(place_weights_); }

  int ages() const { return ages_; }  // how many words for ages there are

  // How many sentences of a story find a slot.
  static int kept(const Story& story, int slots) { return std::min(story.sentences.size(), slots); }

 private:
  void say(std::span<const int> sentence, Scalar* words, Scalar* places) const;
  int place_of(int j, int length) const;
  int place_of_age() const { return place_weights_.cols() - 1; }

  std::string encoding_ = "position";
  bool ages_told_ = true;
  double noise_ = 0;

  int words_ = 0, longest_ = 0, ages_ = 0;
  Matrix place_weights_;  // [W,P]
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
