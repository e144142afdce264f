// Runs that several tests only read. Each is made at its first use.
#pragma once

#include <filesystem>
#include <string>

namespace memnet {

// Returns a folder with one finished run, in <folder>/runs.
const std::filesystem::path& folder_of_shared_run();

// Returns a folder with one finished run, in <folder>/one, and a finished comparison, in <folder>/runs.
const std::filesystem::path& folder_of_run_and_comparison();
// Returns that run.
std::string run_beside_comparison();

}  // namespace memnet
