// Comparisons of a fraction of a second, for tests.
#pragma once

#include "tests/support/program/process.hpp"

namespace memnet {

// Two schemes and a baseline on copy, with the runs of tiny_run().
Words tiny_compare(int sequences = 64);

// The only plan in <folder>/runs, or a failed test.
std::filesystem::path only_plan(const std::filesystem::path& folder);

// The folders of the runs in <folder>/runs.
std::vector<std::filesystem::path> all_runs(const std::filesystem::path& folder);

// Holds every run against the one of the same name in another folder, bit by bit.
void expect_same_runs(const std::filesystem::path& expected, const std::filesystem::path& found,
                      const std::string& when);

}  // namespace memnet
