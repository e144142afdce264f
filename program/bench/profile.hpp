// Where the time of a training step goes.
#pragma once

#include <vector>

#include "memnet/base/options.hpp"

namespace memnet::bench {

// Prints a table for each size of a batch, measured with one thread for so many seconds each: what every primitive
// costs, forward and backward, and what is outside the tape.
void print_profile(const std::vector<Setting>& settings, const std::vector<int>& batches, double seconds);

}  // namespace memnet::bench
