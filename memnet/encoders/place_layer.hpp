// What an encoder reads: the places of a context, one by one or all at once, words as embeddings that are learned, and
// numbers as they are. A sentence of several words is several places.
#pragma once

#include <span>

#include "memnet/autodiff/params.hpp"
#include "memnet/autodiff/tape.hpp"
#include "memnet/data/task.hpp"
#include "memnet/encoders/batch.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

// The places of the contexts of a batch. Every context has at least one; shorter ones are padded behind their last.
struct Places {
  std::span<Var> x = {};  // N values [W]; 0 behind the last place. None beside rows alone
  Var rows = {};          // [N,W]: the same as the rows of one matrix, if they are asked for in this form
  std::span<Var> words =
      {};  // N values [1]: the numbers of the words, 0 behind the last one; empty if places are numbers
  std::span<Var> present = {};  // N values [1]: 1 at a place, 0 behind the last one; none beside rows alone
  Var length = {};              // [1]: the number of places

  int count() const { return rows ? rows.rows() : static_cast<int>(x.size()); }
};

// How an encoder takes places.
enum class PlaceForm {
  one_by_one,
  rows,  // of one matrix
};

class PlaceLayer {
 public:
  // Declares the embedding of the words of the task, with so many numbers each. Throws an Error of kind usage if the
  // task has no contexts.
  void build(const Scope& scope, const TaskSpec& task, int embedding);
  // Returns the size of a place. Requires build().
  int width() const { return width_; }

  // Returns the places of a batch. Throws an Error of kind data if a context is empty, or has a word that is not one of
  // the task.
  Places apply(Tape& tape, const Batch& batch, PlaceForm form = PlaceForm::one_by_one) const;
  // Returns the words of question q of each example as places, one by one and as rows, with the same embedding. An
  // example with fewer questions has one place, which holds no word. Throws as above. Requires places that are words.
  Places apply_question(Tape& tape, const Batch& batch, int q) const;

 private:
  Places lay_out(Tape& tape, const Batch& batch, PlaceForm form, std::span<const int> counts) const;
  std::span<Var> look_up(Tape& tape, std::span<const Var> words) const;
  void put_words(Places& places, std::span<const int> sentence, int b, std::size_t& place) const;

  int width_ = 0;
  int words_ = 0;  // 0 if places are numbers
  Param table_;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
