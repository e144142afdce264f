// The number of queries in an episode, each for another one of the items that were shown.
#pragma once

#include <algorithm>
#include <string>

#include "memnet/base/options.hpp"

namespace memnet {

struct Queries {
  int most = 0;  // 0: one query for each item

  void declare(const Options::Section& options, const std::string& items) {
    options.changeable_at_evaluation().add("queries", most, 0, 10000,
                                           "number of " + items + " that are queried, each once; 0: all of them");
  }
  // The number of queries in an episode with so many items.
  int in(int length) const { return most == 0 ? length : std::min(most, length); }
};

}  // namespace memnet
