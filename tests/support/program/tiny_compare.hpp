// Comparisons that take a fraction of a second.
#pragma once

#include "tests/support/program/process.hpp"

namespace memnet {

// Returns the command line that compares two schemes and a baseline on copy, with the options of tiny_run().
Words tiny_compare(int sequences = 64);

// Returns the only plan in <folder>/runs. Fails the test if there is not exactly one.
std::filesystem::path only_plan(const std::filesystem::path& folder);

// Returns the folders of all runs in <folder>/runs, sorted.
std::vector<std::filesystem::path> all_runs(const std::filesystem::path& folder);

// Compares every run with the run of the same name in another folder, bit by bit.
void expect_same_runs(const std::filesystem::path& expected, const std::filesystem::path& found,
                      const std::string& when);

}  // namespace memnet
