// Dropout (Srivastava et al. 2014): in training some numbers of a value are 0, and the others larger, so that the mean
// is the same.
#pragma once

#include <span>

#include "memnet/autodiff/tape.hpp"
#include "memnet/base/options.hpp"
#include "memnet/base/random.hpp"

namespace memnet {
inline namespace MEMNET_PRECISION {

class Dropout {
 public:
  // Declares the option `dropout`.
  void declare(const Options::Section& options);

  // Returns whether apply() changes anything.
  bool drops(std::span<RandomStream> noise) const { return rate_ > 0 && !noise.empty(); }
  // Return x with dropout; x itself if the rate is 0, or if there is no noise, which is a stream for each example in
  // training. An example draws nothing for places that it does not have, which are 0, so that its draws do not depend
  // on the longest example of the batch.
  Var apply(Var x, std::span<RandomStream> noise) const;
  // x [N,W] whose places are rows, of which an example has the first `length` [1]
  Var apply_to_rows(Var x, std::span<RandomStream> noise, Var length) const;
  // x [W], one place, which an example has where `present` [1] is 1
  Var apply_to_place(Var x, std::span<RandomStream> noise, Var present) const;

 private:
  template <class RowsOf>
  Var drop(Var x, std::span<RandomStream> noise, RowsOf rows_of) const;

  double rate_ = 0;
};

}  // namespace MEMNET_PRECISION
}  // namespace memnet
