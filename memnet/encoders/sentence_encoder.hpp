// Turns sentences into the words and positions that MemN2N embeds: word embeddings, position encoding and temporal
// encoding (section 4.1).
//
// The idea: a sentence becomes one memory vector, the sum of the embeddings of its words,
//   M_i = sum_j l_p(j) * E_word(j)       product number by number
// where the vector l_p weights a word at position p; all ones for a bag of words. Temporal encoding appends
// one more "word" to each sentence, its time index: 0 for the newest sentence, 1 for the one before it, and so on.
// Example with 9 words: of a story of two sentences, "[3 7]" and "[5]", the first becomes the words [3 7 11] (time
// index 1 is word 9 + 1 + 1) and the second becomes [5 10].
#pragma once

#include <algorithm>
#include <span>
#include <string>

#include "memnet/base/options.hpp"
#include "memnet/data/task.hpp"
#include "memnet/encoders/batch.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class SentenceEncoder {
 public:
  // Declares the options of the encoder.
  void declare(const Options::Section& options);
  // Sets the sizes for the sentences of this task and a memory [slots, width]. With temporal encoding there are as many
  // time indices as slots.
  void prepare(const TaskSpec& task, int slots, int width);

  // The numbers of words and of their positions, as embed() takes them.
  struct Encoded {
    Var words, positions;  // [J,N]
  };
  // Returns the newest sentences of each story, in their order; the remaining slots are empty.
  Encoded sentences(Tape& tape, const Batch& batch, int slots) const;
  // Returns question q of each story, as a memory with one slot.
  Encoded question(Tape& tape, const Batch& batch, int q) const;
  // Returns the weights of words by their position, l [W,P].
  Var position_weights(Tape& tape) const { return tape.constant(position_weights_); }

  int time_indices() const { return time_indices_; }  // 0 without temporal encoding

  // Returns how many sentences of a story fit into the memory.
  static int kept(const Context& story, int slots) { return std::min(story.sentences.size(), slots); }

 private:
  void write_sentence(std::span<const int> sentence, Scalar* words, Scalar* positions) const;
  int position_of(int j, int length) const;
  int position_of_time() const { return position_weights_.cols() - 1; }

  std::string encoding_ = "position";
  bool temporal_encoding_ = true;
  double random_noise_ = 0;

  int words_ = 0, longest_ = 0, time_indices_ = 0;
  Matrix position_weights_;  // [W,P]
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
