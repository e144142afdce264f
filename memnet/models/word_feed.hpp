// The word before that a decoder gets in a step, the option model.feed: the right one (teacher forcing), or, in
// training, its own, always or with a probability (scheduled sampling: Bengio, Vinyals, Jaitly & Shazeer 2015).
//
// Example: with model.feed = own:0.25, a decoder that should write "b a c" and begins with "c" is shown "c" in place of
// "b" before its second word, in one of four cases.
#pragma once

#include <string>

#include "memnet/base/options.hpp"
#include "memnet/encoders/batch.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class WordFeed {
 public:
  void declare(const Options::Section& options);
  // Reads the option. Throws an Error of kind usage if its value is not possible.
  void build();
  // Returns whether some words are those of the decoder.
  bool feeds_own(Mode mode) const { return own_share_ > 0 && mode == Mode::train; }
  // Returns the word [1] of each example that the decoder gets in step t, given the logits of the step before: 0 in the
  // first one. In training it draws from batch.noise.
  Var word(Tape& tape, const Batch& batch, std::size_t t, Var logits_before) const;

 private:
  std::string feed_ = "right";
  double own_share_ = 0;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
