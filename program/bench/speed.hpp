// How fast training is, for batches of several sizes and several numbers of threads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "memnet/base/options.hpp"

namespace memnet::bench {

// Prints a table with a row for each number of threads and each size of a batch, measured for so many seconds each.
void print_speed(const std::vector<Setting>& settings, const std::vector<int>& batches, const std::vector<int>& workers,
                 double seconds);

// Reads a table that print_speed() has printed in another process, perhaps of an older build, whose first columns are
// the same. Returns the milliseconds a sequence at this size of a batch with one thread, or 0 if there is no such row.
double read_speed(std::string_view printed, int batch);

}  // namespace memnet::bench
