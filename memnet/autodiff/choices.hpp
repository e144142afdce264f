// How a model makes hard choices, such as of one memory slot, and what it asks to be trained by besides its answers.
#pragma once

#include <span>

#include "memnet/base/random.hpp"

namespace memnet {

// How choices are made on a tape. Whoever chooses asks for it (Tape::choosing()).
struct Choosing {
  enum class Way {
    most_probable,  // the most probable one, without randomness
    drawn,          // at random
    soft,           // none: each possibility gets its probability as its weight
  };
  Way way = Way::most_probable;
  std::span<RandomStream> streams = {};  // to draw from, one for each example
  double progress = 0;                   // the fraction of training that is complete
  double entropy_bonus = 0;              // a choice lowers the loss by so much times its entropy
};

// What the gradient of a value is, by what it depends on. Where several values come together, the last of theirs.
enum class Slope {
  exact,      // the derivative
  none,       // 0, since the value is a choice
  estimated,  // that of something else, in place of a choice
  scored,     // 0, since the value is a choice, whose log-probability is trained by what the choice costs
};

}  // namespace memnet
