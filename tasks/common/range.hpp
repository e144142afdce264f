// A range low..high from which a task samples a size: its options task.min_NAME and task.max_NAME.
#pragma once

#include <string>

#include "memnet/base/error.hpp"
#include "memnet/base/options.hpp"

namespace memnet {

struct Range {
  std::string name;  // "length"
  int low = 1;
  int high = 1;

  double mean() const { return 0.5 * (low + high); }

  // Declares the two options, with values up to `limit`; `fewest` and `most` are their meanings.
  void declare(const Options::Section& options, int least, const std::string& fewest, const std::string& most,
               int limit = 10000) {
    options.add("min_" + name, low, least, limit, fewest);
    options.add("max_" + name, high, least, limit, most);
  }

  // Throws an Error of kind usage if the range is empty.
  void check(const char* task) const {
    if (low > high)
      fail(ErrorKind::usage, "{}: task.min_{} = {} is above task.max_{} = {}", task, name, low, name, high);
  }
};

// The lengths in training: task.min_length and task.max_length. An evaluation has lengths of its own.
struct TrainedLengths : Range {
  TrainedLengths(int shortest, int longest) : Range{"length", shortest, longest} {}

  void declare(const Options::Section& options, int least, const std::string& fewest, const std::string& most,
               int limit = 10000) {
    Range::declare(options.replaced_at_evaluation_by("--lengths"), least, fewest, most, limit);
  }
};

}  // namespace memnet
