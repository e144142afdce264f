// The speed of two builds of memnet, side by side.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace memnet::bench {

struct BuildsOptions {
  std::filesystem::path old;       // the program of the other build
  std::vector<std::string> words;  // what both get: options of the experiment and its file
  std::vector<int> batches;
  int repeats;
  double seconds;  // of each measurement
};

// Runs `memnet bench` of this program and of the other one in turn, and prints for each size of a batch the medians of
// both and their ratio with a 95 % interval. Throws an Error of kind usage if the other program is no memnet or refuses
// the options, and of kind data if it prints no table.
void print_builds(const BuildsOptions& options);

}  // namespace memnet::bench
