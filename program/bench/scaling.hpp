// How the cost of training grows with the length of sequences, the slots of the memory and the size of a batch.
#pragma once

#include <vector>

#include "memnet/base/options.hpp"
#include "program/report/drawing/chart.hpp"

namespace memnet::bench {

// Prints a table for each of the three, in which it varies alone, measured with one thread for so many seconds each.
// What an experiment has no option for is left out, which a line says. Returns a chart for each table.
std::vector<report::Chart> print_scaling(const std::vector<Setting>& settings, double seconds);

}  // namespace memnet::bench
