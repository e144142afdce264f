// Decoding: a model writes an answer word by word, each from those that it has written before.
//
// A greedy search takes the most probable word in every step. A beam search keeps the K most probable beginnings of an
// answer: in every step each of them is continued by every word, and the K best continuations are kept. Those that end
// are answers. The search is over when no beginning is as probable as the best answer, since longer ones only become
// less probable. Example with K = 2: of "a" (0.6) and "b" (0.4), "b end" may be left with 0.4 while "a" has fallen to
// 0.3; a greedy search would not see "b end".
//
// Beginnings are examples of a batch: K for each example. What a step passes to the next is a list of values, so that
// to follow a beginning is to copy its example, whatever the state of the model is.
#pragma once

#include <span>

#include "memnet/addressing/state.hpp"
#include "memnet/autodiff/tape.hpp"
#include "memnet/encoders/batch.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class Decoder {
 public:
  virtual ~Decoder() = default;

  // What a decoder has before its first step: `given` stays the same in all steps, `state` changes. Values that are not
  // there are left empty.
  struct Beginning {
    std::span<const Var> given;
    State state;
  };
  virtual Beginning begin(Tape& tape, const Batch& batch) const = 0;

  struct Step {
    Var logits;  // of all words
    State state;
  };
  // Returns the result of a step, for the word [1] that was written before; in the first step it is 0.
  virtual Step next(Var word, std::span<const Var> given, State before) const = 0;
  // Returns whether word 0 ends an answer; otherwise answers have as many steps as they may have.
  virtual bool has_end() const = 0;
};

// An answer of a model to an example.
struct Answer {
  std::span<const int> words;  // without the end mark
  bool has_ended = false;      // otherwise it has as many words as it may have
  double nats = 0;             // minus the logarithm of its probability
};

// How answers are searched.
struct Search {
  int width = 1;  // K; 1 is a greedy search
  // Whether answers have as many steps as they may have, so the end mark, if there is one, is in the last and nowhere
  // else: an oracle, which measures what a model does not know about the length of an answer.
  bool length_is_told = false;
};

// Returns the answers of a batch, with at most so many steps for each example, the end mark included. An example has
// the same answer in every batch. Requires a tape that records no pullbacks. Answers are valid until the tape is reset.
std::span<const Answer> decode(const Decoder& decoder, Tape& tape, const Batch& batch, std::span<const int> most_steps,
                               const Search& search);

}  // namespace MEMNET_PRECISION
}  // namespace memnet
