// Questions about items that were shown, one after another, each item at most once.
#pragma once

#include <algorithm>
#include <string>

#include "memnet/base/options.hpp"

namespace memnet {

struct Queries {
  int most = 0;  // 0: as many as there are items

  void declare(const Options::Section& options, const std::string& items) {
    options.add("queries", most, 0, 10000, items + " that are asked for, each once; 0: all of them");
  }
  int in(int length) const { return most == 0 ? length : std::min(most, length); }
};

}  // namespace memnet
